import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { after } from "mocha";
import { readConfiguration, type VerifierConfiguration } from "../../../src/verifier/configuration";
import {
  type ServiceRims,
  startVerifier,
  type VerifierService,
} from "../../../src/verifier/service";
import type { VerifierTargetInput } from "../../../src/verifier/target";

export const KEY = "0123456789abcdef0123456789abcdef";

export const targetInput: VerifierTargetInput = {
  orgUrl: "https://acme.okta.com",
  issuer: "https://acme.okta.com",
  resourceApp: { label: "Context7" },
  requestingApps: {
    "claude-code": {
      appId: "0oa1claudecode",
      clientId: "0oa1claudecode",
      clientIdAtResource: "mcpclient-at-context7",
    },
  },
};

/** A folder of its own for the tests of one file. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), "verifier-test-"));
  after(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

export function configuration(settings: Record<string, string | undefined>): VerifierConfiguration {
  const parsed = readConfiguration({
    VERIFIER_TARGET: JSON.stringify(targetInput),
    VERIFIER_LISTEN_PORT: "0",
    VERIFIER_INTERVAL: "off",
    ...settings,
  });
  assert.ok(parsed.ok, parsed.ok ? "" : parsed.mistakes.join("\n"));
  return parsed.configuration;
}

export interface Started extends VerifierService {
  /** Every line of the log so far. */
  readonly log: string[];
}

/** Services that the tests of one `describe` start; all are closed after it. */
export function services() {
  const started: Started[] = [];
  after(() => Promise.all(started.map((service) => service.close())));

  return async (
    settings: Record<string, string | undefined>,
    rims: Partial<ServiceRims> = {},
  ): Promise<Started> => {
    const log: string[] = [];
    const destination = new Writable({
      write(chunk, _encoding, done) {
        log.push(String(chunk));
        done();
      },
    });
    const readRefreshToken = async () => ({ token: "refresh-token", replace: async () => {} });
    const service = await startVerifier(configuration(settings), {
      readRefreshToken,
      log: destination,
      ...rims,
    });
    started.push({ ...service, log });
    return { ...service, log };
  };
}

import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { after } from "mocha";
import { request } from "undici";
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

/**
 * Services that the tests of one `describe` start; all are closed after it. Each keeps its reports in a
 * folder of its own, unless the settings name one.
 */
export function services() {
  const directory = temporaryDirectory();
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
    const own = { VERIFIER_DATA_DIR: join(directory, String(started.length)) };
    const service = await startVerifier(configuration({ ...own, ...settings }), {
      readRefreshToken,
      log: destination,
      ...rims,
    });
    started.push({ ...service, log });
    return { ...service, log };
  };
}

/** Settings with which a live flow may be asked for. */
export const LIVE = {
  VERIFIER_LIVE_CLIENT: "claude-code",
  VERIFIER_LIVE_REFRESH_TOKEN_FILE: "/token",
};

export const JSON_TYPE = { "content-type": "application/json" };

/** Sends a request; of what is JSON, its value too. */
export async function call(url: string, options: Parameters<typeof request>[1] = {}) {
  const { statusCode: status, headers, body } = await request(url, options);
  const text = await body.text();
  const isJson = headers["content-type"]?.includes("json");
  return { status, headers, text, json: isJson ? JSON.parse(text) : undefined };
}

import type { Fault } from "../../../../sandbox/world";
import type { Verdict } from "../../../../src/verifier/report";
import type { Setup } from "../../arrangement";

/** A setup, and the means to break its servers. */
export interface Breakable extends Setup {
  plan(fault: Omit<Fault, "times">): void;
}

/** One thing that is broken, and the one check that must say so. */
export interface FaultRow {
  fault: string;
  inject(setup: Breakable): void;
  check: string;
  /** Default: fail. */
  verdict?: Verdict;
  tag: string;
  /** Checks besides the dependents that the fault makes impossible. */
  alsoSkips?: string[];
}

/** A host's answer in place of its own. */
export function at(host: string, path: RegExp, status: number, body?: unknown) {
  return { host, path, respond: { status, body } };
}

export const METADATA = /^\/\.well-known\/(oauth-authorization-server|openid-configuration)/;

/** A public RSA key; whoever has the private one is not known. */
export function rsaKey(bits: number, e = "AQAB") {
  const n = Buffer.alloc(bits / 8, 0xff).toString("base64url");
  return { kty: "RSA", kid: "weak", use: "sig", n, e };
}

import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { liveRequest } from "../../../src/verifier/service/rims";
import { configuration } from "./arrangement";

const stored = async () => ({ token: "refresh-token", replace: async () => {} });

describe("the client of a live flow", () => {
  const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
  const ec = generateKeyPairSync("ec", { namedCurve: "P-384" }).privateKey;
  const keys: [what: string, pem: string, algorithm: string][] = [
    ["RSA, PKCS#8", rsa.export({ type: "pkcs8", format: "pem" }) as string, "RSASSA-PKCS1-v1_5"],
    ["RSA, PKCS#1", rsa.export({ type: "pkcs1", format: "pem" }) as string, "RSASSA-PKCS1-v1_5"],
    ["EC", ec.export({ type: "sec1", format: "pem" }) as string, "ECDSA"],
  ];
  for (const [what, pem, algorithm] of keys) {
    it(`signs with whatever key the settings take: ${what}`, async () => {
      const { live, target } = configuration({
        VERIFIER_LIVE_CLIENT: "claude-code",
        VERIFIER_LIVE_REFRESH_TOKEN_FILE: "/token",
        // As an environment file has it.
        VERIFIER_LIVE_PRIVATE_KEY: pem.trim().replaceAll("\n", "\\n"),
        VERIFIER_LIVE_PRIVATE_KEY_ID: "kid-1",
      });
      assert.ok(live);
      const { atOkta } = await liveRequest(live, target, { kind: "live", probes: [] }, stored);
      assert.ok(atOkta.method === "private_key_jwt");
      assert.equal(atOkta.keyId, "kid-1");
      assert.equal(atOkta.privateKey.algorithm.name, algorithm);
    });
  }
});

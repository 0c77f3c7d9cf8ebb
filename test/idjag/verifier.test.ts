import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import type { JSONWebKeySet } from "jose";
import {
  createMemoryReplayCache,
  type IdJagVerification,
  type IdJagVerifier,
  type ReplayCache,
  replayKey,
} from "../../src/idjag";
import {
  createVerifier,
  goodClaims,
  ISSUER,
  JWKS,
  keys,
  NOW,
  publicJwk,
  signToken,
} from "./tokens";

const reasonOf = (result: IdJagVerification) => (result.ok ? "accepted" : result.reason);

/** A replay cache that keeps what it was asked. */
function spyCache() {
  const marks: [key: string, ttl: number][] = [];
  const cache: ReplayCache = {
    mark: async (key, ttl) => {
      marks.push([key, ttl]);
      return "fresh";
    },
  };
  return { cache, marks };
}

/** What a token is answered from one second later on, every half second until `end`; each answer once. */
async function reasonsUntil(
  end: number,
  clock: { seconds: number },
  verifier: IdJagVerifier,
  token: string,
): Promise<string[]> {
  const reasons = new Set<string>();
  for (clock.seconds = NOW + 1; clock.seconds < end; clock.seconds += 0.5) {
    reasons.add(reasonOf(await verifier.verify(token)));
  }
  return [...reasons];
}

describe("idjag: single use (MCP EMA §7.4.2)", () => {
  it("accepts one of 200 uses at once", async () => {
    const verifier = createVerifier();
    const token = signToken();
    const results = await Promise.all(Array.from({ length: 200 }, () => verifier.verify(token)));
    const reasons = results.map(reasonOf);
    assert.equal(reasons.filter((reason) => reason === "accepted").length, 1);
    assert.equal(reasons.filter((reason) => reason === "replayed").length, 199);
  });

  it("remembers the jti, not the text: another signature over the same grant is a replay", async () => {
    const verifier = createVerifier();
    assert.equal(reasonOf(await verifier.verify(signToken())), "accepted");
    const again = signToken(
      { iat: NOW - 1, exp: NOW + 299 },
      { kid: "es", alg: "ES256" },
      keys.es.privateKey,
    );
    assert.equal(reasonOf(await verifier.verify(again)), "replayed");
    assert.equal(reasonOf(await verifier.verify(signToken({ jti: "other" }))), "accepted");
  });

  it("two verifiers that share a cache accept it once; another issuer's same jti is another grant", async () => {
    const replayCache = createMemoryReplayCache({ now: () => NOW * 1000 });
    const [one, two] = [createVerifier({ replayCache }), createVerifier({ replayCache })];
    assert.equal(reasonOf(await one.verify(signToken())), "accepted");
    assert.equal(reasonOf(await two.verify(signToken())), "replayed");
    const issuer = "https://other.okta.com";
    const other = createVerifier({ replayCache, issuer });
    assert.equal(reasonOf(await other.verify(signToken({ iss: issuer }))), "accepted");
  });

  it("a token refused for anything else does not spend its jti", async () => {
    const { cache, marks } = spyCache();
    const verifier = createVerifier({ replayCache: cache });
    const refused = [
      signToken({}, {}, keys.foreign.privateKey),
      signToken({ aud: "https://other" }),
      signToken({ client_id: "other" }),
      signToken({ resource: "https://other" }),
      signToken({ email: undefined }),
      signToken({ cnf: {} }),
      signToken({ authorization_details: [] }),
    ];
    for (const token of refused)
      assert.notEqual(reasonOf(await verifier.verify(token)), "accepted");
    assert.deepEqual(marks, []);
    assert.equal(reasonOf(await verifier.verify(signToken())), "accepted");
    assert.equal(marks.length, 1);
  });

  it("is remembered until the token would be refused as expired", async () => {
    const { cache, marks } = spyCache();
    await createVerifier({ replayCache: cache }).verify(signToken({ exp: NOW + 299.5 }));
    assert.deepEqual(marks, [[replayKey(ISSUER, String(goodClaims().jti)), 360]]);
  });

  it("is remembered for a replica, too, whose clock is behind by the tolerance", async () => {
    const clock = { seconds: NOW };
    const replayCache = createMemoryReplayCache({ now: () => clock.seconds * 1000 });
    const marking = createVerifier({ replayCache, now: () => (clock.seconds + 30) * 1000 });
    const behind = createVerifier({ replayCache, now: () => clock.seconds * 1000 });
    const token = signToken({ exp: NOW + 40 });
    assert.equal(reasonOf(await marking.verify(token)), "accepted");
    assert.deepEqual(await reasonsUntil(NOW + 90, clock, behind, token), ["replayed", "expired"]);
  });

  it("no moment exists at which the cache forgot and the token still holds", async () => {
    const clock = { seconds: NOW };
    const verifier = createVerifier({ now: () => clock.seconds * 1000 });
    const token = signToken({ exp: NOW + 10 });
    assert.equal(reasonOf(await verifier.verify(token)), "accepted");
    assert.deepEqual(await reasonsUntil(NOW + 45, clock, verifier, token), ["replayed", "expired"]);
  });

  it("consume: false looks and does not mark", async () => {
    const verifier = createVerifier();
    const token = signToken();
    for (let i = 0; i < 2; i++) {
      const look = await verifier.verify(token, { consume: false });
      assert.ok(look.ok);
      assert.equal(look.consumed, false);
    }
    assert.equal(reasonOf(await verifier.verify(token)), "accepted");
    assert.equal(reasonOf(await verifier.verify(token, { consume: false })), "replayed");
  });

  it("consume: false passes a cache that cannot look", async () => {
    const { cache, marks } = spyCache();
    const verifier = createVerifier({ replayCache: cache });
    assert.equal(reasonOf(await verifier.verify(signToken(), { consume: false })), "accepted");
    assert.deepEqual(marks, []);
  });
});

describe("idjag: keys at the issuer's address", () => {
  /** An issuer whose answers can be changed; counts the requests. */
  function issuerKeys(answer: () => Response | Promise<Response>) {
    const requests: { url: string; redirect?: string; method?: string }[] = [];
    let seconds = NOW;
    const verifier = createVerifier({
      jwks: undefined,
      jwksUri: `${ISSUER}/oauth2/v1/keys`,
      fetch: async (url: string, init: { redirect: string; method: string }) => {
        requests.push({ url, redirect: init.redirect, method: init.method });
        return answer();
      },
      now: () => seconds * 1000,
      replayCache: { mark: async () => "fresh" as const },
    });
    return {
      verifier,
      requests,
      pass: (duration: number) => {
        seconds += duration;
      },
    };
  }
  const answerWith = (jwks: JSONWebKeySet) => () => Response.json(jwks);

  it("are fetched once for many tokens, without following redirects", async () => {
    const { verifier, requests } = issuerKeys(answerWith(JWKS));
    const results = await Promise.all([1, 2, 3].map(() => verifier.verify(signToken())));
    assert.deepEqual(results.map(reasonOf), ["accepted", "accepted", "accepted"]);
    await verifier.verify(signToken());
    assert.deepEqual(requests, [
      { url: `${ISSUER}/oauth2/v1/keys`, redirect: "manual", method: "GET" },
    ]);
  });

  it("are fetched by the global fetch where no other is given, without following redirects", async () => {
    const own = globalThis.fetch;
    const seen: unknown[] = [];
    globalThis.fetch = async (url, init) => {
      seen.push(url, init?.redirect);
      return Response.json(JWKS);
    };
    try {
      const address = `${ISSUER}/oauth2/v1/keys`;
      const verifier = createVerifier({ jwks: undefined, jwksUri: address } as never);
      assert.equal(reasonOf(await verifier.verify(signToken())), "accepted");
      assert.deepEqual(seen, [address, "manual"]);
    } finally {
      globalThis.fetch = own;
    }
  });

  it("are not fetched for a token of another issuer, nor for one with a wrong header", async () => {
    const { verifier, requests } = issuerKeys(answerWith(JWKS));
    await verifier.verify(signToken({ iss: "https://other.okta.com" }));
    await verifier.verify(signToken({}, { typ: "JWT" }));
    await verifier.verify(signToken({}, { jku: "https://evil.example" }));
    assert.deepEqual(requests, []);
  });

  it("are not fetched again for each unknown kid", async () => {
    const { verifier, requests } = issuerKeys(answerWith(JWKS));
    for (let i = 0; i < 20; i++) {
      assert.equal(
        reasonOf(await verifier.verify(signToken({}, { kid: `guess-${i}` }))),
        "key_unknown",
      );
    }
    assert.equal(requests.length, 1);
  });

  it("after a failure are asked for at most every five seconds, and then found", async () => {
    let up = false;
    const { verifier, requests, pass } = issuerKeys(() =>
      up ? Response.json(JWKS) : new Response("", { status: 500 }),
    );
    for (let i = 0; i < 20; i++) {
      assert.equal(reasonOf(await verifier.verify(signToken())), "jwks_unreachable");
    }
    assert.equal(requests.length, 1);
    up = true;
    pass(5);
    assert.equal(reasonOf(await verifier.verify(signToken())), "accepted");
    assert.equal(requests.length, 2);
  });

  it("the refusal names host and cause, and quotes nothing that was received", async () => {
    const cause = Object.assign(new Error("connect ECONNREFUSED secret"), { code: "ECONNREFUSED" });
    const refused = issuerKeys(() => Promise.reject(new TypeError("fetch failed", { cause })));
    const result = await refused.verifier.verify(signToken());
    assert.ok(!result.ok);
    assert.equal(result.seen, `${ISSUER}: no answer (ECONNREFUSED)`);
  });
});

describe("idjag: options that would weaken the verifier are refused", () => {
  const mistakes: [name: string, options: Parameters<typeof createVerifier>[0], message: RegExp][] =
    [
      ["algorithm none", { algorithms: ["RS256", "none"] }, /algorithms/],
      ["HMAC", { algorithms: ["HS256"] }, /algorithms/],
      ["no algorithm", { algorithms: [] }, /algorithms/],
      ["no client", { clientIds: [] }, /clientIds/],
      ["an empty client ID", { clientIds: [""] }, /clientIds/],
      ["no resource", { resources: [] }, /resources/],
      ["an empty issuer", { issuer: "" }, /issuer/],
      ["an empty audience", { audience: "" }, /audience/],
      ["ten minutes of tolerance", { clockTolerance: 600 }, /clockTolerance/],
      ["tolerance that is no number", { clockTolerance: Number.NaN }, /clockTolerance/],
      ["any lifetime", { maxLifetime: Number.POSITIVE_INFINITY }, /maxLifetime/],
      [
        "keys over http",
        { jwks: undefined, jwksUri: "http://example.okta.com/keys", fetch } as never,
        /https/,
      ],
      ["no key set", { jwks: { keys: "none" } } as never, /JSON Web Key Set/],
    ];
  for (const [name, options, message] of mistakes) {
    it(name, () => assert.throws(() => createVerifier(options), { message }));
  }

  it("all at once, each by name", () => {
    assert.throws(() => createVerifier({ issuer: "", clientIds: [] }), /issuer.*clientIds/);
  });

  it("later changes to the handed-in lists change nothing", async () => {
    const clientIds = ["somebody-else"];
    const verifier = createVerifier({ clientIds });
    clientIds.push("mcpclient-at-context7");
    assert.equal(reasonOf(await verifier.verify(signToken())), "client_id_not_allowed");
  });

  it("PS256 and EdDSA work where they are asked for", async () => {
    const ed = generateKeyPairSync("ed25519");
    const jwks = { keys: [publicJwk(ed.publicKey, { kid: "ed", use: "sig" })] };
    const verifier = createVerifier({ jwks, algorithms: ["EdDSA"] });
    const { sign } = await import("node:crypto");
    const unsigned = signToken({}, { alg: "EdDSA", kid: "ed" }).split(".").slice(0, 2).join(".");
    const signature = sign(null, Buffer.from(unsigned), ed.privateKey).toString("base64url");
    assert.equal(reasonOf(await verifier.verify(`${unsigned}.${signature}`)), "accepted");
  });
});

import assert from "node:assert/strict";
import { VerifierKind, type VerifierSettings } from "../../src";
import { verifierMistakes } from "../../src/components/verifierMistakes";

const bearerKey = "the-bearer-key-of-these-tests-0123456789";
const okta = { clientId: "0oaVerifier", privateKey: "the private key" };
const kubernetes = { image: "registry.example/verifier:1" };
const cluster = { kind: VerifierKind.Kubernetes, bearerKey, kubernetes } as const;

/** What is wrong → settings, where it is said, and what. */
const WRONG: [string, object, string, RegExp][] = [
  ["an unknown kind", { kind: "docker" }, "kind", /`process`, `kubernetes`, `environment`/],
  [
    "settings of another kind",
    { kind: "process", kubernetes },
    "kubernetes",
    /belongs to kind `kubernetes`/,
  ],
  [
    "a live client that is not declared",
    { kind: "process", live: { client: "codex" } },
    "live.client",
    /`claude`/,
  ],
  [
    "a key beside a secret at Okta",
    { kind: "process", live: { client: "claude", clientSecret: "s", privateKey: "k" } },
    "live.privateKey",
    /`clientSecret`/,
  ],
  [
    "a key beside a secret at Context7",
    {
      kind: "process",
      live: { client: "claude", clientSecretAtResource: "s", privateKeyAtResource: "k" },
    },
    "live.privateKeyAtResource",
    /`clientSecretAtResource`/,
  ],
  [
    "a proxy with a password",
    { kind: "process", proxyUrl: "http://a:b@proxy:1" },
    "proxyUrl",
    /without/,
  ],
  ["a port that is none", { kind: "process", process: { port: 0 } }, "process.port", /1 to 65535/],
  [
    "a folder outside",
    { kind: "process", process: { folder: "../x" } },
    "process.folder",
    /absolute/,
  ],
  [
    "an open address without a key",
    { kind: "process", process: { listenAddress: "0.0.0.0" } },
    "bearerKey",
    /openssl/,
  ],
  [
    "no image",
    { ...cluster, kubernetes: { replicas: 1 } },
    "kubernetes.image",
    /no image is published/,
  ],
  ["several pods without Redis", cluster, "kubernetes.replicas", /is 2, and `redisUrl` is missing/],
  [
    "half a pod",
    { ...cluster, kubernetes: { ...kubernetes, replicas: 0.5 } },
    "kubernetes.replicas",
    /whole/,
  ],
  [
    "no key in a cluster",
    { ...cluster, bearerKey: undefined, redisUrl: "redis://r" },
    "bearerKey",
    /other pods/,
  ],
  [
    "an empty key in a cluster",
    { ...cluster, bearerKey: "", redisUrl: "redis://r" },
    "bearerKey",
    /other pods/,
  ],
  [
    "an empty key on an open address",
    { kind: "process", bearerKey: "", process: { listenAddress: "0.0.0.0" } },
    "bearerKey",
    /openssl/,
  ],
  [
    "several pods with an empty address of Redis",
    { ...cluster, redisUrl: "" },
    "kubernetes.replicas",
    /`redisUrl` is missing/,
  ],
  [
    "a live flow in a cluster",
    { ...cluster, redisUrl: "redis://r", live: { client: "claude" } },
    "live",
    /rotate/,
  ],
];

describe("Verifier: mistakes", () => {
  const surroundings = { clients: ["claude"] };

  for (const [what, settings, path, reason] of WRONG) {
    it(`says where and why: ${what}`, () => {
      const mistakes = verifierMistakes(settings as VerifierSettings, "verifier", surroundings);
      assert.deepEqual(
        mistakes.map(({ propertyPath }) => propertyPath),
        [`verifier.${path}`],
      );
      assert.match(mistakes[0]?.reason ?? "", reason);
    });
  }

  it("finds none in what is right", () => {
    const right: VerifierSettings[] = [
      { kind: VerifierKind.Process, process: { listenAddress: "127.8.0.1", folder: "/srv/v" } },
      { ...cluster, redisUrl: "redis://redis:6379" },
      { ...cluster, kubernetes: { ...kubernetes, replicas: 1 } },
      { kind: VerifierKind.Environment, okta },
    ];
    for (const settings of right) {
      assert.deepEqual(verifierMistakes(settings, "verifier", surroundings), []);
    }
  });
});

import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { readStackConfiguration } from "../src/stackConfiguration";

/** Everything that can be configured. */
const verifier = {
  kind: "kubernetes",
  okta: { clientId: "0oaV", privateKey: "hush", privateKeyId: "k", scopes: ["okta.apps.read"] },
  context7ApiKey: "hush",
  bearerKey: "hush",
  interval: "30m",
  live: {
    client: "claude",
    refreshTokenFile: "/f",
    interval: "24h",
    clientSecret: "hush",
    privateKey: "hush",
    privateKeyId: "k",
    clientSecretAtResource: "hush",
    privateKeyAtResource: "hush",
    privateKeyIdAtResource: "k",
    authMethodAtResource: "client_secret_post",
    scope: "email",
  },
  redisUrl: "hush",
  proxyUrl: "http://proxy:3128",
  privateHosts: ["10.0.0.1"],
  declaredElsewhere: ["0oaOther"],
  logLevel: "warn",
  process: { port: 9000, listenAddress: "127.0.0.1", folder: "/srv/verifier" },
  kubernetes: {
    image: "i",
    namespace: "n",
    replicas: 1,
    resources: { cpu: "1", cpuLimit: "1", memory: "1Gi", memoryLimit: "1Gi" },
    imagePullSecrets: ["s"],
    ingress: {
      host: "h",
      className: "c",
      tlsSecretName: "t",
      annotations: { a: "b" },
      awaitAddress: false,
    },
  },
};

function read(value: unknown) {
  const config = {
    resourceApp: { existing: { label: "Context7" } },
    requestingApps: {},
    verifier: value,
  };
  pulumi.runtime.setAllConfig(
    Object.fromEntries(
      Object.entries(config).map(([key, part]) => [`context7-ema:${key}`, JSON.stringify(part)]),
    ),
  );
  return readStackConfiguration(new pulumi.Config("context7-ema")).verifier;
}

describe("the verifier in the configuration of a stack", () => {
  before(() =>
    pulumi.runtime.setMocks({ call: () => ({}), newResource: () => ({ id: "", state: {} }) }),
  );

  it("is none unless asked for; Pulumi.yaml's empty default asks for none", () => {
    assert.equal(read(undefined), undefined);
    assert.equal(read({}), undefined);
  });

  it("can say everything that a program can, and its secrets are secrets", async () => {
    const settings = read(verifier);
    assert.deepEqual(settings?.kubernetes, verifier.kubernetes);
    assert.deepEqual(settings?.process, verifier.process);
    const secrets: string[] = [];
    const visit = async (value: unknown, path: string): Promise<void> => {
      if (pulumi.Output.isInstance(value)) {
        assert.ok(await pulumi.isSecret(value), path);
        secrets.push(path);
        return;
      }
      assert.notEqual(value, "hush", path);
      if (value === null || typeof value !== "object") return;
      for (const [key, part] of Object.entries(value)) await visit(part, `${path}.${key}`);
    };
    await visit(settings, "verifier");
    assert.equal(secrets.length, 8);
  });

  it("says where a mistake is, and repeats no secret", () => {
    assert.throws(
      () => read({ kind: "docker", okta: { clientID: "x", privateKey: ["hush"] } }),
      (error: Error) => {
        assert.match(error.message, /context7-ema:verifier\.kind: .*"process"\|"kubernetes"/);
        assert.match(error.message, /context7-ema:verifier\.okta\.clientId/);
        assert.match(error.message, /context7-ema:verifier\.okta: .*clientID/);
        assert.doesNotMatch(error.message, /hush/);
        return true;
      },
    );
  });
});

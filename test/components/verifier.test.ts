import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import {
  EnterpriseManagedAuth,
  type EnterpriseManagedAuthArgs,
  TeamspaceManagement,
  Verifier,
  type VerifierArgs,
  VerifierKind,
  type VerifierSettings,
} from "../../src";
import { readConfiguration } from "../../src/verifier/configuration";
import { parseTarget } from "../../src/verifier/target";
import { messageOf } from "../provider/sandboxed";
import { record, known as settled } from "./recording";

const bearerKey = "the-bearer-key-of-these-tests-0123456789";
const okta = { clientId: "0oaVerifier", privateKey: "the private key" };
const stack: EnterpriseManagedAuthArgs = {
  resourceApp: { existing: { id: "0oaResource" } },
  requestingApps: {
    claude: {
      clientIdAtResource: "mcpclient-at-context7",
      clientSecretAtResource: "secret at Context7",
      existing: { id: "0oaClaude" },
      clientSecret: "secret at Okta",
    },
  },
  assignments: { groupIds: ["00g1"] },
  teamspace: { management: TeamspaceManagement.Api, settingsUrl: "https://settings.example/ema" },
};
const alone: VerifierArgs = {
  kind: VerifierKind.Environment,
  target: { orgUrl: "https://acme.okta.com", resourceAppId: "0oaR", requestingApps: {} },
};
const declare = (verifier: VerifierSettings) =>
  new EnterpriseManagedAuth("context7", { ...stack, verifier });
const environmentOf = async (verifier?: EnterpriseManagedAuth["verifier"]) => {
  assert.ok(verifier);
  const { plain, secret } = verifier.environment;
  return {
    plain: await settled(plain),
    secret: await settled(secret),
    isSecret: await Promise.all([pulumi.isSecret(plain), pulumi.isSecret(secret)]),
  };
};

describe("Verifier: what it is told", () => {
  it("deploys nothing unless asked, and nothing with kind environment", async () => {
    const without = await record(() => new EnterpriseManagedAuth("context7", stack));
    assert.equal(without.result.verifier, undefined);
    const { registered } = await record(() => declare({ kind: VerifierKind.Environment }));
    const more = registered.filter(
      ({ type, name }) => !without.registered.some((one) => one.type === type && one.name === name),
    );
    assert.deepEqual(
      more.map(({ type }) => type),
      ["context7-ema:index:Verifier"],
    );
  });

  it("knows the stack's own resources, and that they are declared", async () => {
    const { result } = await record(() => declare({ kind: VerifierKind.Environment }));
    const { plain, isSecret } = await environmentOf(result.verifier);
    assert.deepEqual(isSecret, [false, true]);
    const target = JSON.parse(plain.VERIFIER_TARGET ?? "");
    assert.ok(parseTarget(target).ok);
    assert.deepEqual(target, {
      orgUrl: "https://acme.okta.com",
      issuer: "https://acme.okta.com",
      resourceIssuer: "https://context7.com",
      mcpUrl: "https://mcp.context7.com/mcp/oauth",
      resourceApp: { id: "0oaResource" },
      requestingApps: {
        claude: {
          appId: "0oaClaude",
          clientId: "client-found",
          clientIdAtResource: "mcpclient-at-context7",
          connectionId: "cwo-context7-claude",
        },
      },
      declaredElsewhere: [],
      teamspace: {
        management: "api",
        issuer: "https://acme.okta.com",
        confirmed: false,
        settingsUrl: "https://settings.example/ema",
      },
    });
  });

  it("puts each setting where it belongs, and the live client's secrets with the secrets", async () => {
    const { result } = await record(() =>
      declare({
        kind: VerifierKind.Environment,
        okta: { ...okta, privateKeyId: "kid-1", scopes: ["okta.apps.read", "okta.users.read"] },
        bearerKey,
        context7ApiKey: "read-only key",
        redisUrl: "rediss://:password@redis.example:6380",
        interval: "30m",
        logLevel: "warn",
        privateHosts: ["login.acme.example", "10.0.0.7"],
        proxyUrl: "http://proxy.acme.example:3128",
        live: {
          client: "claude",
          refreshTokenFile: "/var/lib/refresh-token",
          interval: "24h",
          authMethodAtResource: "client_secret_post",
          scope: "email",
        },
      }),
    );
    const { plain, secret } = await environmentOf(result.verifier);
    const { VERIFIER_TARGET, ...rest } = plain;
    assert.deepEqual(rest, {
      VERIFIER_INTERVAL: "30m",
      VERIFIER_LOG_LEVEL: "warn",
      VERIFIER_PRIVATE_HOSTS: "login.acme.example,10.0.0.7",
      VERIFIER_OKTA_CLIENT_ID: "0oaVerifier",
      VERIFIER_OKTA_PRIVATE_KEY_ID: "kid-1",
      VERIFIER_OKTA_SCOPES: "okta.apps.read okta.users.read",
      VERIFIER_LIVE_CLIENT: "claude",
      VERIFIER_LIVE_REFRESH_TOKEN_FILE: "/var/lib/refresh-token",
      VERIFIER_LIVE_INTERVAL: "24h",
      VERIFIER_LIVE_AUTH_METHOD_AT_RESOURCE: "client_secret_post",
      VERIFIER_LIVE_SCOPE: "email",
      HTTPS_PROXY: "http://proxy.acme.example:3128",
    });
    assert.deepEqual(secret, {
      VERIFIER_BEARER_KEY: bearerKey,
      VERIFIER_CONTEXT7_API_KEY: "read-only key",
      VERIFIER_REDIS_URL: "rediss://:password@redis.example:6380",
      VERIFIER_OKTA_PRIVATE_KEY: "the private key",
      VERIFIER_LIVE_CLIENT_SECRET: "secret at Okta",
      VERIFIER_LIVE_CLIENT_SECRET_AT_RESOURCE: "secret at Context7",
    });
  });

  it("gives the live client its keys in place of the stack's secrets", async () => {
    const { result } = await record(() =>
      declare({
        kind: VerifierKind.Environment,
        live: {
          client: "claude",
          refreshTokenFile: "/var/lib/refresh-token",
          privateKey: "key at Okta",
          privateKeyId: "kid-okta",
          privateKeyAtResource: "key at Context7",
          privateKeyIdAtResource: "kid-context7",
        },
      }),
    );
    const { plain, secret, isSecret } = await environmentOf(result.verifier);
    assert.deepEqual(isSecret, [false, true]);
    assert.deepEqual(secret, {
      VERIFIER_LIVE_PRIVATE_KEY: "key at Okta",
      VERIFIER_LIVE_PRIVATE_KEY_AT_RESOURCE: "key at Context7",
    });
    assert.equal(plain.VERIFIER_LIVE_PRIVATE_KEY_ID, "kid-okta");
    assert.equal(plain.VERIFIER_LIVE_PRIVATE_KEY_ID_AT_RESOURCE, "kid-context7");
    assert.doesNotMatch(JSON.stringify(plain), /key at/);
  });

  it("sets no variable that the verifier does not know", async () => {
    const { result } = await record(() =>
      declare({
        kind: VerifierKind.Environment,
        okta: { ...okta, privateKeyId: "kid-1", scopes: ["okta.apps.read"] },
        bearerKey,
        context7ApiKey: "read-only key",
        redisUrl: "rediss://redis.example:6380",
        interval: "30m",
        logLevel: "warn",
        privateHosts: ["10.0.0.7"],
        trustedProxies: ["10.42.0.0/16", "192.0.2.7"],
        live: {
          client: "claude",
          refreshTokenFile: "/f",
          interval: "24h",
          scope: "email",
          privateKeyIdAtResource: "kid-context7",
        },
      }),
    );
    const { plain, secret } = await environmentOf(result.verifier);
    const { VERIFIER_OKTA_PRIVATE_KEY, ...others } = secret;
    const parsed = readConfiguration({ ...plain, ...others });
    assert.deepEqual(parsed.ok ? [] : parsed.mistakes, [
      "VERIFIER_OKTA_PRIVATE_KEY: It is missing, though VERIFIER_OKTA_CLIENT_ID is set: the app signs in with it.",
    ]);
    const { VERIFIER_OKTA_CLIENT_ID, ...rest } = plain;
    const accepted = readConfiguration({ ...rest, ...others });
    assert.deepEqual(accepted.ok ? accepted.configuration.warnings : accepted.mistakes, []);
  });

  it("goes to a process with its listening address, and its secrets apart", async () => {
    const process = { port: 9000 };
    const { find } = await record(() =>
      declare({ kind: VerifierKind.Process, bearerKey, process }),
    );
    const { folder, settings, secrets } = find("VerifierProcess", "context7").inputs;
    assert.equal(folder, "context7-ema/dev/context7");
    const { VERIFIER_TARGET, ...rest } = settings as Record<string, string>;
    assert.deepEqual(rest, {
      VERIFIER_LISTEN_ADDRESS: "127.0.0.1",
      VERIFIER_LISTEN_PORT: "9000",
    });
    assert.match(JSON.stringify(secrets), new RegExp(bearerKey));
    assert.ok(pulumi.runtime.isRpcSecret(secrets));
  });
});

describe("Verifier: never the credentials that deploy the stack", () => {
  const namespaced = { "okta:orgName": "acme", "okta:baseUrl": "okta.com" };

  it("refuses the client that deploys it, before anything is declared", async () => {
    await record(
      () =>
        assert.throws(
          () => declare({ kind: VerifierKind.Environment, okta }),
          /verifier\.okta\.clientId: is the client that deploys the stack/,
        ),
      { ...namespaced, "okta:clientId": "0oaVerifier" },
    );
  });

  for (const [key, settings] of [
    ["okta:privateKey", { okta }],
    ["okta:apiToken", { context7ApiKey: " the private key\n" }],
    ["context7-ema:apiKey", { context7ApiKey: "the private key" }],
  ] as const) {
    it(`refuses the value of ${key}`, async () => {
      let message = "";
      await record(
        () => {
          const { environment } = new Verifier("context7", { ...alone, ...settings });
          const promise = (
            environment.secret as unknown as { promise(): Promise<unknown> }
          ).promise();
          void messageOf(promise).then((text) => {
            message = text;
          });
        },
        { ...namespaced, [key]: "the private key" },
      ).catch(() => {});
      assert.match(message, new RegExp(`is the stack's own ${key}`));
      assert.doesNotMatch(message, /the private key/);
    });
  }
});

import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { describe, it } from "mocha";
import {
  readConfiguration,
  secretsOf,
  type VerifierConfiguration,
} from "../../src/verifier/configuration";
import { KEY, targetInput } from "./service/arrangement";

const TARGET = JSON.stringify(targetInput);
const PEM = generateKeyPairSync("ec", {
  namedCurve: "P-256",
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
}).privateKey;

type Files = Record<string, string>;

function read(environment: Record<string, string>, files: Files = {}) {
  return readConfiguration(
    { HOME: "/home/ada", VERIFIER_TARGET: TARGET, ...environment },
    (path) => {
      const content = files[path];
      if (content === undefined) throw Object.assign(new Error(), { code: "ENOENT" });
      return content;
    },
  );
}

function good(environment: Record<string, string> = {}, files?: Files): VerifierConfiguration {
  const parsed = read(environment, files);
  assert.ok(parsed.ok, parsed.ok ? "" : parsed.mistakes.join("\n"));
  return parsed.configuration;
}

function mistakes(environment: Record<string, string>, files?: Files): readonly string[] {
  const parsed = read(environment, files);
  assert.ok(!parsed.ok, "It was expected to be refused.");
  return parsed.mistakes;
}

/** The names that the mistakes begin with. */
const named = (lines: readonly string[]) => lines.map((line) => line.split(":")[0]);

describe("the verifier's configuration", () => {
  it("needs a target only, and is careful by default", () => {
    const configuration = good();
    assert.deepEqual(configuration.listen, { address: "127.0.0.1", port: 8484 });
    assert.equal(configuration.isLoopback, true);
    assert.equal(configuration.interval, 15 * 60_000);
    assert.equal(configuration.live, undefined);
    assert.equal(configuration.okta, undefined);
    assert.deepEqual(configuration.privateHosts, []);
    assert.equal(configuration.dataDirectory, "/home/ada/.local/state/context7-ema");
    assert.equal(configuration.target.mcpUrl, "https://mcp.context7.com/mcp/oauth");
  });

  it("tells all mistakes at once, each with its name", () => {
    const lines = mistakes({
      VERIFIER_TARGET: '{"orgUrl":"http://acme.okta.com"}',
      VERIFIER_LISTEN_ADDRESS: "0.0.0.0",
      VERIFIER_LISTEN_PORT: "99999",
      VERIFIER_INTERVAL: "5s",
      VERIFIER_LIVE_INTERVAL: "1h",
      VERIFIER_REDIS_URL: "https://redis",
      VERIFIER_LOG_LEVEL: "loud",
      VERIFIER_OKTA_CLIENT_ID: "0oa1",
      VERIFIER_LIVE_REFRESH_TOKEN_FILE: "/token",
    });
    assert.deepEqual(
      new Set(named(lines)),
      new Set([
        "VERIFIER_TARGET",
        "VERIFIER_BEARER_KEY",
        "VERIFIER_LISTEN_PORT",
        "VERIFIER_INTERVAL",
        "VERIFIER_LIVE_INTERVAL",
        "VERIFIER_REDIS_URL",
        "VERIFIER_LOG_LEVEL",
        "VERIFIER_OKTA_PRIVATE_KEY",
        "VERIFIER_LIVE_CLIENT",
      ]),
    );
    assert.ok(
      lines.some((line) => /orgUrl: .*not an https address/.test(line)),
      lines.join("\n"),
    );
    assert.ok(
      lines.some((line) => line.includes("requestingApps")),
      lines.join("\n"),
    );
  });

  it("refuses to start on an address that others reach without a key", () => {
    for (const address of [
      "0.0.0.0",
      "::",
      "10.0.0.7",
      "verifier.example.com",
      "127.0.0.1.example",
    ]) {
      assert.deepEqual(named(mistakes({ VERIFIER_LISTEN_ADDRESS: address })), [
        "VERIFIER_BEARER_KEY",
      ]);
      const { isLoopback } = good({ VERIFIER_LISTEN_ADDRESS: address, VERIFIER_BEARER_KEY: KEY });
      assert.equal(isLoopback, false);
    }
    for (const address of ["127.0.0.1", "127.9.9.9", "::1", "localhost"]) {
      assert.equal(good({ VERIFIER_LISTEN_ADDRESS: address }).isLoopback, true);
    }
  });

  it("refuses a key that can be guessed, and does not repeat it", () => {
    const [line = ""] = mistakes({ VERIFIER_BEARER_KEY: "hunter2" });
    assert.match(line, /^VERIFIER_BEARER_KEY: .*32 characters/);
    assert.ok(!line.includes("hunter2"));
  });

  it("takes secrets from files", () => {
    const configuration = good(
      {
        VERIFIER_BEARER_KEY_FILE: "/run/key",
        VERIFIER_OKTA_CLIENT_ID: "0oa1",
        VERIFIER_OKTA_PRIVATE_KEY_FILE: "/run/pem",
        VERIFIER_REDIS_URL_FILE: "/run/redis",
      },
      { "/run/key": `${KEY}\n`, "/run/pem": PEM, "/run/redis": "redis://:pass%2Fword@redis:6379" },
    );
    assert.equal(configuration.bearerKey, KEY);
    assert.equal(configuration.okta?.privateKey, PEM.trim());
    assert.deepEqual(secretsOf(configuration), [KEY, PEM.trim(), "pass%2Fword", "pass/word"]);
  });

  it("names files that cannot be read, are empty, or contradict a variable", () => {
    const lines = mistakes(
      {
        VERIFIER_BEARER_KEY: KEY,
        VERIFIER_BEARER_KEY_FILE: "/run/key",
        VERIFIER_CONTEXT7_API_KEY_FILE: "/nowhere",
        VERIFIER_REDIS_URL_FILE: "/run/empty",
      },
      { "/run/key": KEY, "/run/empty": "\n" },
    );
    assert.deepEqual(named(lines), [
      "VERIFIER_BEARER_KEY",
      "VERIFIER_REDIS_URL_FILE",
      "VERIFIER_CONTEXT7_API_KEY_FILE",
    ]);
    assert.match(lines[2] ?? "", /ENOENT/);
  });

  it("reports a target file that cannot be read once", () => {
    const environment = { VERIFIER_TARGET: "", VERIFIER_TARGET_FILE: "/nowhere" };
    assert.deepEqual(named(mistakes(environment)), ["VERIFIER_TARGET_FILE"]);
  });

  it("reports a key's file that cannot be read once, where the key is needed", () => {
    const open = { VERIFIER_LISTEN_ADDRESS: "0.0.0.0", VERIFIER_BEARER_KEY_FILE: "/nowhere" };
    assert.deepEqual(named(mistakes(open)), ["VERIFIER_BEARER_KEY_FILE"]);
    const client = { VERIFIER_OKTA_CLIENT_ID: "0oa1", VERIFIER_OKTA_PRIVATE_KEY_FILE: "/nowhere" };
    assert.deepEqual(named(mistakes(client)), ["VERIFIER_OKTA_PRIVATE_KEY_FILE"]);
  });

  it("takes no private key that is none", () => {
    const environment = {
      VERIFIER_OKTA_CLIENT_ID: "0oa1",
      VERIFIER_OKTA_PRIVATE_KEY: "secret-text",
    };
    const [line = ""] = mistakes(environment);
    assert.match(line, /^VERIFIER_OKTA_PRIVATE_KEY: .*PEM/);
    assert.ok(!line.includes("secret-text"));
  });

  it("takes no private key that the sign-in could not use", () => {
    const pem = generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" });
    const lines = mistakes({
      VERIFIER_LIVE_CLIENT: "claude-code",
      VERIFIER_LIVE_REFRESH_TOKEN_FILE: "/token",
      VERIFIER_LIVE_PRIVATE_KEY: pem as string,
    });
    assert.match(lines[0] ?? "", /^VERIFIER_LIVE_PRIVATE_KEY: .*RSA .*P-256/);
  });

  it("takes a key for the live client at each of the two servers, and shows neither", () => {
    const configuration = good(
      {
        VERIFIER_LIVE_CLIENT: "claude-code",
        VERIFIER_LIVE_REFRESH_TOKEN_FILE: "/token",
        VERIFIER_LIVE_CLIENT_SECRET: "secret-at-okta",
        VERIFIER_LIVE_PRIVATE_KEY_AT_RESOURCE_FILE: "/run/pem",
        VERIFIER_LIVE_PRIVATE_KEY_ID_AT_RESOURCE: "kid-context7",
      },
      { "/run/pem": PEM },
    );
    assert.equal(configuration.live?.privateKeyAtResource, PEM.trim());
    assert.equal(configuration.live?.privateKeyIdAtResource, "kid-context7");
    assert.equal(configuration.live?.privateKey, undefined);
    assert.deepEqual(secretsOf(configuration), ["secret-at-okta", PEM.trim()]);
    assert.deepEqual(configuration.warnings, []);
  });

  it("takes a secret or a key of the live client, at either server, and not both", () => {
    for (const at of ["", "_AT_RESOURCE"]) {
      const lines = mistakes({
        VERIFIER_LIVE_CLIENT: "claude-code",
        VERIFIER_LIVE_REFRESH_TOKEN_FILE: "/token",
        [`VERIFIER_LIVE_CLIENT_SECRET${at}`]: "a-secret",
        [`VERIFIER_LIVE_PRIVATE_KEY${at}`]: PEM,
      });
      assert.deepEqual(lines, [
        `VERIFIER_LIVE_PRIVATE_KEY${at}: VERIFIER_LIVE_CLIENT_SECRET${at} is set as well. Keep one of the two.`,
      ]);
    }
  });

  it("trusts no proxy unless told to, and never all addresses", () => {
    assert.deepEqual(good().trustedProxies, []);
    const { trustedProxies } = good({
      VERIFIER_TRUSTED_PROXIES: "10.0.0.7, 10.42.0.0/16 fd00::/8",
    });
    assert.deepEqual(trustedProxies, ["10.0.0.7", "10.42.0.0/16", "fd00::/8"]);
    for (const wrong of [
      "true",
      "*",
      "0.0.0.0/0",
      "::/0",
      "10.0.0.0/33",
      "10.0.0.0/8/8",
      "ingress",
    ]) {
      const lines = mistakes({ VERIFIER_TRUSTED_PROXIES: wrong });
      assert.deepEqual(named(lines), ["VERIFIER_TRUSTED_PROXIES"], wrong);
    }
  });

  it("wants Redis's password as an address has it, and says so without repeating it", () => {
    for (const wrong of ["redis://:100%secret@redis:6379", "redis://100%zz:x@redis:6379"]) {
      const [line = ""] = mistakes({ VERIFIER_REDIS_URL: wrong });
      assert.match(line, /^VERIFIER_REDIS_URL: .*%25/);
      assert.doesNotMatch(line, /100%/);
    }
    const configuration = good({ VERIFIER_REDIS_URL: "rediss://:100%25secret@redis:6379" });
    assert.deepEqual(secretsOf(configuration), ["100%25secret", "100%secret"]);
  });

  it("makes the live flow by itself at most once a day", () => {
    const live = {
      VERIFIER_LIVE_CLIENT: "claude-code",
      VERIFIER_LIVE_REFRESH_TOKEN_FILE: "/token",
    };
    assert.equal(good(live).live?.interval, undefined);
    assert.equal(good({ ...live, VERIFIER_LIVE_INTERVAL: "24h" }).live?.interval, 86_400_000);
    assert.equal(good({ ...live, VERIFIER_LIVE_INTERVAL: "7d" }).live?.interval, 7 * 86_400_000);
    for (const interval of ["23h", "1439m", "86399s", "40d", "soon"]) {
      const lines = mistakes({ ...live, VERIFIER_LIVE_INTERVAL: interval });
      assert.deepEqual(named(lines), ["VERIFIER_LIVE_INTERVAL"], interval);
    }
  });

  it("knows only clients of the target", () => {
    const lines = mistakes({
      VERIFIER_LIVE_CLIENT: "cursor",
      VERIFIER_LIVE_REFRESH_TOKEN_FILE: "/token",
    });
    assert.match(lines[0] ?? "", /"cursor" is none of the target's requesting apps: claude-code/);
  });

  it("does not use what the stack is deployed with, and says that it should not be there", () => {
    const configuration = good({
      OKTA_API_TOKEN: "00deploy-token",
      OKTA_ORG_NAME: "acme",
      CONTEXT7_API_KEY: "ctx7sk-deploy",
    });
    assert.ok(!JSON.stringify(configuration).includes("deploy-token"));
    assert.ok(!JSON.stringify(configuration).includes("ctx7sk-deploy"));
    assert.deepEqual(
      configuration.warnings.map((line) => line.split(" ")[0]),
      ["OKTA_API_TOKEN", "CONTEXT7_API_KEY"],
    );
  });

  it("points at settings that are misspelt", () => {
    const [line = ""] = good({ VERIFIER_REDIS_ULR: "redis://x" }).warnings;
    assert.match(line, /^VERIFIER_REDIS_ULR is set, but is no setting/);
  });
});

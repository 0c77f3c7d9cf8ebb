import assert from "node:assert/strict";
import {
  configuredOrgUrl,
  context7ApiKey,
  oktaSettings,
  type ProviderConfig,
} from "../../provider/credentials";

const config = (
  values: Record<string, string>,
  environment: Record<string, string> = {},
): ProviderConfig => ({ get: (key) => values[key], environment });

describe("oktaSettings", () => {
  const org = { "okta:orgName": "acme" };

  it("takes each setting from the configuration, else from the environment", () => {
    const environment = { OKTA_BASE_URL: "oktapreview.com", OKTA_API_TOKEN: "00env" };
    assert.deepEqual(oktaSettings(config(org, environment)), {
      orgUrl: "https://acme.oktapreview.com",
      credentials: { kind: "apiToken", apiToken: "00env" },
    });
    const all = { OKTA_ORG_NAME: "globex", OKTA_ACCESS_TOKEN: "at" };
    assert.deepEqual(oktaSettings(config({}, all)), {
      orgUrl: "https://globex.okta.com",
      credentials: { kind: "accessToken", accessToken: "at" },
    });
  });

  it("takes an API service app, with scopes as a list or as text", () => {
    const app = { ...org, "okta:clientId": "0oa1", "okta:privateKey": "key.pem" };
    for (const scopes of [
      '["okta.apps.manage","okta.users.read"]',
      "okta.apps.manage,okta.users.read",
      "okta.apps.manage okta.users.read",
    ]) {
      assert.deepEqual(oktaSettings(config({ ...app, "okta:scopes": scopes })).credentials, {
        kind: "privateKey",
        clientId: "0oa1",
        privateKey: "key.pem",
        privateKeyId: undefined,
        scopes: ["okta.apps.manage", "okta.users.read"],
      });
    }
  });

  it("prefers configured credentials to those that are only in the environment", () => {
    const values = { ...org, "okta:accessToken": "at" };
    const { credentials } = oktaSettings(config(values, { OKTA_API_TOKEN: "00env" }));
    assert.equal(credentials.kind, "accessToken");
  });

  for (const [what, values, expected] of [
    ["no org", {}, /okta:orgName \(or OKTA_ORG_NAME\) is missing/],
    ["an Admin Console address", { "okta:orgName": "acme-admin" }, /Use https:\/\/acme\.okta\.com/],
    ["an address in place of a name", { "okta:orgName": "https://acme" }, /okta:orgName/],
    [
      "no credentials",
      org,
      /no credentials for https:\/\/acme\.okta\.com\. Set one of: okta:apiToken/,
    ],
    [
      "two ways to sign in",
      { ...org, "okta:apiToken": "00a", "okta:clientId": "0oa1" },
      /more than one way.*okta:apiToken \(or OKTA_API_TOKEN\); okta:clientId/,
    ],
    ["a client without key", { ...org, "okta:clientId": "0oa1" }, /okta:privateKey .* is missing/],
    [
      "a client without scopes",
      { ...org, "okta:clientId": "0oa1", "okta:privateKey": "k" },
      /okta:scopes .* is missing.*docs\/permissions\.md/,
    ],
    [
      "scopes that are no list",
      { ...org, "okta:clientId": "0oa1", "okta:privateKey": "k", "okta:scopes": "[1]" },
      /is not a list of strings/,
    ],
  ] as const) {
    it(`explains ${what}, without a stack trace`, () => {
      assert.throws(
        () => oktaSettings(config(values as Record<string, string>)),
        (error: Error) => {
          assert.match(error.message, expected);
          assert.doesNotMatch(`${error}: ${error.stack}`, /\bat .*:\d+/);
          assert.doesNotMatch(error.message, /00a/);
          return true;
        },
      );
    });
  }
});

describe("configuredOrgUrl", () => {
  it("needs no credentials", () => {
    assert.equal(configuredOrgUrl(config({ "okta:orgName": "acme" })), "https://acme.okta.com");
  });
});

describe("context7ApiKey", () => {
  it("comes from the configuration or the environment", () => {
    assert.equal(context7ApiKey(config({ "context7-ema:apiKey": "a" })), "a");
    assert.equal(context7ApiKey(config({}, { CONTEXT7_API_KEY: "b" })), "b");
    assert.throws(() => context7ApiKey(config({})), /context7-ema:apiKey \(or CONTEXT7_API_KEY\)/);
  });
});

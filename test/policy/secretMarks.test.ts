import assert from "node:assert/strict";
import { Secret } from "@pulumi/policy";
import { clearSecrets } from "../../policy/secretMarks";

describe("policy: secrets in clear", () => {
  it("are told by their names, in every spelling that this package, Okta and Pulumi use", () => {
    const names = [
      ...["clientSecret", "clientBasicSecret", "clientBasicSecretWo", "clientSecretAtResource"],
      ...["apiToken", "okta:apiToken", "accessToken", "privateKey", "context7ApiKey", "bearerKey"],
      ...["password", "VERIFIER_BEARER_KEY", "VERIFIER_LIVE_CLIENT_SECRET_AT_RESOURCE"],
      ...["privateKeyAtResource", "VERIFIER_LIVE_PRIVATE_KEY_AT_RESOURCE"],
      ...["VERIFIER_CONTEXT7_API_KEY", "VERIFIER_OKTA_PRIVATE_KEY", "context7-ema:apiKey"],
    ];
    for (const name of names) assert.deepEqual(clearSecrets({ [name]: "x" }), [name], name);
  });

  it("are not what only sounds like one, is empty, or is no text", () => {
    const harmless = {
      tokenEndpointAuthMethod: "client_secret_basic",
      refreshTokenRotation: "STATIC",
      privateKeyId: "kid",
      privateKeyIdAtResource: "kid",
      VERIFIER_LIVE_PRIVATE_KEY_ID_AT_RESOURCE: "kid",
      autoKeyRotation: true,
      omitSecret: false,
      VERIFIER_LIVE_REFRESH_TOKEN_FILE: "/run/secrets/token",
      secretName: "context7",
      preconfiguredApp: "a key of the catalog",
      clientSecret: "",
      apiToken: null,
    };
    assert.deepEqual(clearSecrets(harmless), []);
  });

  it("are everything below a container of secrets, at any depth", () => {
    const props = {
      list: [{ stringData: { ANY: "x" } }],
      secrets: { URL: "x", MARKED: new Secret("y") },
    };
    assert.deepEqual(clearSecrets(props), ["list.0.stringData.ANY", "secrets.URL"]);
    assert.deepEqual(clearSecrets({ secrets: new Secret({ URL: "x" }) }), []);
  });

  it("are seen through the SDK's proxies, which unwrap what they are asked for", () => {
    const raw = { apiToken: new Secret("hidden"), accessToken: "in clear" };
    const proxyOf = (target: object): object =>
      new Proxy(target, {
        get: (_, key) =>
          key === "__isSpecialProxy"
            ? true
            : key === "__getSpecialProxyTarget"
              ? target
              : "unwrapped",
      });
    assert.deepEqual(clearSecrets(proxyOf(proxyOf(raw))), ["accessToken"]);
  });

  it("are looked for in text that is JSON, and text that only looks like it stays text", () => {
    assert.deepEqual(clearSecrets({ "a:b": '{"apiKey":"x"}' }), ["a:b.apiKey"]);
    assert.deepEqual(clearSecrets({ apiKey: "{not json" }), ["apiKey"]);
  });
});

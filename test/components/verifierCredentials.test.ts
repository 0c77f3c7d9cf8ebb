import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Provider as OktaProvider } from "@pulumi/okta";
import * as pulumi from "@pulumi/pulumi";
import {
  EmaProvider,
  type EmaProviderArgs,
  Verifier,
  type VerifierArgs,
  VerifierKind,
} from "../../src";
import { messageOf } from "../provider/sandboxed";
import { record } from "./recording";

const okta = { clientId: "0oaVerifier", privateKey: "the private key" };
const alone: VerifierArgs = {
  kind: VerifierKind.Environment,
  target: { orgUrl: "https://acme.okta.com", resourceAppId: "0oaR", requestingApps: {} },
};

describe("Verifier: the credentials that deploy the stack, in other guises", () => {
  const config = { "okta:orgName": "acme", "okta:baseUrl": "okta.com" };
  const pair = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const [pkcs8, sec1] = (["pkcs8", "sec1"] as const).map(
    (type) => pair.privateKey.export({ type, format: "pem" }) as string,
  ) as [string, string];

  /** What the environment, plain and secret, says instead of its values. */
  const refusalOf = async (
    settings: Partial<VerifierArgs>,
    { more = {}, provider = {} }: { more?: object; provider?: Partial<EmaProviderArgs> } = {},
  ) => {
    const messages: string[] = [];
    await record(
      () => {
        const given = { orgName: "acme", ...provider };
        const ema = new EmaProvider("emea", given);
        const plugin = new OktaProvider("emea", { orgName: "acme", apiToken: "another token" });
        const opts = Object.keys(provider).length > 0 ? { providers: [ema, plugin] } : {};
        const { environment } = new Verifier("context7", { ...alone, ...settings }, opts);
        for (const part of [environment.plain, environment.secret]) {
          const { promise } = part as unknown as { promise(): Promise<unknown> };
          void messageOf(promise.call(part)).then((text) => messages.push(text));
        }
      },
      { ...config, ...more },
    ).catch(() => {});
    return messages.join("\n");
  };

  it("are refused in an explicit EmaProvider: client, token, key of Context7", async () => {
    const provider = {
      clientId: pulumi.output("0oaVerifier"),
      privateKey: pkcs8,
      context7ApiKey: "the deploy key",
    };
    assert.match(
      await refusalOf({ okta }, { provider }),
      /okta\.clientId of the verifier is the client that deploys the stack/,
    );
    assert.match(
      await refusalOf({ context7ApiKey: "the deploy key" }, { provider }),
      /VERIFIER_CONTEXT7_API_KEY of the verifier is the stack's own context7-ema:apiKey/,
    );
    const token = { provider: { apiToken: pulumi.secret("the token") } };
    assert.match(
      await refusalOf({ context7ApiKey: "the token" }, token),
      /is the stack's own okta:apiToken/,
    );
  });

  it("are refused in an explicit okta.Provider", async () => {
    const provider = { apiToken: "the token" };
    const message = await refusalOf({ context7ApiKey: "another token" }, { provider });
    assert.match(message, /is the stack's own okta:apiToken/);
  });

  it("are refused though the client ID is an output", async () => {
    const own = { clientId: pulumi.output("0oaVerifier"), privateKey: "the private key" };
    assert.match(
      await refusalOf({ okta: own }, { more: { "okta:clientId": "0oaVerifier" } }),
      /okta\.clientId of the verifier is the client that deploys the stack/,
    );
  });

  it("are refused though the key is written otherwise, or is in a file", async () => {
    const folder = mkdtempSync(join(tmpdir(), "deploy-key-"));
    const file = join(folder, "key.pem");
    writeFileSync(file, pkcs8);
    try {
      const own = { ...okta, privateKey: sec1.replaceAll("\n", "\r\n") };
      for (const deploying of [pkcs8, pkcs8.replaceAll("\n", "\\n"), file]) {
        const message = await refusalOf({ okta: own }, { more: { "okta:privateKey": deploying } });
        assert.match(message, /VERIFIER_OKTA_PRIVATE_KEY .* is the stack's own okta:privateKey/);
        assert.doesNotMatch(message, /BEGIN/);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("are refused as the live client's key at Context7", async () => {
    const live = { client: "claude", refreshTokenFile: "/f", privateKeyAtResource: sec1 };
    const claude = { appId: "0oaC", clientId: "0oaC", clientIdAtResource: "mcpclient-at-context7" };
    const target = { ...alone.target, requestingApps: { claude } };
    const message = await refusalOf({ live, target }, { more: { "okta:privateKey": pkcs8 } });
    assert.match(
      message,
      /VERIFIER_LIVE_PRIVATE_KEY_AT_RESOURCE .* is the stack's own okta:privateKey/,
    );
    assert.doesNotMatch(message, /BEGIN/);
  });

  it("are not found in a key and a client of its own", async () => {
    const other = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;
    const privateKey = other.export({ type: "pkcs8", format: "pem" }) as string;
    const provider = { clientId: "0oaDeploy", privateKey: pkcs8 };
    const own = { clientId: "0oaVerifier", privateKey };
    assert.equal(await refusalOf({ okta: own }, { provider }), "");
  });
});

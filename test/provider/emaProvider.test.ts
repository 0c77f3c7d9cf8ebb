import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { EmaProvider } from "../../provider/emaProvider";

describe("EmaProvider", () => {
  const registered: pulumi.runtime.MockResourceArgs[] = [];
  const resolved = <T>(output: pulumi.Output<T>) =>
    new Promise<T>((resolve) => void output.apply(resolve));

  before(async () => {
    await pulumi.runtime.setMocks({
      newResource: (args) => {
        registered.push(args);
        return { id: `${args.name}-id`, state: args.inputs };
      },
      call: () => ({}),
    });
  });

  const inputsOf = async (provider: EmaProvider) => {
    await resolved(provider.id);
    return registered.find(({ name }) => name === "provider")?.inputs ?? {};
  };

  it("configures pulumi-nodejs with the keys of the Okta plugin, credentials as secrets", async () => {
    const provider = new EmaProvider("provider", {
      orgName: pulumi.output("acme"),
      baseUrl: "oktapreview.com",
      clientId: "0oaservice",
      privateKey: "-----BEGIN",
      privateKeyId: "kid1",
      scopes: ["okta.apps.manage", pulumi.output("okta.users.read")],
      context7ApiKey: "ctx7sk-1",
    });
    assert.equal(await resolved(provider.orgUrl), "https://acme.oktapreview.com");

    const inputs = await inputsOf(provider);
    assert.equal(registered.at(-1)?.type, "pulumi:providers:pulumi-nodejs");
    assert.equal(inputs["okta:orgName"], "acme");
    assert.equal(inputs["okta:clientId"], "0oaservice");
    assert.equal(inputs["okta:scopes"], '["okta.apps.manage","okta.users.read"]');
    for (const key of ["okta:privateKey", "context7-ema:apiKey"]) {
      assert.equal(inputs[key][pulumi.runtime.specialSigKey], pulumi.runtime.specialSecretSig, key);
    }
    assert.equal("okta:apiToken" in inputs, false);
  });
});

import assert from "node:assert/strict";
import * as okta from "@pulumi/okta";
import type * as pulumi from "@pulumi/pulumi";
import { EmaProvider, EnterpriseManagedAuth, type EnterpriseManagedAuthArgs } from "../../src";
import { record } from "./recording";

const args: EnterpriseManagedAuthArgs = {
  resourceApp: { catalog: { key: "resource", settings: {} } },
  requestingApps: {
    claude: { clientIdAtResource: "c", catalog: { key: "requester", settings: {} } },
  },
  assignments: { groupNames: ["Engineering"] },
  teamspace: {},
  manageFeature: true,
};

function oktaProvider(orgName: string) {
  return new okta.Provider(`okta-${orgName}`, { orgName, baseUrl: "okta.com", apiToken: "t" });
}

function emaProvider(orgName: string) {
  return new EmaProvider(`ema-${orgName}`, { orgName, apiToken: "t" });
}

describe("EnterpriseManagedAuth: options reach every child", () => {
  it("explicit providers, to the resources of their package", async () => {
    const { registered } = await record(() => {
      const providers = [oktaProvider("globex"), emaProvider("globex")];
      return new EnterpriseManagedAuth("context7", args, { providers });
    });
    const of = (one: { type: string; provider?: string }) => `${one.type} ${one.provider}`;
    for (const one of registered) {
      if (one.type.startsWith("okta:")) assert.match(of(one), /okta-globex/);
      if (one.type.startsWith("pulumi-nodejs:")) assert.match(of(one), /ema-globex/);
    }
    assert.equal(registered.filter((one) => one.provider).length, 10);
  });

  it("transforms and protect", async () => {
    const seen: string[] = [];
    const protectedOnes: string[] = [];
    await record(() => {
      const transformations: pulumi.ResourceTransformation[] = [
        ({ type, name, props, opts }) => {
          seen.push(`${type} ${name}`);
          if (opts.protect) protectedOnes.push(`${type} ${name}`);
          return { props, opts };
        },
      ];
      return new EnterpriseManagedAuth("context7", args, { transformations, protect: true });
    });
    assert.ok(seen.some((one) => one.startsWith("okta:app/oAuth:OAuth")));
    assert.ok(seen.some((one) => one.includes("TeamspaceEma")));
    assert.ok(protectedOnes.length > 0);
  });

  it("an org of its own goes into every child that names one", async () => {
    const { registered } = await record(() => {
      const providers = [oktaProvider("globex"), emaProvider("globex")];
      return new EnterpriseManagedAuth("context7", args, { providers });
    });
    const orgs = new Set(registered.map((one) => one.inputs.orgUrl ?? one.inputs.issuer));
    orgs.delete(undefined);
    assert.deepEqual([...orgs], ["https://globex.okta.com"]);
  });
});

describe("EnterpriseManagedAuth: the two providers belong together", () => {
  it("an okta.Provider without an EmaProvider is refused, naming both", async () => {
    await record(() => {
      const provider = oktaProvider("globex");
      assert.throws(
        () => new EnterpriseManagedAuth("context7", args, { provider }),
        /an okta\.Provider is given without an EmaProvider/,
      );
    });
  });

  it("an EmaProvider without an okta.Provider is refused, naming both", async () => {
    await record(() => {
      const provider = emaProvider("globex");
      assert.throws(
        () => new EnterpriseManagedAuth("context7", args, { provider }),
        /an EmaProvider is given without an okta\.Provider/,
      );
    });
  });
});

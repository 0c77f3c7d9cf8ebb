import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { appSettingsJson } from "../src/components/application";
import { EnterpriseManagedAuth } from "../src/components/enterpriseManagedAuth";
import { readStackConfiguration } from "../src/stackConfiguration";

const MINIMAL = {
  resourceApp: { existing: { label: "Context7" } },
  requestingApps: {
    claude: { clientIdAtResource: "mcpclient-at-context7", existing: { id: "0oa1" } },
  },
};

function read(values: Record<string, unknown>) {
  const entries = Object.entries(values).map(([key, value]) => [
    `context7-ema:${key}`,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  pulumi.runtime.setAllConfig(Object.fromEntries(entries));
  return readStackConfiguration(new pulumi.Config("context7-ema"));
}

function mistakesOf(values: Record<string, unknown>) {
  try {
    read(values);
  } catch (error) {
    assert.ok(pulumi.InputPropertiesError.isInstance(error), String(error));
    return error;
  }
  throw new Error("no mistake was found");
}

describe("the configuration of a stack that is configuration only", () => {
  before(() =>
    pulumi.runtime.setMocks(
      { call: () => ({}), newResource: () => ({ id: "", state: {} }) },
      "context7-ema",
      "prod",
    ),
  );

  it("reads the smallest one", () => {
    const args = read(MINIMAL);
    assert.equal(args.resourceApp.existing?.label, "Context7");
    assert.equal(args.teamspace, undefined);
  });

  it("takes the empty defaults of Pulumi.yaml for left out", () => {
    const args = read({
      ...MINIMAL,
      teamspace: {},
      policies: {},
      issuer: "",
      assignments: {},
      manageFeature: false,
    });
    assert.equal(args.teamspace, undefined);
    assert.equal(args.policies, undefined);
    assert.equal(args.issuer, undefined);
  });

  it("reads every input", () => {
    const args = read({
      resourceApp: {
        catalog: { key: "k", settings: { a: 1 } },
        label: "Context7",
        issuerUrl: "https://context7.com",
        authenticationPolicy: "rst1",
      },
      requestingApps: {
        claude: {
          ...MINIMAL.requestingApps.claude,
          connection: {
            status: "INACTIVE",
            management: "guided",
            confirmation: "C",
            requireConfirmation: true,
            deleteAdopted: true,
          },
          assignments: { groupIds: ["g"], userLogins: ["u"] },
          mcpClient: "claude",
        },
        vscode: {
          clientIdAtResource: "v",
          catalog: { key: "k", settings: {} },
          redirectUris: ["http://127.0.0.1"],
          grantTypes: ["authorization_code"],
          tokenEndpointAuthMethod: "private_key_jwt",
          jwks: [{ kid: "1", kty: "EC", crv: "P-256", x: "x", y: "y" }],
        },
      },
      assignments: { groupNames: ["Engineering"], userIds: ["00u1"] },
      teamspace: {
        management: "api",
        settingsUrl: "https://a.example",
        scope: "s",
        adopt: true,
        deleteAdopted: true,
        requireConfirmation: true,
        confirmation: "C",
      },
      policies: {
        sourceTypes: { confluence: false },
        libraryFilters: { quality: { minTrustScore: 7, noThreshold: ["maxAgeDays"] } },
        restoreOnDelete: true,
      },
      issuer: "https://login.acme.example",
      manageFeature: true,
      mcpUrl: "https://mcp.context7.com/mcp/ema",
    });
    assert.equal(args.requestingApps.claude?.connection?.status, "INACTIVE");
    assert.equal(args.teamspace?.settingsUrl, "https://a.example");
    assert.equal(args.policies?.libraryFilters?.quality?.minTrustScore, 7);
    assert.equal(args.manageFeature, true);
  });

  it("marks secrets inside the clients as secrets", async () => {
    const app = { ...MINIMAL.requestingApps.claude, clientSecretAtResource: "hush" };
    const args = read({ ...MINIMAL, requestingApps: { app } });
    const secret = args.requestingApps.app?.clientSecretAtResource;
    assert.equal(await pulumi.isSecret(secret as pulumi.Output<string>), true);
  });

  it("marks settings of catalog apps as secrets where their names say so", async () => {
    const settings = { clientSecret: "hush", issuer: "https://context7.com" };
    const catalog = { key: "k", settings };
    const args = read({
      resourceApp: { catalog },
      requestingApps: { app: { clientIdAtResource: "c", catalog } },
    });
    for (const app of [args.resourceApp, args.requestingApps.app]) {
      assert.ok(app?.catalog);
      const json = appSettingsJson(app.catalog, { issuerUrl: "https://context7.com" });
      assert.equal(await pulumi.isSecret(json), true);
      assert.equal(await pulumi.isSecret(pulumi.output(app.catalog.settings.issuer)), false);
    }
  });

  it("names the path of every mistake, and the stack's file", () => {
    const { message, errors } = mistakesOf({
      resourceApp: { exsting: { label: "Context7" } },
      requestingApps: { claude: { clientIdAtResource: 7 } },
      teamspace: { management: "automatic" },
      policies: { libraryFilters: { quality: { minTrustScore: 11, maxAgeDays: null } } },
    });
    assert.match(message, /Pulumi\.prod\.yaml/);
    assert.deepEqual(
      errors.map((error) => error.propertyPath),
      [
        "context7-ema:resourceApp",
        "context7-ema:requestingApps.claude.clientIdAtResource",
        "context7-ema:teamspace.management",
        "context7-ema:policies.libraryFilters.quality.minTrustScore",
        "context7-ema:policies.libraryFilters.quality.maxAgeDays",
      ],
    );
    assert.match(errors[0]?.reason ?? "", /exsting/);
    assert.match(errors[2]?.reason ?? "", /guided/);
  });

  it("names keys that are no inputs, with those that are", () => {
    const { message, errors } = mistakesOf({ ...MINIMAL, assignment: { groupNames: ["x"] } });
    assert.deepEqual(
      errors.map((error) => error.propertyPath),
      ["context7-ema:assignment"],
    );
    assert.match(message, /none of the inputs: apiKey, assignments, issuer, .*verifier/);
  });

  it("says of a value that is not there that it is missing", () => {
    const { errors } = mistakesOf({
      ...MINIMAL,
      requestingApps: { claude: { existing: { id: "0oa1" } } },
    });
    assert.deepEqual(errors, [
      {
        propertyPath: "context7-ema:requestingApps.claude.clientIdAtResource",
        reason: "is missing",
      },
    ]);
  });

  it("leaves it to the component to say which input is missing, and what belongs there", () => {
    const args = read({ teamspaceConfirmation: "ABCD-EFGH", apiKey: "k", protect: true });
    assert.equal(args.resourceApp, undefined);
    assert.throws(
      () => new EnterpriseManagedAuth("context7", args),
      /resourceApp: is missing: Context7 as Okta knows it.*requestingApps: is missing: the MCP/s,
    );
  });

  it("never repeats a secret in a message", () => {
    const app = { clientIdAtResource: "c", clientSecretAtResource: ["hush-hush"] };
    const { message } = mistakesOf({ ...MINIMAL, requestingApps: { app } });
    assert.doesNotMatch(message, /hush/);
  });
});

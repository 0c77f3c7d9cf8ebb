import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import {
  EnterpriseManagedAuth,
  type EnterpriseManagedAuthArgs,
  McpClient,
  type RequestingAppDeclaration,
} from "../../src";
import { known, record } from "./recording";

const claude: RequestingAppDeclaration = {
  clientIdAtResource: "mcpclient-at-context7",
  catalog: {
    key: "requester",
    settings: { iss: "$" + "{issuerUrl}", id: "$" + "{clientIdAtResource}" },
  },
};
const minimal: EnterpriseManagedAuthArgs = {
  resourceApp: { catalog: { key: "resource", settings: { url: "$" + "{issuerUrl}" } } },
  requestingApps: { claude },
};

const declare = (args: EnterpriseManagedAuthArgs, opts?: pulumi.ComponentResourceOptions) =>
  new EnterpriseManagedAuth("context7", args, opts);

describe("EnterpriseManagedAuth: what it declares", () => {
  it("declares one resource per step of the procedure, and nothing that was not asked for", async () => {
    const { registered } = await record(() => declare(minimal));
    assert.deepEqual(registered.map((one) => `${one.type} ${one.name}`).sort(), [
      "context7-ema:index:EnterpriseManagedAuth context7",
      "context7-ema:index:RequestingApp context7-claude",
      "context7-ema:index:ResourceApp context7",
      "okta:app/oAuth:OAuth context7",
      "okta:app/oAuth:OAuth context7-claude",
      "pulumi-nodejs:dynamic/context7-ema:ApplicationLookup context7",
      "pulumi-nodejs:dynamic/context7-ema:ApplicationLookup context7-claude",
      "pulumi-nodejs:dynamic/context7-ema:CrossAppAccessConnection context7-claude",
    ]);
  });

  it("makes the resource app with Context7's label and issuer URL, under settings.app", async () => {
    const { find } = await record(() => declare(minimal));
    const { inputs } = find("OAuth", "context7");
    assert.equal(inputs.label, "Context7");
    assert.equal(inputs.preconfiguredApp, "resource");
    assert.deepEqual(JSON.parse(inputs.appSettingsJson as string), {
      app: { url: "https://context7.com" },
    });
  });

  it("makes a requesting app with the grants of the flow, its key as label, and both placeholders filled", async () => {
    const { find } = await record(() => declare(minimal));
    const { inputs } = find("OAuth", "context7-claude");
    assert.equal(inputs.label, "claude");
    assert.deepEqual(inputs.grantTypes, [
      "authorization_code",
      "refresh_token",
      "urn:ietf:params:oauth:grant-type:token-exchange",
    ]);
    assert.equal(inputs.tokenEndpointAuthMethod, "client_secret_basic");
    assert.deepEqual(JSON.parse(inputs.appSettingsJson as string), {
      app: { iss: "https://context7.com", id: "mcpclient-at-context7" },
    });
  });

  it("authenticates with private_key_jwt when public keys are given", async () => {
    const jwksUri = "https://client.example.com/jwks.json";
    const { find } = await record(() =>
      declare({ ...minimal, requestingApps: { claude: { ...claude, jwksUri } } }),
    );
    assert.equal(
      find("OAuth", "context7-claude").inputs.tokenEndpointAuthMethod,
      "private_key_jwt",
    );
  });

  it("assigns the same people to the resource app and to the client, looked up once", async () => {
    const assignments = {
      groupNames: ["Engineering"],
      userIds: ["00u1"],
      userLogins: ["a@b.example"],
    };
    const { registered, find } = await record(() => declare({ ...minimal, assignments }));
    const names = registered
      .filter((one) => /groupAssignment|app\/user/.test(one.type))
      .map((one) => `${one.name} ${one.inputs.appId} ${one.inputs.groupId ?? one.inputs.userId}`);
    assert.deepEqual(names.sort(), [
      "context7-client-claude-group-Engineering id-of-context7-claude 00g-Engineering",
      "context7-client-claude-user-00u1 id-of-context7-claude 00u1",
      "context7-client-claude-user-a@b.example id-of-context7-claude 00u-a@b.example",
      "context7-resource-app-group-Engineering id-of-context7 00g-Engineering",
      "context7-resource-app-user-00u1 id-of-context7 00u1",
      "context7-resource-app-user-a@b.example id-of-context7 00u-a@b.example",
    ]);
    const lookup = find("DirectoryLookup", "context7");
    assert.deepEqual(lookup.inputs.groupNames, ["Engineering"]);
    assert.deepEqual(lookup.inputs.userLogins, ["a@b.example"]);
    assert.deepEqual(lookup.inputs.knownUserIds, ["00u1"]);
    const username = (user: string) =>
      find("app/user:User", `context7-resource-app-user-${user}`).inputs.username;
    assert.equal(username("00u1"), "login-of-00u1");
    assert.equal(username("a@b.example"), "a@b.example");
  });

  it("gives a client its own people, and the resource app everybody", async () => {
    const pilot = { ...claude, assignments: { groupIds: ["00gPilot"] } };
    const { registered } = await record(() =>
      declare({
        ...minimal,
        assignments: { groupIds: ["00gAll"] },
        requestingApps: { claude, pilot },
      }),
    );
    const names = registered
      .filter((one) => /groupAssignment/.test(one.type))
      .map((one) => one.name);
    assert.deepEqual(names.sort(), [
      "context7-client-claude-group-00gAll",
      "context7-client-pilot-group-00gPilot",
      "context7-resource-app-group-00gAll",
      "context7-resource-app-group-00gPilot",
    ]);
  });

  it("adopts existing apps: no okta.app.OAuth, their ids in the connection, assignments on the resource app retained", async () => {
    const { registered, find } = await record(() =>
      declare({
        resourceApp: { existing: { id: "0oaResource" } },
        requestingApps: {
          claude: { clientIdAtResource: "x", existing: { label: "Claude Code" } },
        },
        assignments: { groupIds: ["00g1"] },
      }),
    );
    assert.equal(registered.filter((one) => /OAuth/.test(one.type)).length, 0);
    const { inputs } = find("CrossAppAccessConnection", "context7-claude");
    assert.equal(inputs.requestingAppId, "0oaFound");
    assert.equal(inputs.resourceAppId, "0oaResource");
    const assigned = (app: string) => find("GroupAssignment", `context7-${app}-group-00g1`).inputs;
    assert.equal(assigned("resource-app").retainAssignment, true);
    assert.notEqual(assigned("client-claude").retainAssignment, true);
  });

  it("declares the teamspace only when asked, with the org's issuer and the stack's confirmation", async () => {
    const config = {
      "okta:orgName": "acme",
      "okta:baseUrl": "okta.com",
      "context7-ema:teamspaceConfirmation": "ABCD-EFGH",
    };
    const { find } = await record(() => declare({ ...minimal, teamspace: {} }), config);
    const { inputs } = find("TeamspaceEma", "context7");
    assert.equal(inputs.issuer, "https://acme.okta.com");
    assert.equal(inputs.confirmation, "ABCD-EFGH");
  });

  it("declares the policies only when asked, whoever owns the teamspace's settings", async () => {
    const policies = { sourceTypes: { confluence: false } };
    const { find, result } = await record(() => declare({ ...minimal, policies }));
    assert.deepEqual(find("TeamspacePolicies", "context7").inputs.sourceTypes, {
      confluence: false,
    });
    assert.ok(result.policies);
    assert.deepEqual(await known(result.policies.sourceTypes), { confluence: false });
    assert.deepEqual(await known(result.policies.libraryFilters), {});

    const without = await record(() => declare(minimal));
    assert.equal(without.result.policies, undefined);
    assert.equal(
      without.registered.some((one) => /TeamspacePolicies/.test(one.type)),
      false,
    );
  });

  it("manages the feature only when asked", async () => {
    const { registered } = await record(() => declare({ ...minimal, manageFeature: true }));
    assert.equal(registered.filter((one) => /CrossAppAccessFeature/.test(one.type)).length, 1);
  });
});

describe("EnterpriseManagedAuth: stability of names", () => {
  it("adding a client changes no other resource", async () => {
    const assignments = { groupNames: ["Engineering"] };
    const before = await record(() => declare({ ...minimal, assignments }));
    const after = await record(() =>
      declare({ ...minimal, assignments, requestingApps: { a: claude, claude, z: claude } }),
    );
    for (const one of before.registered) {
      assert.deepEqual(after.find(one.type, one.name), one);
    }
  });
});

describe("EnterpriseManagedAuth: outputs", () => {
  it("answers with what clients and checks need", async () => {
    const { result } = await record(() => declare({ ...minimal, teamspace: {} }));
    assert.equal(await known(result.orgUrl), "https://acme.okta.com");
    assert.equal(await known(result.issuer), "https://acme.okta.com");
    assert.equal(await known(result.mcpUrl), "https://mcp.context7.com/mcp/oauth");
    const app = result.requestingApps.claude;
    assert.ok(app && result.teamspace);
    assert.equal(await known(app.clientId), "client-of-context7-claude");
    assert.equal(await known(app.connectionId), "cwo-context7-claude");
    assert.equal(await known(result.teamspace.confirmationCode), "ABCD-EFGH");
    assert.equal(await known(result.teamspace.confirmed), false);
    const endpoints = await known(result.endpoints);
    assert.equal(endpoints.token, "https://acme.okta.com/oauth2/v1/token");
    assert.equal(
      endpoints.protectedResourceMetadata,
      "https://mcp.context7.com/.well-known/oauth-protected-resource",
    );
  });

  it("keeps secrets secret, and only them", async () => {
    const args = {
      ...minimal,
      requestingApps: { claude: { ...claude, clientSecretAtResource: "hush" } },
    };
    const { result } = await record(() => declare(args));
    const secret = (output: pulumi.Output<unknown> | undefined) => pulumi.isSecret(output as never);
    const app = result.requestingApps.claude;
    const files = result.clientConfiguration.claude;
    assert.equal(await secret(app?.clientSecret), true);
    assert.equal(await secret(app?.clientId), false);
    assert.equal(await secret(files?.vscodePolicy?.content), true);
    assert.equal(await secret(files?.inspectorServer?.content), true);
    assert.equal(await secret(files?.claudeAdminConsole?.content), false);
    assert.equal(await secret(files?.codexConfig?.content), false);
  });

  it("makes only the files of the client that is named", async () => {
    const named = { ...claude, mcpClient: McpClient.Codex };
    const { result } = await record(() => declare({ ...minimal, requestingApps: { named } }));
    assert.deepEqual(Object.keys(result.clientConfiguration.named ?? {}), ["codexConfig"]);
  });
});

import type { DeclaredResource, DeclaredStack } from "../../src/drift/declared";

/** How a stack is to differ from the usual one. */
export interface StackOptions {
  stack: string;
  /** Name of its org. Default: as the stack. */
  org?: string;
  clients?: Record<string, ClientOptions>;
  teamspace?: Record<string, unknown> | false;
  policies?: Record<string, unknown>;
  manageFeature?: boolean;
  /** An adopted resource app instead of one from the catalog. */
  existing?: string;
}

interface ClientOptions {
  inputs?: Record<string, unknown>;
  connection?: Record<string, unknown>;
  groups?: string[];
  /** Groups that the program names by ID. */
  groupIds?: string[];
  users?: string[];
}

/**
 * A stack as a state of the real engine has it, without what is in `outputs` too: two clients with the
 * group Engineering, IDs of its own org everywhere.
 */
export function declaredStack(options: StackOptions): DeclaredStack {
  const { stack, org = stack, existing, teamspace = {}, manageFeature = false } = options;
  const { clients = { "claude-code": {}, vscode: {} } } = options;
  const orgUrl = `https://${org}.okta.com`;
  const resources: DeclaredResource[] = [];
  const add = (
    type: string,
    name: string,
    id: string,
    inputs: object,
    outputs: object = inputs,
  ) => {
    const urn = `urn:pulumi:${stack}::context7-ema::context7-ema:index:EnterpriseManagedAuth$${type}::${name}`;
    const bags = { inputs: { ...inputs }, outputs: { ...outputs } };
    resources.push({ urn, type, name, id, provider: "p::1", ...bags });
  };
  const dynamic = (type: string) => `pulumi-nodejs:dynamic/context7-ema:${type}`;
  const appId = (name: string) => `0oa-${org}-${name}`;
  const groupId = (name: string) => `00g-${org}-${name}`;

  const lookup = { orgUrl, role: "resource", configurationPath: "resourceApp" };
  if (existing) {
    const found = { ...lookup, existingLabel: existing, issuerUrl: "https://context7.com" };
    const outputs = { ...found, appId: appId("context7"), clientId: `0oc-${org}` };
    add(dynamic("ApplicationLookup"), "context7", appId("context7"), found, outputs);
  } else {
    add(dynamic("ApplicationLookup"), "context7", `${org}.okta.com/resource`, lookup);
    add("okta:app/oAuth:OAuth", "context7", appId("context7"), {
      label: "Context7",
      preconfiguredApp: "xaa_resource",
      appSettingsJson: JSON.stringify({ app: { issuer: "https://context7.com" } }),
      type: "web",
    });
  }
  const everyGroup = Object.values(clients).flatMap(({ groups = ["Engineering"] }) => groups);
  const groupIds = Object.fromEntries(everyGroup.map((name) => [name, groupId(name)]));
  add(dynamic("DirectoryLookup"), "context7", `${org}.okta.com/directory`, { orgUrl, groupIds });

  for (const [key, client] of Object.entries(clients)) {
    const name = `context7-${key}`;
    const id = appId(key);
    const configurationPath = `requestingApps.${key}`;
    const { groups = ["Engineering"], groupIds: others = [], users = [] } = client;
    const app = { orgUrl, role: "requesting", configurationPath, label: key };
    add(dynamic("ApplicationLookup"), name, `${org}.okta.com/requesting`, app);
    add("okta:app/oAuth:OAuth", name, id, {
      label: key,
      preconfiguredApp: "xaa_requesting",
      appSettingsJson: JSON.stringify({ app: { issuer: "https://context7.com", client: key } }),
      grantTypes: ["authorization_code", "refresh_token"],
      redirectUris: ["http://127.0.0.1:33418"],
      tokenEndpointAuthMethod: "client_secret_basic",
      type: "web",
      ...client.inputs,
    });
    add(dynamic("CrossAppAccessConnection"), name, `${id}/${appId("context7")}`, {
      orgUrl,
      requestingAppId: id,
      resourceAppId: appId("context7"),
      status: "ACTIVE",
      management: "automatic",
      observable: true,
      ...client.connection,
    });
    for (const group of [...groups.map(groupId), ...others]) {
      const inputs = { appId: id, groupId: group };
      add("okta:app/groupAssignment:GroupAssignment", `${name}-group-${group}`, group, inputs);
    }
    for (const login of users) {
      const inputs = { appId: id, userId: `00u-${org}-${login}`, username: login };
      add("okta:app/user:User", `${name}-user-${login}`, inputs.userId, inputs);
    }
  }
  if (manageFeature) {
    add(dynamic("CrossAppAccessFeature"), "context7", `ftr-${org}`, { orgUrl, status: "ENABLED" });
  }
  if (teamspace) {
    add(dynamic("TeamspaceEma"), "context7", "context7-teamspace", {
      issuer: orgUrl,
      management: "guided",
      confirmationCode: `code-${org}`,
      confirmed: org === "prod",
      ...teamspace,
    });
  }
  if (options.policies) add(dynamic("TeamspacePolicies"), "context7", "policies", options.policies);
  return { stack, project: "context7-ema", resources };
}

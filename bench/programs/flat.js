/**
 * The same `okta.*` and dynamic resources, as somebody would write them down one by one: with the
 * dependencies that their values make, and each app after the look-up that admits it. Without the
 * dynamic ones where `ownResources` is false.
 */
const okta = require("@pulumi/okta");
const pulumi = require("@pulumi/pulumi");

const { orgUrl, clients, groups, resourceApp, requestingApp, ownResources } = new pulumi.Config(
  "bench",
).requireObject("stack");
const ema = ownResources ? require("context7-ema") : undefined;

const values = { issuerUrl: "https://context7.com", clientIdAtResource: "mcpclient-at-context7" };
const settingsJson = ({ settings }) =>
  JSON.stringify({ app: settings }).replace(/\$\{(\w+)\}/g, (_, name) => values[name]);

const directory = ema && directoryLookup();
const resource = new okta.app.OAuth(
  "context7",
  {
    label: "Context7",
    type: "web",
    preconfiguredApp: resourceApp.key,
    appSettingsJson: settingsJson(resourceApp),
  },
  { dependsOn: lookUp("context7", "resource", "Context7", resourceApp) },
);
assign("resource-app", resource);

for (const key of clients) {
  const name = `context7-${key}`;
  const dependsOn = lookUp(name, "requesting", key, requestingApp);
  const app = new okta.app.OAuth(
    name,
    {
      label: key,
      type: "web",
      preconfiguredApp: requestingApp.key,
      appSettingsJson: settingsJson(requestingApp),
      redirectUris: ["http://127.0.0.1:33418/callback"],
      grantTypes: [
        "authorization_code",
        "refresh_token",
        "urn:ietf:params:oauth:grant-type:token-exchange",
      ],
      responseTypes: ["code"],
      tokenEndpointAuthMethod: "client_secret_basic",
    },
    { dependsOn, additionalSecretOutputs: ["clientSecret"] },
  );
  if (ema) {
    new ema.CrossAppAccessConnection(name, {
      orgUrl,
      requestingAppId: app.id,
      resourceAppId: resource.id,
    });
  }
  assign(`client-${key}`, app);
}
if (ema) new ema.TeamspaceEma("context7", { issuer: orgUrl });

function directoryLookup() {
  const groupNames = groups.map(({ name }) => name);
  return new ema.DirectoryLookup("context7", { orgUrl, groupNames, userLogins: [] });
}

function lookUp(name, role, label, { key: catalogKey }) {
  if (!ema) return [];
  const issuerUrl = role === "resource" ? values.issuerUrl : undefined;
  return [new ema.ApplicationLookup(name, { orgUrl, role, catalogKey, label, issuerUrl })];
}

function assign(app, { id: appId }) {
  for (const { id, name } of groups) {
    const groupId = directory ? directory.groupIds.apply((ids) => ids[name]) : id;
    new okta.app.GroupAssignment(`context7-${app}-group-${name}`, { appId, groupId });
  }
}

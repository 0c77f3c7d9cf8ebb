/** The stack as one component. */
const pulumi = require("@pulumi/pulumi");
const { EnterpriseManagedAuth } = require("context7-ema");

const { clients, groups, resourceApp, requestingApp, more } = new pulumi.Config(
  "bench",
).requireObject("stack");

const client = {
  catalog: requestingApp,
  clientIdAtResource: "mcpclient-at-context7",
  redirectUris: ["http://127.0.0.1:33418/callback"],
};
new EnterpriseManagedAuth("context7", {
  resourceApp: { catalog: resourceApp },
  requestingApps: Object.fromEntries(clients.map((key) => [key, client])),
  assignments: { groupNames: groups.map(({ name }) => name) },
  teamspace: {},
  ...more,
});

import { EnterpriseManagedAuth } from "context7-ema";

// Clients and who may use them are the client stacks' part.
const context7 = new EnterpriseManagedAuth("context7", {
  resourceApp: { existing: { label: "Context7" } },
  requestingApps: {},
  teamspace: {},
});

// What context7-ema doctor, flow and explain read.
export const { orgUrl, issuer, resourceIssuer, mcpUrl, resourceAppId, requestingApps, teamspace } =
  context7;
export const confirmationCode = context7.teamspace?.confirmationCode;

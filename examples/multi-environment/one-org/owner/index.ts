import { EnterpriseManagedAuth } from "context7-ema";

// Clients and who may use them are the client stacks' part.
const context7 = new EnterpriseManagedAuth("context7", {
  resourceApp: { existing: { label: "Context7" } },
  requestingApps: {},
  teamspace: {},
});

export const resourceAppId = context7.resourceAppId;
export const confirmationCode = context7.teamspace?.confirmationCode;

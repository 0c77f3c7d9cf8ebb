import * as pulumi from "@pulumi/pulumi";
import { EnterpriseManagedAuth } from "context7-ema";

const config = new pulumi.Config();

// The two apps stay as they were added by hand: read, never changed, never deleted. The stack owns
// the connection between them, the assignments and the teamspace's settings.
const context7 = new EnterpriseManagedAuth("context7", {
  resourceApp: { existing: { label: config.require("resourceAppLabel") } },
  requestingApps: {
    "mcp-client": {
      existing: { label: config.require("requestingAppLabel") },
      clientIdAtResource: config.require("clientIdAtResource"),
    },
  },
  assignments: { groupNames: [config.require("groupName")] },
  teamspace: {},
});

// What context7-ema doctor, flow and explain read.
export const { orgUrl, issuer, resourceIssuer, mcpUrl, resourceAppId, requestingApps, teamspace } =
  context7;
export const mcpClient = context7.requestingApps["mcp-client"];
export const confirmationCode = context7.teamspace?.confirmationCode;

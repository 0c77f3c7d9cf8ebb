import * as pulumi from "@pulumi/pulumi";
import { EnterpriseManagedAuth, McpClient } from "context7-ema";

const config = new pulumi.Config();

const context7 = new EnterpriseManagedAuth("context7", {
  resourceApp: {
    catalog: {
      key: config.require("resourceAppKey"),
      settings: config.requireObject("resourceAppSettings"),
    },
  },
  requestingApps: {
    "claude-code": {
      label: "Claude Code",
      mcpClient: McpClient.Claude,
      clientIdAtResource: config.require("clientIdAtResource"),
      redirectUris: ["http://127.0.0.1:33418/callback"],
      catalog: {
        key: config.require("requestingAppKey"),
        settings: config.requireObject("requestingAppSettings"),
      },
    },
  },
  assignments: { groupNames: [config.require("groupName")] },
  // Saved by hand in Context7's dashboard; `pulumi up` says what to enter and how to confirm it.
  teamspace: {},
});

// What context7-ema doctor, flow and explain read.
export const { orgUrl, issuer, resourceIssuer, mcpUrl, resourceAppId, requestingApps, teamspace } =
  context7;
export const confirmationCode = context7.teamspace?.confirmationCode;
export const claudeCode = context7.requestingApps["claude-code"];
export const claudeSetup = context7.clientConfiguration["claude-code"];

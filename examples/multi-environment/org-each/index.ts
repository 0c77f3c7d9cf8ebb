import * as pulumi from "@pulumi/pulumi";
import { EnterpriseManagedAuth, type McpClient, protectLasting } from "context7-ema";

/** An MCP client of an environment, as `Pulumi.<stack>.yaml` has it. */
interface Client {
  /** The requesting app's whole label in the Admin Console. */
  label: string;
  /** What Context7 calls the client, given at onboarding. */
  clientIdAtResource: string;
  mcpClient: McpClient;
}

const config = new pulumi.Config();
const clients = Object.entries(config.requireObject<Record<string, Client>>("clients"));
const isProduction = pulumi.getStack() === "prod";

const context7 = new EnterpriseManagedAuth(
  "context7",
  {
    resourceApp: { existing: { label: "Context7" } },
    requestingApps: Object.fromEntries(
      clients.map(([key, { label, ...client }]) => [key, { existing: { label }, ...client }]),
    ),
    assignments: { groupNames: config.requireObject<string[]>("groupNames") },
    teamspace: {},
  },
  // Apps, connections and teamspace cannot be deleted; groups can still be taken away.
  { transformations: isProduction ? [protectLasting] : [] },
);

// What context7-ema doctor, flow and explain read.
export const { orgUrl, issuer, resourceIssuer, mcpUrl, resourceAppId, requestingApps, teamspace } =
  context7;
export const confirmationCode = context7.teamspace?.confirmationCode;
export const clientConfiguration = context7.clientConfiguration;

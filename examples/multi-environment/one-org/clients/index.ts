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

/** The id of the resource app that the stack `owner` has declared. */
async function resourceAppOf(owner: string): Promise<string> {
  const { value } = await new pulumi.StackReference(owner).getOutputDetails("resourceAppId");
  if (value) return value;
  throw new pulumi.RunError(`The stack ${owner} has no output resourceAppId; apply it first.`);
}

export = async () => {
  const config = new pulumi.Config();
  const isProduction = pulumi.getStack() === "prod";
  const clients = Object.entries(config.requireObject<Record<string, Client>>("clients"));
  const context7 = new EnterpriseManagedAuth(
    "context7",
    {
      resourceApp: { existing: { id: await resourceAppOf(config.require("owner")) } },
      requestingApps: Object.fromEntries(
        clients.map(([key, { label, ...client }]) => [key, { existing: { label }, ...client }]),
      ),
      assignments: { groupNames: config.requireObject<string[]>("groupNames") },
    },
    // Apps and connections cannot be deleted; groups can still be taken away.
    { transformations: isProduction ? [protectLasting] : [] },
  );
  // What context7-ema doctor, flow and explain read. The teamspace is the owner's.
  const { orgUrl, issuer, resourceIssuer, mcpUrl, resourceAppId, requestingApps } = context7;
  const { clientConfiguration } = context7;
  return {
    orgUrl,
    issuer,
    resourceIssuer,
    mcpUrl,
    resourceAppId,
    requestingApps,
    clientConfiguration,
  };
};

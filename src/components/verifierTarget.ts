import * as pulumi from "@pulumi/pulumi";
import type { TeamspaceManagement } from "../../provider/teamspaceEma/schema";
import { parseTarget, type VerifierTargetInput } from "../verifier/target";
import type { TokenEndpointAuthMethod } from "./requestingApp";

/** One MCP client that is to be verified. */
export interface VerifierRequestingApp {
  /** The app's id in Okta. */
  appId: pulumi.Input<string>;
  /** The client ID at Okta. */
  clientId: pulumi.Input<string>;
  /** What Context7 calls the client. */
  clientIdAtResource: pulumi.Input<string>;
  /** The connection's id; empty when the connection is guided. Default: unknown. */
  connectionId?: pulumi.Input<string>;
  /** How the client proves itself at Okta. Default: not compared. */
  tokenEndpointAuthMethod?: pulumi.Input<TokenEndpointAuthMethod>;
  /** Where Okta may send the developer back to. Default: not compared. */
  redirectUris?: pulumi.Input<pulumi.Input<string>[]>;
}

/** The teamspace's settings that are to be verified. */
export interface VerifierTeamspace {
  /** Who enters them at Context7. */
  management: pulumi.Input<TeamspaceManagement>;
  /** The issuer the teamspace trusts. */
  issuer: pulumi.Input<string>;
  /** Scopes granted; empty: what Okta authorizes. */
  scope?: pulumi.Input<string>;
  /** Whether they are confirmed (`guided`), or known to be there (`api`). */
  confirmed: pulumi.Input<boolean>;
  /** Only with `api`: the address of the settings document. */
  settingsUrl?: pulumi.Input<string>;
}

/** What is to be verified: outputs of the stack, none of them secret. */
export interface VerifierTargetArgs {
  /** Address of the Okta org. */
  orgUrl: pulumi.Input<string>;
  /** Issuer of the ID-JAGs. Default: the org's address. */
  issuer?: pulumi.Input<string>;
  /** Issuer of the resource authorization server. Default: `https://context7.com`. */
  resourceIssuer?: pulumi.Input<string>;
  /** Address of the MCP server. Default: `https://mcp.context7.com/mcp/oauth`. */
  mcpUrl?: pulumi.Input<string>;
  /** The resource app's id in Okta. */
  resourceAppId: pulumi.Input<string>;
  /** The MCP clients, by their keys. */
  requestingApps: Record<string, VerifierRequestingApp>;
  /** The teamspace's settings. Default: another stack owns them, nothing is verified there. */
  teamspace?: VerifierTeamspace;
}

/**
 * `VERIFIER_TARGET`: the target as JSON, once all of it is known.
 *
 * @param declaredElsewhere ids of apps that other stacks declare.
 * @param resource shown with the error when the target does not fit.
 */
export function targetJson(
  args: VerifierTargetArgs,
  declaredElsewhere: pulumi.Input<pulumi.Input<string>[]> | undefined,
  resource: pulumi.Resource,
): pulumi.Output<string> {
  const { resourceAppId, issuer, ...rest } = args;
  const input = {
    ...rest,
    issuer: issuer ?? args.orgUrl,
    resourceApp: { id: resourceAppId },
    declaredElsewhere,
  };
  return pulumi.output(input).apply((known) => {
    const target = known as VerifierTargetInput;
    const parsed = parseTarget(target);
    if (parsed.ok) return JSON.stringify(parsed.target);
    const lines = parsed.mistakes.map((mistake) => `  - ${mistake}`);
    const message = `what the verifier is to verify does not fit:\n${lines.join("\n")}`;
    throw new pulumi.ResourceError(message, resource, true);
  });
}

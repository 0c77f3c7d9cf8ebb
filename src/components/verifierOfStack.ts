import type * as pulumi from "@pulumi/pulumi";
import { TeamspaceManagement } from "../../provider/teamspaceEma/schema";
import type { EnterpriseManagedAuthArgs } from "./enterpriseManagedAuthArgs";
import type { VerifierArgs, VerifierLiveFlow, VerifierSettings } from "./verifierArgs";
import type {
  VerifierRequestingApp,
  VerifierTargetArgs,
  VerifierTeamspace,
} from "./verifierTarget";

/** The parts of a stack that its verifier has to know. */
export interface StackParts {
  orgUrl: pulumi.Output<string>;
  issuer: pulumi.Output<string>;
  resourceIssuer: pulumi.Output<string>;
  mcpUrl: pulumi.Output<string>;
  resourceAppId: pulumi.Output<string>;
  requestingApps: Record<string, KnownClient>;
  teamspace?: Pick<VerifierTeamspace, "issuer" | "scope" | "confirmed">;
}

type KnownClient = Omit<VerifierRequestingApp, "tokenEndpointAuthMethod" | "redirectUris"> & {
  clientSecret: pulumi.Output<string>;
};

type Declarations = Pick<EnterpriseManagedAuthArgs, "requestingApps" | "teamspace">;

/** The arguments of a stack's own verifier: its outputs, and what only its declarations say. */
export function verifierOfStack(
  settings: VerifierSettings,
  stack: StackParts,
  declared: Declarations,
): VerifierArgs {
  const live = settings.live && liveFlow(settings.live, stack, declared);
  return { ...settings, live, target: targetOf(stack, declared) };
}

function targetOf(stack: StackParts, declared: Declarations): VerifierTargetArgs {
  const requestingApps = Object.entries(stack.requestingApps).map(([key, app]) => {
    const { appId, clientId, clientIdAtResource, connectionId } = app;
    const { tokenEndpointAuthMethod, redirectUris } = declared.requestingApps[key] ?? {};
    const onlyDeclared = { tokenEndpointAuthMethod, redirectUris };
    return [key, { appId, clientId, clientIdAtResource, connectionId, ...onlyDeclared }] as const;
  });
  const { orgUrl, issuer, resourceIssuer, mcpUrl, resourceAppId, teamspace } = stack;
  return {
    orgUrl,
    issuer,
    resourceIssuer,
    mcpUrl,
    resourceAppId,
    requestingApps: Object.fromEntries(requestingApps),
    teamspace: teamspace && {
      issuer: teamspace.issuer,
      scope: teamspace.scope,
      confirmed: teamspace.confirmed,
      management: declared.teamspace?.management ?? TeamspaceManagement.Guided,
      settingsUrl: declared.teamspace?.settingsUrl,
    },
  };
}

/** The client's secrets are the stack's, unless others are given. */
function liveFlow(
  live: VerifierLiveFlow,
  { requestingApps }: StackParts,
  declared: Declarations,
): VerifierLiveFlow {
  const { clientSecretAtResource } = declared.requestingApps[live.client] ?? {};
  const known = requestingApps[live.client]?.clientSecret;
  return {
    ...live,
    clientSecret: live.clientSecret ?? (live.privateKey === undefined ? known : undefined),
    clientSecretAtResource: live.clientSecretAtResource ?? clientSecretAtResource,
  };
}

import type * as pulumi from "@pulumi/pulumi";
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
  teamspace?: VerifierTeamspace;
}

type KnownClient = Omit<VerifierRequestingApp, "tokenEndpointAuthMethod" | "redirectUris"> & {
  clientSecret: pulumi.Output<string>;
};

type Declarations = Pick<EnterpriseManagedAuthArgs, "requestingApps">;

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
  const { orgUrl, issuer, resourceIssuer, mcpUrl, resourceAppId } = stack;
  return {
    orgUrl,
    issuer,
    resourceIssuer,
    mcpUrl,
    resourceAppId,
    requestingApps: Object.fromEntries(requestingApps),
    teamspace: stack.teamspace && teamspaceOf(stack.teamspace),
  };
}

/** Without what only the stack's own outputs are for. */
function teamspaceOf(teamspace: VerifierTeamspace): VerifierTeamspace {
  const { management, issuer, scope, confirmed, settingsUrl } = teamspace;
  return { management, issuer, scope, confirmed, settingsUrl };
}

/** The client's secrets are the stack's, unless others or keys are given. */
function liveFlow(
  live: VerifierLiveFlow,
  { requestingApps }: StackParts,
  declared: Declarations,
): VerifierLiveFlow {
  const atOkta = requestingApps[live.client]?.clientSecret;
  const atResource = declared.requestingApps[live.client]?.clientSecretAtResource;
  /** A key stands in place of a secret. */
  const unless = <Value>(key: unknown, secret: Value) => (key === undefined ? secret : undefined);
  return {
    ...live,
    clientSecret: live.clientSecret ?? unless(live.privateKey, atOkta),
    clientSecretAtResource:
      live.clientSecretAtResource ?? unless(live.privateKeyAtResource, atResource),
  };
}

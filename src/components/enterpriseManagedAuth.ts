import * as pulumi from "@pulumi/pulumi";
import { CrossAppAccessConnection } from "../../provider/crossAppAccessConnection/resource";
import { CrossAppAccessFeature } from "../../provider/crossAppAccessFeature/resource";
import { TeamspaceEma } from "../../provider/teamspaceEma/resource";
import { TeamspaceManagement } from "../../provider/teamspaceEma/schema";
import { type LibraryFilters, TeamspacePolicies } from "../../provider/teamspacePolicies/resource";
import { COMPONENT_TYPES } from "../../provider/typeTokens";
import { DEFAULT_MCP_URL, type Endpoints, endpointsOf } from "../endpoints";
import { allAfterLookups } from "./admission";
import { peopleOfApps } from "./assignmentPlan";
import { type AppAssignments, Assignments } from "./assignments";
import { type ClientFileResult, clientFiles } from "./clientFiles";
import type {
  EnterpriseManagedAuthArgs,
  RequestingAppDeclaration,
} from "./enterpriseManagedAuthArgs";
import { enterpriseManagedAuthMistakes } from "./enterpriseManagedAuthMistakes";
import { refuse } from "./inputErrors";
import { clientAppKey, clientName, RESOURCE_APP_KEY } from "./names";
import { orgUrlFor } from "./org";
import { RequestingApp } from "./requestingApp";
import { ResourceApp } from "./resourceApp";
import { Verifier } from "./verifier";
import { deployClientId } from "./verifierCredentials";
import type { VerifierEnvironment } from "./verifierEnvironment";
import { verifierOfStack } from "./verifierOfStack";

/** What became of one requesting app. */
export interface RequestingAppResult {
  /** The app's id in Okta. */
  appId: pulumi.Output<string>;
  /** The client ID at Okta. */
  clientId: pulumi.Output<string>;
  /** The client secret at Okta, a secret; empty where there is none or it is unknown. */
  clientSecret: pulumi.Output<string>;
  /** What Context7 calls the client. */
  clientIdAtResource: pulumi.Output<string>;
  /** The connection's id; empty when the connection is guided. */
  connectionId: pulumi.Output<string>;
  /** How the client authenticates at Okta's token endpoint; empty where Okta does not tell. */
  tokenEndpointAuthMethod: pulumi.Output<string>;
  /** Its redirect URIs as declared; none for an adopted app. */
  redirectUris: pulumi.Output<string[]>;
}

/** What became of the teamspace's settings. */
export interface TeamspaceResult {
  /** The issuer the teamspace trusts. */
  issuer: pulumi.Output<string>;
  /** Scopes granted; empty: what Okta authorizes. */
  scope: pulumi.Output<string>;
  /** Who enters them at Context7. */
  management: pulumi.Output<TeamspaceManagement>;
  /** The address of the settings document (`api`); empty with `guided`. */
  settingsUrl: pulumi.Output<string>;
  /** The code that confirms the settings as saved (`guided`); empty with `api`. */
  confirmationCode: pulumi.Output<string>;
  /** Whether they are confirmed (`guided`), or known to be there (`api`). */
  confirmed: pulumi.Output<boolean>;
  /** Whether drift can be seen: only with `api`. False means "not observable", not "no drift". */
  observable: pulumi.Output<boolean>;
}

/** The teamspace's policies, as far as they are declared here. */
export interface PoliciesResult {
  /** Source type → whether it is on. */
  sourceTypes: pulumi.Output<Record<string, boolean>>;
  /** The library filters, in the form in which they are declared. */
  libraryFilters: pulumi.Output<LibraryFilters>;
}

/** The verifier beside the stack. */
export interface VerifierResult {
  /** Its address: on its host (`process`), or its ingress's or service's (`kubernetes`); empty with `environment`. */
  url: pulumi.Output<string>;
  /** Its settings, for any other platform. */
  environment: VerifierEnvironment;
}

/**
 * Context7 Enterprise-Managed Auth with Okta as one component: the resource app, the requesting apps,
 * their connections and assignments in Okta (Cross App Access), the teamspace's settings at Context7,
 * and what the MCP clients need to be told.
 */
export class EnterpriseManagedAuth extends pulumi.ComponentResource {
  /** Address of the Okta org, e.g. `https://acme.okta.com`. */
  public readonly orgUrl: pulumi.Output<string>;
  /** Issuer of the ID-JAGs. */
  public readonly issuer: pulumi.Output<string>;
  /** Issuer of the resource authorization server: the audience of the ID-JAGs. */
  public readonly resourceIssuer: pulumi.Output<string>;
  /** The resource app's id in Okta. */
  public readonly resourceAppId: pulumi.Output<string>;
  /** The requesting apps, by their keys. */
  public readonly requestingApps: Record<string, RequestingAppResult>;
  /** The teamspace's settings; absent when another stack owns them. */
  public readonly teamspace?: TeamspaceResult;
  /** The teamspace's policies; absent when none are declared. */
  public readonly policies?: PoliciesResult;
  /** Addresses of the chain. */
  public readonly endpoints: pulumi.Output<Endpoints>;
  /** Address of the MCP server. */
  public readonly mcpUrl: pulumi.Output<string>;
  /** Set-up files of the MCP clients: requesting app's key → file → name and content. */
  public readonly clientConfiguration: Record<string, Record<string, ClientFileResult>>;
  /** The verifier; absent unless it was asked for. */
  public readonly verifier?: VerifierResult;

  /** @throws pulumi.InputPropertiesError for contradicting arguments, each with its path. */
  constructor(
    name: string,
    args: EnterpriseManagedAuthArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    const admission = allAfterLookups(
      configurationPaths(name, Object.keys(args.requestingApps ?? {})),
    );
    const transformations = [admission.transformation];
    super(COMPONENT_TYPES.whole, name, {}, pulumi.mergeOptions(opts, { transformations }));
    refuse(
      `EnterpriseManagedAuth "${name}"`,
      enterpriseManagedAuthMistakes(args, deployClientId()),
    );

    this.orgUrl = orgUrlFor(this);
    this.issuer = args.issuer === undefined ? this.orgUrl : pulumi.output(args.issuer);
    this.mcpUrl = pulumi.output(args.mcpUrl ?? DEFAULT_MCP_URL);
    const child = { parent: this };
    const { orgUrl, issuer, mcpUrl } = this;

    const feature = args.manageFeature ? [new CrossAppAccessFeature(name, { orgUrl }, child)] : [];
    const resourceApp = new ResourceApp(name, args.resourceApp, child);
    this.resourceAppId = resourceApp.appId;
    this.resourceIssuer = resourceApp.issuerUrl;

    const parts: pulumi.Resource[] = [];
    const appIds: Record<string, pulumi.Output<string>> = {
      [RESOURCE_APP_KEY]: resourceApp.appId,
    };
    const results: Record<string, RequestingAppResult> = {};
    const files: Record<string, Record<string, ClientFileResult>> = {};
    for (const [key, declaration] of Object.entries(args.requestingApps)) {
      const app = new RequestingApp(clientName(name, key), ownArgs(key, declaration), child);
      const connection = new CrossAppAccessConnection(
        clientName(name, key),
        {
          orgUrl,
          requestingAppId: app.appId,
          resourceAppId: resourceApp.appId,
          featureManaged: args.manageFeature,
          ...declaration.connection,
        },
        { parent: this, dependsOn: feature },
      );
      parts.push(connection);
      const { appId, clientId, clientSecret, clientIdAtResource } = app;
      // In a preview an output that is not in the state is unknown, and so is all that is made of it.
      const connectionId = connection.observable.apply((isObservable) =>
        isObservable ? connection.connectionId.apply((id) => id ?? "") : pulumi.output(""),
      );
      const { tokenEndpointAuthMethod, redirectUris } = app;
      const identity = { appId, clientId, clientSecret, clientIdAtResource };
      results[key] = { ...identity, connectionId, tokenEndpointAuthMethod, redirectUris };
      files[key] = clientFiles(declaration.mcpClient, {
        key,
        issuer,
        resourceIssuer: resourceApp.issuerUrl,
        mcpUrl,
        clientId,
        clientSecret,
        clientIdAtResource,
        clientSecretAtResource: secretIfGiven(declaration.clientSecretAtResource),
      });
      appIds[clientAppKey(key)] = appId;
    }
    this.requestingApps = results;
    this.clientConfiguration = files;

    const apps = assignmentsOf(args, appIds);
    if (Object.keys(apps).length > 0) parts.push(new Assignments(name, { apps }, child));
    this.teamspace = args.teamspace && declareTeamspace(name, args.teamspace, issuer, child);
    this.policies = args.policies && declarePolicies(name, args.policies, child);
    if (args.verifier) {
      const verifier = verifierOfStack(args.verifier, this, args);
      const { url, environment } = new Verifier(name, verifier, { parent: this, dependsOn: parts });
      this.verifier = { url, environment };
    }
    this.endpoints = pulumi
      .all([issuer, resourceApp.issuerUrl, mcpUrl])
      .apply(([from, resource, server]) => endpointsOf(from, resource, server));
    admission.allDeclared();
    this.registerOutputs({
      orgUrl,
      issuer,
      resourceIssuer: this.resourceIssuer,
      resourceAppId: this.resourceAppId,
      requestingApps: this.requestingApps,
      teamspace: this.teamspace,
      policies: this.policies,
      endpoints: this.endpoints,
      mcpUrl,
      clientConfiguration: this.clientConfiguration,
      verifier: this.verifier,
    });
  }
}

/** How the configuration refers to the app that a look-up of this name stands for. */
function configurationPaths(name: string, keys: string[]): Map<string, string> {
  const clients = keys.map((key) => [clientName(name, key), `requestingApps.${key}`] as const);
  return new Map([[name, "resourceApp"], ...clients]);
}

function assignmentsOf(
  args: EnterpriseManagedAuthArgs,
  appIds: Record<string, pulumi.Output<string>>,
): Record<string, AppAssignments> {
  const apps = Object.entries(peopleOfApps(args)).map(([key, { people, retain }]) => {
    return [key, { appId: appIds[key] as pulumi.Output<string>, people, retain }] as const;
  });
  return Object.fromEntries(apps);
}

/** What of a declaration belongs to the requesting app itself; its label is its key unless given. */
function ownArgs(key: string, declaration: RequestingAppDeclaration) {
  const { connection, assignments, mcpClient, ...app } = declaration;
  return app.catalog ? { ...app, label: app.label ?? key } : app;
}

function secretIfGiven(secret: pulumi.Input<string> | undefined) {
  return secret === undefined ? undefined : pulumi.secret(secret);
}

function declareTeamspace(
  name: string,
  settings: NonNullable<EnterpriseManagedAuthArgs["teamspace"]>,
  issuer: pulumi.Output<string>,
  opts: pulumi.CustomResourceOptions,
): TeamspaceResult {
  const configured = new pulumi.Config("context7-ema").get("teamspaceConfirmation");
  const confirmation = settings.confirmation ?? (configured || undefined);
  const teamspace = new TeamspaceEma(name, { ...settings, issuer, confirmation }, opts);
  return {
    issuer: teamspace.issuer,
    scope: pulumi.output(settings.scope ?? ""),
    management: pulumi.output(settings.management ?? TeamspaceManagement.Guided),
    settingsUrl: pulumi.output(settings.settingsUrl ?? ""),
    confirmationCode: teamspace.confirmationCode.apply((code) => code ?? ""),
    // As with the connection's ID: with `api` there is no confirmation in the state.
    confirmed: teamspace.observable.apply((isObservable) =>
      isObservable
        ? pulumi.output(true)
        : teamspace.confirmed.apply((confirmed) => confirmed === true),
    ),
    observable: teamspace.observable,
  };
}

function declarePolicies(
  name: string,
  args: NonNullable<EnterpriseManagedAuthArgs["policies"]>,
  opts: pulumi.CustomResourceOptions,
): PoliciesResult {
  const { sourceTypes, libraryFilters } = new TeamspacePolicies(name, args, opts);
  return {
    sourceTypes: sourceTypes.apply((declared) => declared ?? {}),
    libraryFilters: libraryFilters.apply((declared) => declared ?? {}),
  };
}

import {
  ConnectionManagement,
  ConnectionStatus,
} from "../../provider/crossAppAccessConnection/schema";
import { type LiveApplication, valueAt } from "../../provider/okta/liveApplication";
import { named } from "../../provider/okta/objects";
import type {
  ConnectionSettings,
  EnterpriseManagedAuthArgs,
} from "../components/enterpriseManagedAuthArgs";
import { CONTEXT7_ISSUER } from "../components/resourceApp";
import { type CatalogDeclaration, requestingAppFrom, resourceAppFrom } from "./catalogApp";
import { declaredPeople } from "./declaredPeople";
import type { AdoptionForm } from "./form";
import type { FoundClient, FoundOrg } from "./found";

/** How an org is to be declared. */
export interface AdoptionRequest {
  readonly form: AdoptionForm;
  readonly orgUrl: string;
  /** Issuer of the ID-JAGs; another than `orgUrl` with a custom domain. */
  readonly issuer: string;
  readonly resourceIssuer: string;
  /** Absent: not this stack's. */
  readonly teamspace?: EnterpriseManagedAuthArgs["teamspace"];
}

/** A declaration of an org as it is, and what a person has to know of it. */
export interface Adoption {
  readonly declared: EnterpriseManagedAuthArgs;
  readonly notes: readonly string[];
}

/** Declares an org so that `pulumi up` would change nothing in it. */
export function adoption(found: FoundOrg, request: AdoptionRequest): Adoption {
  const { orgUrl, issuer, teamspace } = request;
  const people = declaredPeople(found);
  const notes = [...people.notes];
  const requestingApps = found.clients.map((client) => {
    const own = people.own[client.key];
    const declaration = {
      ...declareClient(client, request, notes),
      ...connectionOf(client),
      ...(own && { assignments: own }),
    };
    return [client.key, declaration] as const;
  });
  const declared: EnterpriseManagedAuthArgs = {
    resourceApp: declareResourceApp(found.resourceApp.app, request, notes),
    requestingApps: Object.fromEntries(requestingApps),
    ...(Object.keys(people.common).length > 0 && { assignments: people.common }),
    ...(teamspace && { teamspace }),
    ...(issuer !== orgUrl && { issuer }),
  };
  return { declared, notes };
}

function declareResourceApp(app: LiveApplication, request: AdoptionRequest, notes: string[]) {
  const issuer = issuerUrl(request);
  if (request.form === "existing") return { existing: { id: app.id }, ...issuer };
  const settings = withPlaceholders(app, { issuerUrl: request.resourceIssuer });
  const taken = takenOver(app, resourceAppFrom(app, settings), notes);
  return { ...(taken ?? { existing: { id: app.id } }), ...issuer };
}

function declareClient(client: FoundClient, request: AdoptionRequest, notes: string[]) {
  const { app, clientIdAtResource } = client;
  const adopted = { existing: { id: app.id }, clientIdAtResource, ...issuerUrl(request) };
  if (request.form === "existing") return adopted;
  const values = { issuerUrl: request.resourceIssuer, clientIdAtResource };
  const form = requestingAppFrom(app, withPlaceholders(app, values), clientIdAtResource);
  const taken = takenOver(app, form, notes);
  return taken ? { ...taken, ...issuerUrl(request) } : adopted;
}

function takenOver<Args>(
  app: LiveApplication,
  form: CatalogDeclaration<Args>,
  notes: string[],
): Args | undefined {
  if ("declaration" in form) return form.declaration;
  notes.push(
    `${named(app)} is written as existing, only read: taken over, it would not stay as it is. ` +
      `${form.obstacles.join("; ")}.`,
  );
  return undefined;
}

function issuerUrl({ resourceIssuer }: AdoptionRequest): { issuerUrl?: string } {
  return resourceIssuer === CONTEXT7_ISSUER ? {} : { issuerUrl: resourceIssuer };
}

/** The whole content of `settings.app`: what is left out would be missing from the next update. */
function withPlaceholders(app: LiveApplication, values: Record<string, string>) {
  const settings = (valueAt(app, "settings.app") ?? {}) as Record<string, unknown>;
  const fields = Object.entries(settings).map(([field, value]) => {
    const known = Object.entries(values).find(([, one]) => one !== "" && one === value);
    return [field, known ? `\${${known[0]}}` : value] as const;
  });
  return Object.fromEntries(fields);
}

function connectionOf({ connection }: FoundClient): { connection?: ConnectionSettings } {
  if (!connection) return { connection: { management: ConnectionManagement.Guided } };
  if (connection.status === "ACTIVE") return {};
  return { connection: { status: ConnectionStatus.Inactive } };
}

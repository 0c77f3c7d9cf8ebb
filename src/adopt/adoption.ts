import { type LiveApplication, valueAt } from "../../provider/okta/liveApplication";
import { named } from "../../provider/okta/objects";
import type { EnterpriseManagedAuthArgs } from "../components/enterpriseManagedAuthArgs";
import { type CatalogDeclaration, requestingAppFrom, resourceAppFrom } from "./catalogApp";
import { connectionOf, issuerUrlOf, withPlaceholders } from "./declarations";
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
      // Without the API for connections, none was read.
      ...connectionOf(client.connection, client.connection !== undefined),
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
  const issuer = issuerUrlOf(request.resourceIssuer);
  if (request.form === "existing") return { existing: { id: app.id }, ...issuer };
  const settings = withPlaceholders(settingsOf(app), { issuerUrl: request.resourceIssuer });
  const taken = takenOver(app, resourceAppFrom(app, settings), notes);
  return { ...(taken ?? { existing: { id: app.id } }), ...issuer };
}

function declareClient(client: FoundClient, request: AdoptionRequest, notes: string[]) {
  const { app, clientIdAtResource } = client;
  const issuer = issuerUrlOf(request.resourceIssuer);
  const adopted = { existing: { id: app.id }, clientIdAtResource, ...issuer };
  if (request.form === "existing") return adopted;
  const values = { issuerUrl: request.resourceIssuer, clientIdAtResource };
  const form = requestingAppFrom(
    app,
    withPlaceholders(settingsOf(app), values),
    clientIdAtResource,
  );
  const taken = takenOver(app, form, notes);
  return taken ? { ...taken, ...issuer } : adopted;
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

/** The whole content of `settings.app`: what is left out would be missing from the next update. */
function settingsOf(app: LiveApplication): Record<string, unknown> {
  return (valueAt(app, "settings.app") ?? {}) as Record<string, unknown>;
}

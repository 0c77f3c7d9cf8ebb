import type { CheckFailure } from "@pulumi/pulumi/dynamic";
import type { OktaClient } from "../okta/client";
import { ifThere } from "../okta/error";
import {
  type Application,
  findApplications,
  getApplication,
  listCatalogApplications,
  named,
} from "../okta/objects";
import { shortList } from "../shortList";
import { existingLines } from "./existingLines";
import { APP_AMBIGUOUS_REMEDY, appMissingRemedy } from "./guidance";
import { ApplicationRole, type Found, type Inputs } from "./schema";

/** The result of a look-up: what was found, or why that is no answer. */
export type Answer = { found: Found } | { failure: CheckFailure };

const failure = (property: string, reason: string): Answer => ({ failure: { property, reason } });

export async function lookUpById(
  okta: OktaClient,
  id: string,
  role: ApplicationRole,
): Promise<Answer> {
  const app = await ifThere(getApplication(okta, id));
  if (app) return { found: foundFrom(app) };
  return failure(
    "existingId",
    `${okta.orgUrl} has no app with the ID ${id}. IDs of apps start with 0oa; the address of the app's ` +
      `page in the Admin Console ends with it. ${appMissingRemedy(role)}`,
  );
}

/** Okta searches by the beginning of a label; here the whole label counts. */
export async function lookUpByLabel(
  okta: OktaClient,
  label: string,
  role: ApplicationRole,
): Promise<Answer> {
  const candidates = await findApplications(okta, label);
  const matches = candidates.filter((app) => app.label === label);
  const [only] = matches;
  if (only && matches.length === 1) return { found: foundFrom(only) };
  if (only) {
    return failure(
      "existingLabel",
      `${okta.orgUrl} has ${matches.length} apps with the label “${label}”: ${listed(matches)}. ` +
        `${APP_AMBIGUOUS_REMEDY} Here: existing: { id }.`,
    );
  }
  const near = candidates.length > 0 ? candidates : await findApplications(okta, label.slice(0, 3));
  return failure(
    "existingLabel",
    `${okta.orgUrl} has no app with the whole label “${label}”.` +
      `${near.length > 0 ? ` Near ones: ${listed(near)}.` : " None starts like it."} ` +
      appMissingRemedy(role),
  );
}

/**
 * Whether an app can be created from the catalog: no other app of this key may have its label or,
 * for a resource app, its issuer URL (Okta: "Failed to save XAA configuration").
 *
 * @param renamed whether this stack has the app under another label or key already.
 */
export async function admitFromCatalog(
  okta: OktaClient,
  wanted: Inputs & { catalogKey: string; label: string },
  renamed: boolean,
): Promise<Answer> {
  const { catalogKey, label, issuerUrl, role } = wanted;
  const resource = role === ApplicationRole.Resource;
  const path = wanted.configurationPath ?? (resource ? "resourceApp" : "requestingApps.<key>");
  const all = await listCatalogApplications(okta, catalogKey);
  // If the state does not have it after all, onlyOne.ts stops the creation of another.
  const apps = all.filter(({ id }) => id !== wanted.importedId);
  const sameLabel = sameApp(apps, { catalogKey, label });
  if (sameLabel) {
    return failure(
      "label",
      `${okta.orgUrl} already has the app ${named(sameLabel)} of the integration ` +
        `${catalogKey}, and this stack does not own it. ${
          renamed
            ? "If it is this stack's own app, renamed by hand, give it back its old label. "
            : ""
        }Choose another label, or use the app as it is.\n${existingLines(path, sameLabel.id)}`,
    );
  }
  const sameIssuer = resource && !renamed && sameApp(apps, { catalogKey, issuerUrl });
  if (sameIssuer) {
    return failure(
      "issuerUrl",
      `Issuer URLs of Cross App Access are unique in an org, and ${issuerUrl} belongs to the app ` +
        `${named(sameIssuer)} of ${okta.orgUrl}. If another stack owns it, use it ` +
        `here as it is and leave teamspace out.\n${existingLines(path, sameIssuer.id)}`,
    );
  }
  return { found: {} };
}

/** The app of this key that has the label or holds the issuer URL, whichever is given. */
export function sameApp(
  apps: Application[],
  { catalogKey, label, issuerUrl }: { catalogKey: string; label?: string; issuerUrl?: string },
): Application | undefined {
  const ofKey = apps.filter(({ name }) => name === catalogKey);
  const labelled = label !== undefined && ofKey.find((app) => app.label === label);
  return labelled || (issuerUrl ? ofKey.find((app) => holds(app, issuerUrl)) : undefined);
}

function holds({ settings }: Application, issuerUrl: string): boolean {
  return Object.values(settings?.app ?? {}).includes(issuerUrl);
}

export function foundFrom(app: Application): Found {
  return {
    appId: app.id,
    clientId: app.credentials?.oauthClient?.client_id,
    label: app.label,
    appName: app.name,
    status: app.status,
    tokenEndpointAuthMethod: app.credentials?.oauthClient?.token_endpoint_auth_method,
  };
}

function listed(apps: Application[]): string {
  return shortList(
    apps.map((app) => (app.status === "ACTIVE" ? named(app) : `${named(app)} [${app.status}]`)),
  );
}

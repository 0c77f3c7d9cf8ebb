import type { LiveApplication } from "../../../provider/okta/liveApplication";
import type { DeclaredResource } from "../declared";
import {
  AS_DECLARED,
  changeSentence,
  declaredBy,
  deleted,
  type FoundObject,
  found,
  type Look,
  notRead,
} from "../found";
import type { OrgInventory } from "../inventory";
import { consolePath, type Names } from "../names";
import { propertyChanges } from "../propertyChanges";

/**
 * Holds an app that the stack adopted against what the stack last saw of it. The stack builds on its
 * client ID; label, status and client authentication are its owner's to change, and do not count unless
 * asked for.
 *
 * @param resource an `ApplicationLookup` of an existing app.
 */
export function compareAdoptedApp(
  resource: DeclaredResource,
  dependents: number,
  org: OrgInventory,
  names: Names,
): Look {
  const { outputs } = resource;
  const id = String(outputs.appId);
  const object: FoundObject = {
    kind: outputs.role === "resource" ? "resource app" : "requesting app",
    name: names.app(id),
    id,
    ...declaredBy(resource),
    console: consolePath(names.appNow(id), "General"),
  };
  const unread = org.unread.apps.get(id);
  if (unread) return notRead(unread);
  const live = org.apps.get(id);
  if (!live) {
    const along = dependents > 0 ? ", and with it what the stack declares of it" : "";
    return deleted(
      object,
      `The app, which the stack adopted, was deleted${along}.`,
      "Name another app in existing, or declare it with catalog; then pulumi up --refresh.",
    );
  }
  const oauth = oauthClientOf(live);
  const ofOwner = propertyChanges([
    { property: "label", label: "Application label", declared: outputs.label, live: live.label },
    { property: "status", label: "Status", declared: outputs.status, live: live.status },
    {
      property: "tokenEndpointAuthMethod",
      label: "Client authentication",
      declared: outputs.tokenEndpointAuthMethod,
      live: oauth.token_endpoint_auth_method,
    },
  ]);
  const ofStack = propertyChanges([
    {
      property: "clientId",
      label: "Client ID",
      declared: outputs.clientId,
      live: oauth.client_id,
    },
  ]);
  const changes = [...ofStack, ...ofOwner];
  if (changes.length === 0) return AS_DECLARED;
  const remedy =
    "The stack adopted this app and never changes it. If the change is meant, pulumi up --refresh takes " +
    "note of it (existing.label must be the app's label now); otherwise undo it in the console.";
  const sentence = changeSentence(changes);
  const ownersOnly = ofStack.length === 0;
  return found({ kind: "changed", object, sentence, changes, remedy, ownersOnly });
}

function oauthClientOf({ credentials }: LiveApplication): Record<string, unknown> {
  const { oauthClient } = (credentials ?? {}) as { oauthClient?: Record<string, unknown> };
  return oauthClient ?? {};
}

import { z } from "zod";
import type { TeamspaceSettings } from "../../../provider/context7/client";
import { state as teamspaceState } from "../../../provider/teamspaceEma/schema";
import type { DeclaredResource } from "../declared";
import {
  changed,
  changeSentence,
  declaredBy,
  deleted,
  type FoundObject,
  type Look,
  notObservable,
  oddState,
  unknown,
} from "../found";
import { propertyChanges } from "../propertyChanges";
import { revealed } from "../secret";

/** What reading a teamspace's settings came to. */
export type TeamspaceLook =
  | { readonly settings: TeamspaceSettings | undefined }
  | { readonly problem: string };

/**
 * Holds the teamspace's two settings against their declaration.
 *
 * @param look what was read; a guided teamspace is not read.
 */
export function compareTeamspace(resource: DeclaredResource, look?: TeamspaceLook): Look {
  const { data: known, error } = teamspaceState.safeParse(revealed(resource.outputs));
  if (!known) return oddState(resource, z.prettifyError(error));
  const { issuer, scope, management } = known;
  const object: FoundObject = {
    kind: "teamspace",
    name: "Enterprise-Managed Auth",
    ...declaredBy(resource),
    console: "context7.com/dashboard > the teamspace > Enterprise > Okta",
  };
  if (management === "guided" || !look) {
    return notObservable(
      object,
      `Context7 does not let these settings be read (issuer ${issuer}), so a change made there is not seen.`,
      "Compare by eye in the dashboard.",
    );
  }
  if ("problem" in look) return unknown(look.problem);
  if (!look.settings) return deleted(object, "Enterprise: the Okta settings were cleared.");
  const { inputs } = resource;
  const changes = propertyChanges([
    {
      property: "issuer",
      label: "Identity provider issuer",
      declared: inputs.issuer ?? issuer,
      live: look.settings.issuer,
    },
    {
      property: "scope",
      label: "Scope",
      declared: "issuer" in inputs ? inputs.scope : scope,
      live: look.settings.scope,
    },
  ]);
  return changed(object, changes, `Enterprise: ${changeSentence(changes)}`);
}

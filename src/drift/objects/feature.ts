import { z } from "zod";
import { state as featureState } from "../../../provider/crossAppAccessFeature/schema";
import type { DeclaredResource } from "../declared";
import {
  changed,
  declaredBy,
  type FoundObject,
  type Look,
  notObservable,
  notRead,
  oddState,
} from "../found";
import type { OrgInventory } from "../inventory";
import { propertyChanges } from "../propertyChanges";
import { revealed } from "../secret";

/** Holds the feature's switch against its declaration, as `CrossAppAccessFeature`'s `read` does. */
export function compareFeature(resource: DeclaredResource, org: OrgInventory): Look {
  const { data: known, error } = featureState.safeParse(revealed(resource.outputs));
  if (!known) return oddState(resource, z.prettifyError(error));
  const { name, featureId } = known;
  const object: FoundObject = {
    kind: "feature",
    name,
    id: featureId,
    ...declaredBy(resource),
    console: "Settings > Features",
  };
  if (!org.features) return notRead(org.unread.features);
  const live = org.features.find(({ id }) => id === featureId);
  if (!live) {
    return notObservable(
      object,
      `${org.orgUrl} does not list “${name}” any more, so whether it is on cannot be seen.`,
      "Okta took it out of self-service on 1 July 2026; what was on stays on. If Cross App Access does " +
        "not work, ask Okta Support; otherwise set manageFeature to false.",
    );
  }
  const changes = propertyChanges([
    { property: "status", label: "Status", declared: resource.inputs.status, live: live.status },
  ]);
  const onOrOff = live.status === "ENABLED" ? "on" : "off";
  return changed(object, changes, `Features: ${name} was switched ${onOrOff}.`);
}

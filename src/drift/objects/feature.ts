import { z } from "zod";
import {
  FEATURE_UNSEEN_NOTE,
  featureUnseen,
} from "../../../provider/crossAppAccessFeature/guidance";
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
    return notObservable(object, featureUnseen(org.orgUrl, name), FEATURE_UNSEEN_NOTE);
  }
  const changes = propertyChanges([
    { property: "status", label: "Status", declared: resource.inputs.status, live: live.status },
  ]);
  const onOrOff = live.status === "ENABLED" ? "on" : "off";
  return changed(object, changes, `Features: ${name} was switched ${onOrOff}.`);
}

import type { TargetCheck } from "../../registry";
import { listed, without } from "./people";
import { NO_CLIENT, readPeople, readResourceApp } from "./reads";

/** People on the resource app alone get nothing, and were probably meant to get something. */
export const peopleWithoutClient: TargetCheck = {
  id: "okta.peopleWithoutClient",
  group: "okta",
  link: "resourceApp",
  title: "Everybody on the resource app has a client",
  severity: "low",
  needs: ["okta.resourceApp", "okta.requestingApp"],
  access: ["oktaApi"],
  async run(context) {
    const { requestingApps, declaredElsewhere } = context.target;
    if (Object.keys(requestingApps).length === 0) return { verdict: "skip", reason: NO_CLIENT };
    if (declaredElsewhere.length > 0) {
      const reason = "other stacks declare clients too, whose people are not all known here";
      return { verdict: "skip", reason };
    }
    const resource = await readResourceApp(context);
    if (!resource) return { verdict: "skip", reason: "the resource app is gone" };
    const apps = Object.values(requestingApps);
    const [onResource, ...onClients] = await Promise.all([
      readPeople(context, resource.id),
      ...apps.map(({ appId }) => readPeople(context, appId)),
    ]);
    const lonely = without(onResource, onClients.flat());
    const evidence = { onResource: onResource.length, withoutClient: lonely.length };
    if (lonely.length > 0) {
      return { verdict: "warn", tag: "people_without_client", seen: listed(lonely), evidence };
    }
    return { verdict: "pass", summary: "Nobody is on the resource app alone.", evidence };
  },
};

import { shortList } from "../../../../provider/shortList";
import type { ClientCheck } from "../../registry";
import { type Person, readPeople, readResourceApp } from "./reads";

/** Whoever may use a client must also be on the resource app, or Okta answers `invalid_target`. */
export const people: ClientCheck = {
  id: "okta.people",
  each: "client",
  group: "okta",
  link: "requestingApp",
  title: "The client's people are on the resource app too",
  severity: "medium",
  needs: ["okta.requestingApp", "okta.resourceApp"],
  access: ["oktaApi"],
  async run(context, { appId }, key) {
    const resource = await readResourceApp(context);
    if (!resource) return { verdict: "skip", reason: "the resource app is gone" };
    const [onClient, onResource] = await Promise.all([
      readPeople(context, appId),
      readPeople(context, resource.id),
    ]);
    if (onClient.length === 0) return { verdict: "fail", tag: "people_none", seen: `“${key}”` };
    const missing = without(onClient, onResource);
    const evidence = { onClient: onClient.length, missing: missing.length };
    if (missing.length > 0) {
      const seen = listed(missing);
      const tag = "people_missing_on_resource_app";
      return { verdict: "fail", tag, seen, evidence: { ...evidence, who: seen } };
    }
    const who = onClient.length === 1 ? "One person is" : `${onClient.length} people are`;
    return { verdict: "pass", summary: `${who} on both apps.`, evidence };
  },
};

/** Those of `some` who are not among `others`. */
export function without(some: readonly Person[], others: readonly Person[]): Person[] {
  const ids = new Set(others.map(({ id }) => id));
  return some.filter(({ id }) => !ids.has(id));
}

export function listed(persons: readonly Person[]): string {
  return shortList(persons.map(({ login }) => login));
}

import { DIRECTORY_LOOKUP, GROUP, USER_ASSIGNMENT } from "../provider/typeTokens";
import { ofType } from "./resources";
import type { StackResource } from "./stackRule";
import { knownOf, unlessUnknown } from "./unknown";

/** Names of groups and logins of users by their IDs, as far as the stack knows them. */
export function principalNames(resources: readonly StackResource[]): ReadonlyMap<string, string> {
  const looked = ofType(resources, DIRECTORY_LOOKUP).flatMap(({ props }) =>
    ["groupIds", "userIds"].flatMap((answers) =>
      unlessUnknown(() => Object.entries<string>(props[answers] ?? {})),
    ),
  );
  const made = ofType(resources, GROUP).flatMap(({ urn, props }) =>
    unlessUnknown(() => [[props.name as string, urn] as [string, string]]),
  );
  const users = ofType(resources, USER_ASSIGNMENT).flatMap(({ props }) =>
    unlessUnknown(() => [[props.username, props.userId] as [string, string]]),
  );
  const pairs = knownOf([...users, ...looked, ...made]);
  return new Map(pairs.map(([name, id]) => [id, name]));
}

import type {
  CheckFailure,
  CheckResult,
  CreateResult,
  DiffResult,
  ReadResult,
  UpdateResult,
} from "@pulumi/pulumi/dynamic";
import { otherOrgFailures, withFailures } from "../check";
import type { ProviderConfig } from "../credentials";
import { differences, type Properties, parseInputs, unknownValue } from "../inputs";
import { type OktaClient, oktaClient } from "../okta/client";
import { type Answer, lookUpGroup, lookUpLogin, lookUpUser } from "./lookup";
import { type Inputs, inputs, state } from "./schema";

/**
 * Looks up on every preview: a group that was renamed or made anew has to be seen. All names that
 * match nothing, or several, are failures at once.
 */
export async function check(
  config: ProviderConfig,
  _olds: Properties,
  news: Properties,
): Promise<CheckResult> {
  const parsed = parseInputs(inputs, news);
  const failures = [...parsed.failures, ...otherOrgFailures(config, parsed.values.orgUrl)];
  if (failures.length > 0) return { inputs: parsed.inputs, failures };
  const wanted = parsed.complete;
  if (!wanted) {
    const unknown = { groupIds: unknownValue, userIds: unknownValue, logins: unknownValue };
    return { inputs: { ...parsed.inputs, ...unknown } };
  }
  return withFailures("orgUrl", parsed.inputs, () => lookUp(config, wanted));
}

async function lookUp(config: ProviderConfig, wanted: Inputs): Promise<CheckResult> {
  const { groupNames, userLogins, knownUserIds } = wanted;
  const failures: CheckFailure[] = [];
  if (groupNames.length + userLogins.length + knownUserIds.length === 0) {
    return { inputs: { ...wanted, groupIds: {}, userIds: {}, logins: {} } };
  }
  const okta = oktaClient(config);
  const groupIds = await answers(okta, "groupNames", groupNames, lookUpGroup, failures);
  const userIds = await answers(okta, "userLogins", userLogins, lookUpUser, failures);
  const logins = await answers(okta, "knownUserIds", knownUserIds, lookUpLogin, failures);
  return { inputs: { ...wanted, groupIds, userIds, logins }, failures };
}

/** One after the other: a rate limit is shared by everybody in the org. */
async function answers(
  okta: OktaClient,
  property: string,
  asked: string[],
  lookUpOne: (okta: OktaClient, one: string) => Promise<Answer>,
  failures: CheckFailure[],
): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const [index, one] of asked.entries()) {
    if (found[one] !== undefined) continue;
    const answer = await lookUpOne(okta, one);
    if ("found" in answer) found[one] = answer.found;
    else failures.push({ property: `${property}[${index}]`, reason: answer.reason });
  }
  return found;
}

const COMPARED = [
  "orgUrl",
  "groupNames",
  "userLogins",
  "knownUserIds",
  "groupIds",
  "userIds",
  "logins",
];

export async function diff(
  _config: ProviderConfig,
  _id: string,
  olds: Properties,
  news: Properties,
): Promise<DiffResult> {
  return differences(state.parse(olds), news, COMPARED);
}

/** Nothing is created: the checked inputs are the result. */
export async function create(_config: ProviderConfig, news: Properties): Promise<CreateResult> {
  const outs = state.parse(news);
  return { id: `${new URL(outs.orgUrl).host}/directory`, outs };
}

export async function update(
  _config: ProviderConfig,
  _id: string,
  _olds: Properties,
  news: Properties,
): Promise<UpdateResult> {
  return { outs: state.parse(news) };
}

/** It owns nothing that could drift; the next preview looks up again. */
export async function read(
  _config: ProviderConfig,
  id: string,
  props: Properties,
): Promise<ReadResult> {
  return { id, props: state.parse(props) };
}

/** Nothing is deleted. */
export async function remove(): Promise<void> {}

import type {
  CheckResult,
  CreateResult,
  DiffResult,
  ReadResult,
  UpdateResult,
} from "@pulumi/pulumi/dynamic";
import { otherOrgFailures } from "../check";
import type { ProviderConfig } from "../credentials";
import { ExplainedError } from "../explainedError";
import { differences, type Properties, parseInputs } from "../inputs";
import { type OktaClient, oktaClient } from "../okta/client";
import { OktaApiError } from "../okta/error";
import { enableFeature, type Feature, listFeatures } from "../okta/objects";
import { tell } from "../terminal";
import { FEATURE_UNSEEN_NOTE, featureRemedy, featureUnseen } from "./guidance";
import { inputs, type State, state } from "./schema";

/** Besides the inputs themselves, declares that the feature is on. */
export async function check(
  config: ProviderConfig,
  _olds: Properties,
  news: Properties,
): Promise<CheckResult> {
  const parsed = parseInputs(inputs, news);
  const failures = [...parsed.failures, ...otherOrgFailures(config, parsed.values.orgUrl)];
  return { inputs: { ...parsed.inputs, status: "ENABLED" }, failures };
}

export async function diff(
  _config: ProviderConfig,
  _id: string,
  olds: Properties,
  news: Properties,
): Promise<DiffResult> {
  return differences(olds, news, ["status"], ["orgUrl", "name"]);
}

export async function create(config: ProviderConfig, news: Properties): Promise<CreateResult> {
  const outs = await switchOn(config, inputs.parse(news));
  return { id: outs.featureId, outs };
}

export async function update(
  config: ProviderConfig,
  _id: string,
  _olds: Properties,
  news: Properties,
): Promise<UpdateResult> {
  return { outs: await switchOn(config, inputs.parse(news)) };
}

/**
 * Okta lists only what the org itself may switch. That the feature is not listed any more says
 * nothing about whether it is on: state stays as it is.
 */
export async function read(
  config: ProviderConfig,
  id: string,
  props: Properties,
): Promise<ReadResult> {
  const known = state.parse(props);
  const found = (await listFeatures(oktaClient(config))).find((feature) => feature.id === id);
  if (!found) {
    tell(config, `${featureUnseen(known.orgUrl, known.name)} ${FEATURE_UNSEEN_NOTE}`);
    return { id, props: known };
  }
  const { orgUrl, name } = known;
  const live = { orgUrl, name, status: found.status };
  return { id, props: { ...live, featureId: id }, inputs: live };
}

/** Forgets the feature: everybody in the org uses the same switch. */
export async function remove(
  config: ProviderConfig,
  _id: string,
  props: Properties,
): Promise<void> {
  tell(config, `“${props.name}” stays as it is in ${props.orgUrl}: it is never switched off here.`);
}

async function switchOn(
  config: ProviderConfig,
  { orgUrl, name }: { orgUrl: string; name: string },
): Promise<State> {
  const okta = oktaClient(config);
  const features = await listFeatures(okta);
  const found = features.find((feature) => feature.name === name);
  if (!found) throw notListed(orgUrl, name, features);
  if (found.status !== "ENABLED") await enable(okta, found);
  return { orgUrl, name, featureId: found.id, status: "ENABLED" };
}

async function enable(okta: OktaClient, { id, name }: Feature): Promise<void> {
  try {
    await enableFeature(okta, id);
  } catch (error) {
    if (!(error instanceof OktaApiError) || ![400, 403, 404].includes(error.status)) throw error;
    throw new ExplainedError(
      `The feature “${name}” cannot be switched on from here. Either ${okta.orgUrl} may not switch it ` +
        "itself, or it depends on another feature, or the credentials may not. " +
        `${featureRemedy(name)} ${error.message}`,
    );
  }
}

function notListed(orgUrl: string, name: string, features: Feature[]): ExplainedError {
  const words = name.toLowerCase().split(/\s+/);
  const near = features.filter((feature) =>
    words.some((word) => word.length > 3 && feature.name.toLowerCase().includes(word)),
  );
  const list = near.map((feature) => `“${feature.name}” (${feature.id})`).join(", ");
  return new ExplainedError(
    `${orgUrl} does not list a feature with the whole name “${name}”, so it cannot be managed here.` +
      `${list ? ` Near ones: ${list}.` : ""} If Cross App Access works in this org, leave manageFeature ` +
      `out. If not: ${featureRemedy(name)} (Integrator orgs ask developers@okta.com.)`,
  );
}

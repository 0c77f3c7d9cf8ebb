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
import {
  defined,
  differences,
  inputsOf,
  type Properties,
  parseInputs,
  unknownValue,
} from "../inputs";
import { oktaClient } from "../okta/client";
import { ifThere } from "../okta/error";
import { getApplication } from "../okta/objects";
import { type Answer, admitFromCatalog, foundFrom, lookUpById, lookUpByLabel } from "./lookup";
import { found, type Inputs, inputs, state } from "./schema";

const computed = Object.keys(found.shape);

/** Looks up while previewing: what is found becomes inputs, which the preview shows. */
export async function check(
  config: ProviderConfig,
  olds: Properties,
  news: Properties,
): Promise<CheckResult> {
  const parsed = parseInputs(inputs, news);
  const failures = [
    ...parsed.failures,
    ...kindFailures(parsed.inputs),
    ...otherOrgFailures(config, parsed.values.orgUrl),
  ];
  if (failures.length > 0) return { inputs: parsed.inputs, failures };
  const wanted = parsed.complete;
  if (!wanted) return { inputs: { ...parsed.inputs, ...notYet(parsed.inputs) } };

  return withFailures("orgUrl", parsed.inputs, async () => {
    const answer = await lookUp(config, olds, wanted);
    if ("failure" in answer) return { inputs: parsed.inputs, failures: [answer.failure] };
    return { inputs: defined({ ...parsed.inputs, ...answer.found }) };
  });
}

async function lookUp(config: ProviderConfig, olds: Properties, wanted: Inputs): Promise<Answer> {
  const { existingId, existingLabel, catalogKey, label, role } = wanted;
  if (existingId !== undefined) return lookUpById(oktaClient(config), existingId, role);
  if (existingLabel !== undefined) return lookUpByLabel(oktaClient(config), existingLabel, role);
  if (catalogKey === undefined || label === undefined) return { found: {} };
  // Admitted before: the app of that name is this stack's own by now, or onlyOne.ts stops its creation.
  const hadApp = olds.orgUrl === wanted.orgUrl && olds.catalogKey !== undefined;
  if (hadApp && olds.catalogKey === catalogKey && olds.label === label) return { found: {} };
  return admitFromCatalog(oktaClient(config), { ...wanted, catalogKey, label }, hadApp);
}

/** What cannot be known before the rest is; only an existing app has any of it. */
function notYet(checked: Properties): Properties {
  const existing = checked.existingId !== undefined || checked.existingLabel !== undefined;
  return existing ? Object.fromEntries(computed.map((key) => [key, unknownValue])) : {};
}

function kindFailures({
  existingId,
  existingLabel,
  catalogKey,
  label,
}: Properties): CheckFailure[] {
  const kinds = [existingId, existingLabel, catalogKey].filter((kind) => kind !== undefined);
  if (kinds.length !== 1) {
    const reason = "Give exactly one of existingId, existingLabel, and catalogKey with label.";
    return [{ property: "existingId", reason }];
  }
  if (catalogKey !== undefined && label === undefined) {
    return [{ property: "label", reason: "An app of the catalog needs a label." }];
  }
  return [];
}

export async function diff(
  _config: ProviderConfig,
  _id: string,
  olds: Properties,
  news: Properties,
): Promise<DiffResult> {
  const existing = news.existingId !== undefined || news.existingLabel !== undefined;
  const resolved = existing ? ["appId", "clientId"] : ["label"];
  const declared = ["orgUrl", "role", "existingId", "existingLabel", "catalogKey", "issuerUrl"];
  return differences(olds, news, [...declared, ...resolved]);
}

/** Nothing is created: the checked inputs are the result. */
export async function create(_config: ProviderConfig, news: Properties): Promise<CreateResult> {
  const outs = state.parse(news);
  return { id: `${new URL(outs.orgUrl).host}/${outs.role}`, outs };
}

export async function update(
  _config: ProviderConfig,
  _id: string,
  _olds: Properties,
  news: Properties,
): Promise<UpdateResult> {
  return { outs: state.parse(news) };
}

/** An existing app is read again; an app of the catalog is the business of the resource that makes it. */
export async function read(
  config: ProviderConfig,
  id: string,
  props: Properties,
): Promise<ReadResult> {
  const known = state.parse(props);
  if (known.catalogKey !== undefined || known.appId === undefined) return { id, props: known };
  const app = await ifThere(getApplication(oktaClient(config), known.appId));
  if (!app) return {};
  const live = { ...known, ...foundFrom(app) };
  return { id, props: defined(live), inputs: inputsOf(inputs, live, computed) };
}

/** Nothing is deleted. */
export async function remove(): Promise<void> {}

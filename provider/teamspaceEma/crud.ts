import type {
  CheckResult,
  CreateResult,
  DiffResult,
  ReadResult,
  UpdateResult,
} from "@pulumi/pulumi/dynamic";
import { missingApiKey } from "../check";
import { requireIssuerMetadata } from "../context7/issuerMetadata";
import type { ProviderConfig } from "../credentials";
import { computedOutputs, guidedOutputs, guidedState, unknownOutputs } from "../guided";
import { defined, differences, inputsOf, isUnknown, type Properties, parseInputs } from "../inputs";
import { tell } from "../terminal";
import { teamspaceClearing, teamspaceCode, teamspaceSteps, teamspaceUnseen } from "./guidance";
import { type Inputs, inputs, type State, state, TeamspaceManagement } from "./schema";
import { createSettings, deleteSettings, readSettings, updateSettings } from "./settings";

/** There is one Okta form in a teamspace. */
const id = "context7-teamspace";

/** Computes the confirmation code and whether it was given back, so that a preview shows both. */
export async function check(
  config: ProviderConfig,
  _olds: Properties,
  news: Properties,
): Promise<CheckResult> {
  const parsed = parseInputs(inputs, news);
  const failures = [...parsed.failures];
  if (parsed.values.management === TeamspaceManagement.Api) {
    if (parsed.inputs.settingsUrl === undefined) {
      const reason =
        "Management by api needs the address of the settings document. Context7 publishes none today; " +
        "use guided, or see docs/teamspace-settings.openapi.yaml.";
      failures.push({ property: "settingsUrl", reason });
    }
    failures.push(...missingApiKey(config, "management"));
  }
  return { inputs: { ...parsed.inputs, ...computedFrom(parsed.inputs) }, failures };
}

function computedFrom(checked: Properties): Properties {
  if (isUnknown(checked.management)) return unknownOutputs();
  if (checked.management === TeamspaceManagement.Api) return { observable: true };
  const { issuer, scope, confirmation } = checked;
  if (issuer === undefined) return { observable: false };
  return guidedOutputs([issuer, scope], confirmation, () =>
    teamspaceCode({ issuer: issuer as string, scope: scope as string | undefined }),
  );
}

/** Another `settingsUrl` is another teamspace; the version (`etag`) is nobody's wish. */
export async function diff(
  _config: ProviderConfig,
  _id: string,
  olds: Properties,
  news: Properties,
): Promise<DiffResult> {
  const api = TeamspaceManagement.Api;
  const bothApi = olds.management === api && news.management === api;
  const keys = ["issuer", "scope", "management", "requireConfirmation", "deleteAdopted"];
  return differences(olds, news, [...keys, ...computedOutputs], bothApi ? ["settingsUrl"] : []);
}

export async function create(config: ProviderConfig, news: Properties): Promise<CreateResult> {
  const wanted = inputs.parse(news);
  const outs = await (isApi(wanted) ? createSettings(config, wanted) : guide(config, wanted));
  return { id, outs: defined(outs) };
}

/**
 * From `guided` to `api`, what a person entered is adopted; from `api` to `guided`, it stays as it is.
 */
export async function update(
  config: ProviderConfig,
  _id: string,
  olds: Properties,
  news: Properties,
): Promise<UpdateResult> {
  const wanted = inputs.parse(news);
  const known = state.parse(olds);
  if (!isApi(wanted)) return { outs: defined(await guide(config, wanted)) };
  const outs = isApi(known)
    ? await updateSettings(config, known, wanted)
    : await createSettings(config, wanted);
  return { outs: defined(outs) };
}

/** Guided settings cannot be read back: that is said, and what is known stays. */
export async function read(
  config: ProviderConfig,
  resourceId: string,
  props: Properties,
): Promise<ReadResult> {
  const known = state.parse(props);
  if (!isApi(known)) {
    tell(config, teamspaceUnseen(known));
    return { id: resourceId, props: known };
  }
  const live = await readSettings(config, known);
  if (!live) return {};
  return { id: resourceId, props: defined(live), inputs: inputsOf(inputs, live, computedOutputs) };
}

export async function remove(
  config: ProviderConfig,
  _id: string,
  props: Properties,
): Promise<void> {
  const known = state.parse(props);
  if (isApi(known)) await deleteSettings(config, known);
  else tell(config, teamspaceClearing(known));
}

function isApi<T extends { management: TeamspaceManagement }>(
  values: T,
): values is T & { management: TeamspaceManagement.Api } {
  return values.management === TeamspaceManagement.Api;
}

/** Makes sure that what a person is asked to enter can be entered, and was, if that is required. */
async function guide(config: ProviderConfig, wanted: Inputs): Promise<State> {
  await requireIssuerMetadata(config, wanted.issuer);
  const what = "The teamspace's settings are";
  return guidedState(wanted, teamspaceCode(wanted), what, teamspaceSteps);
}

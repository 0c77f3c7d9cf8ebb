import type {
  CheckResult,
  CreateResult,
  DiffResult,
  ReadResult,
  UpdateResult,
} from "@pulumi/pulumi/dynamic";
import { otherOrgFailures } from "../check";
import type { ProviderConfig } from "../credentials";
import { computedOutputs, guidedOutputs, guidedState, unknownOutputs } from "../guided";
import { defined, differences, inputsOf, isUnknown, type Properties, parseInputs } from "../inputs";
import { tell } from "../terminal";
import { connect, disconnect, readConnection, setStatus } from "./api";
import {
  type ConnectionSides,
  connectionClearing,
  connectionCode,
  connectionSteps,
  connectionUnseen,
} from "./guidance";
import { ConnectionManagement, type Inputs, inputs, type State, state } from "./schema";

/** For a guided connection, computes the code and whether it was given back, for the preview. */
export async function check(
  config: ProviderConfig,
  _olds: Properties,
  news: Properties,
): Promise<CheckResult> {
  const parsed = parseInputs(inputs, news);
  const failures = [...parsed.failures, ...otherOrgFailures(config, parsed.values.orgUrl)];
  return { inputs: { ...parsed.inputs, ...computedFrom(parsed.inputs) }, failures };
}

function computedFrom(checked: Properties): Properties {
  if (isUnknown(checked.management)) return unknownOutputs();
  if (checked.management !== ConnectionManagement.Guided) return { observable: true };
  const { orgUrl, requestingAppId, resourceAppId, status, confirmation } = checked;
  const sides = [orgUrl, requestingAppId, resourceAppId, status];
  return guidedOutputs(sides, confirmation, () =>
    connectionCode(checked as unknown as ConnectionSides),
  );
}

export async function diff(
  _config: ProviderConfig,
  _id: string,
  olds: Properties,
  news: Properties,
): Promise<DiffResult> {
  const wishes = ["status", "management", "requireConfirmation", "deleteAdopted", "featureManaged"];
  const pair = ["orgUrl", "requestingAppId", "resourceAppId"];
  return differences(olds, news, [...wishes, ...computedOutputs], pair);
}

/** The pair of apps is the connection; Okta's ID of it is an output. */
export async function create(config: ProviderConfig, news: Properties): Promise<CreateResult> {
  const wanted = inputs.parse(news);
  const id = `${wanted.requestingAppId}/${wanted.resourceAppId}`;
  const outs = isGuided(wanted) ? guide(wanted) : await connect(config, wanted);
  return { id, outs: defined(outs) };
}

/** Between `guided` and `automatic`, the connection itself stays as it is; `automatic` adopts it. */
export async function update(
  config: ProviderConfig,
  _id: string,
  olds: Properties,
  news: Properties,
): Promise<UpdateResult> {
  const wanted = inputs.parse(news);
  const known = state.parse(olds);
  if (isGuided(wanted)) return { outs: defined(guide(wanted)) };
  const outs = isGuided(known) ? connect(config, wanted) : setStatus(config, known, wanted);
  return { outs: defined(await outs) };
}

/** A guided connection is not read: that is said, and what is known stays. */
export async function read(
  config: ProviderConfig,
  id: string,
  props: Properties,
): Promise<ReadResult> {
  const known = state.parse(props);
  if (isGuided(known)) {
    tell(config, connectionUnseen(known));
    return { id, props: known };
  }
  const live = await readConnection(config, known);
  if (!live) return {};
  return { id, props: defined(live), inputs: inputsOf(inputs, live, computedOutputs) };
}

export async function remove(
  config: ProviderConfig,
  _id: string,
  props: Properties,
): Promise<void> {
  const known = state.parse(props);
  if (isGuided(known)) tell(config, connectionClearing(known));
  else await disconnect(config, known);
}

function isGuided({ management }: { management: ConnectionManagement }): boolean {
  return management === ConnectionManagement.Guided;
}

function guide(wanted: Inputs): State {
  return guidedState(wanted, connectionCode(wanted), "The connection is", connectionSteps);
}

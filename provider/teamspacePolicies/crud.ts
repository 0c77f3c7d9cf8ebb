import type {
  CheckResult,
  CreateResult,
  DiffResult,
  ReadResult,
  UpdateResult,
} from "@pulumi/pulumi/dynamic";
import { missingApiKey } from "../check";
import { Context7ApiError } from "../context7/error";
import { type PoliciesClient, policiesClient } from "../context7/policies";
import type { ProviderConfig } from "../credentials";
import { ExplainedError } from "../explainedError";
import { defined, differences, type Properties, parseInputs } from "../inputs";
import { tell } from "../terminal";
import { differing, patchFor } from "./patch";
import { inputs, type State, state } from "./schema";
import { declarationOf, onlyOwned, sourceTypeAt, type Values, valuesIn, valuesOf } from "./values";

/** A teamspace has one set of policies. */
const id = "context7-teamspace-policies";

/** Lists come out sorted and objects without empty ones, so that equal declarations look equal. */
export async function check(
  config: ProviderConfig,
  _olds: Properties,
  news: Properties,
): Promise<CheckResult> {
  const parsed = parseInputs(inputs, news);
  const known = declarationOf(valuesOf(parsed.values));
  const checked = { ...parsed.inputs };
  for (const key of ["sourceTypes", "libraryFilters"] as const) {
    if (key in parsed.values) checked[key] = known[key];
  }
  return {
    inputs: defined(checked),
    failures: [...parsed.failures, ...missingApiKey(config, "apiKey")],
  };
}

export async function diff(
  _config: ProviderConfig,
  _id: string,
  olds: Properties,
  news: Properties,
): Promise<DiffResult> {
  return differences(olds, news, ["sourceTypes", "libraryFilters", "restoreOnDelete"]);
}

export async function create(config: ProviderConfig, news: Properties): Promise<CreateResult> {
  return { id, outs: await declare(config, news, {}) };
}

/** What is no longer declared stays as it is and is forgotten. */
export async function update(
  config: ProviderConfig,
  _id: string,
  olds: Properties,
  news: Properties,
): Promise<UpdateResult> {
  return { outs: await declare(config, news, valuesOf(state.parse(olds).previous)) };
}

/**
 * Only what is declared: everything else belongs to the dashboard. The number of accessible libraries
 * changes by itself every day, so it is no part of state, where it would look like drift.
 */
export async function read(
  config: ProviderConfig,
  resourceId: string,
  props: Properties,
): Promise<ReadResult> {
  const known = state.parse(props);
  const live = valuesIn(await policiesClient(config).get());
  const seen = declarationOf(onlyOwned(live, valuesOf(known)));
  const { restoreOnDelete, previous } = known;
  return {
    id: resourceId,
    props: { ...seen, restoreOnDelete, previous },
    inputs: { ...seen, restoreOnDelete },
  };
}

/** There is no deleting policies. Leaving them is the safe default: they may be what protects. */
export async function remove(
  config: ProviderConfig,
  _id: string,
  props: Properties,
): Promise<void> {
  const { restoreOnDelete, previous } = state.parse(props);
  if (!restoreOnDelete) {
    tell(
      config,
      "The teamspace keeps its policies as they are: they cannot be deleted, only changed " +
        "(https://context7.com/dashboard?tab=policies). restoreOnDelete: true, set by a pulumi up " +
        "before the destroy, puts back what was there before this stack.",
    );
    return;
  }
  try {
    await bring(config, policiesClient(config), valuesOf(previous));
  } catch (error) {
    // Of a teamspace that is gone nothing is left to be put back.
    if (!(error instanceof Context7ApiError && error.status === 404)) throw error;
  }
}

/** @param previous of what was declared up to now: the values before that. */
async function declare(config: ProviderConfig, news: Properties, previous: Values): Promise<State> {
  const { restoreOnDelete, ...declared } = inputs.parse(news);
  const wanted = valuesOf(declared);
  const before = await bring(config, policiesClient(config), wanted);
  const first = onlyOwned({ ...before, ...previous }, wanted);
  return { ...declarationOf(wanted), restoreOnDelete, previous: declarationOf(first) };
}

/** @returns all policies as they were before. */
async function bring(
  config: ProviderConfig,
  client: PoliciesClient,
  wanted: Values,
): Promise<Values> {
  const found = await client.get();
  const before = valuesIn(found);
  refuseUnknownSourceTypes(wanted, before);
  const patch = patchFor(wanted, before);
  if (!patch) return before;
  const made = await client.patch(patch);
  refuseOtherValues(wanted, valuesIn(made));
  tell(
    config,
    `Public libraries that the teamspace can use: ${made.accessibleLibraryCount ?? "unknown"} ` +
      `(before: ${found.accessibleLibraryCount ?? "unknown"}).`,
  );
  return before;
}

function refuseUnknownSourceTypes(wanted: Values, live: Values): void {
  const names = (values: Values) => Object.keys(values).flatMap((path) => sourceTypeAt(path) ?? []);
  const known = names(live);
  const unknown = names(wanted).filter((name) => !known.includes(name));
  if (unknown.length === 0) return;
  throw new ExplainedError(
    `The teamspace has no source type ${unknown.join(", ")}; it has ${known.join(", ")}. Correct ` +
      "sourceTypes. Nothing was changed.",
  );
}

/** Otherwise every preview would want to change it again. */
function refuseOtherValues(wanted: Values, live: Values): void {
  const lines = differing(wanted, live).map(
    (path) =>
      `${path} is ${JSON.stringify(live[path])}, declared is ${JSON.stringify(wanted[path])}`,
  );
  if (lines.length === 0) return;
  throw new ExplainedError(
    `Context7 accepted the policies but holds other values: ${lines.join("; ")}. Declare them as ` +
      "Context7 writes them (https://context7.com/dashboard?tab=policies); or somebody changed them " +
      "at the same moment, then run pulumi up --refresh.",
  );
}

import type {
  CheckResult,
  CreateResult,
  DiffResult,
  ReadResult,
  UpdateResult,
} from "@pulumi/pulumi/dynamic";
import type { ProviderConfig } from "../credentials";
import { defined, differences, inputsOf, type Properties, parseInputs } from "../inputs";
import { tell } from "../terminal";
import { folderOf, tidy } from "./folder";
import { isAlive, isHere } from "./machine";
import { programVersion, start, stop, urlOf } from "./program";
import { type Inputs, inputs, type State, state } from "./schema";

const computed = ["programVersion", "running"];

/** Besides the inputs themselves, declares that this version of the program runs. */
export async function check(
  _config: ProviderConfig,
  _olds: Properties,
  news: Properties,
): Promise<CheckResult> {
  const parsed = parseInputs(inputs, news);
  return {
    inputs: { ...parsed.inputs, programVersion, running: true },
    failures: parsed.failures,
  };
}

/** A process has its settings from its start: others are another process, and the old one goes first. */
export async function diff(
  _config: ProviderConfig,
  _id: string,
  olds: Properties,
  news: Properties,
): Promise<DiffResult> {
  const replacing = ["folder", "settings", "secrets", "programVersion"];
  return { ...differences(olds, news, ["running"], replacing), deleteBeforeReplace: true };
}

export async function create(config: ProviderConfig, news: Properties): Promise<CreateResult> {
  const outs = await run(config, inputs.parse(news));
  return { id: `${outs.host}:${outs.path}`, outs };
}

/** One that has ended by itself is started again. */
export async function update(
  config: ProviderConfig,
  _id: string,
  _olds: Properties,
  news: Properties,
): Promise<UpdateResult> {
  return { outs: await run(config, inputs.parse(news)) };
}

/** On another machine nothing can be seen, and what is known stays. */
export async function read(
  _config: ProviderConfig,
  id: string,
  props: Properties,
): Promise<ReadResult> {
  const known = state.parse(props);
  if (!isHere(known)) return { id, props: known };
  const live = { ...known, running: isAlive(known) };
  return { id, props: live, inputs: inputsOf(inputs, live, computed) };
}

/** Stops the process; its log and its reports stay. */
export async function remove(
  config: ProviderConfig,
  _id: string,
  props: Properties,
): Promise<void> {
  const known = state.parse(props);
  if (!isHere(known)) {
    tell(
      config,
      `The verifier was started on ${known.host} and is left alone from here. If it still runs there, stop ` +
        `it: kill ${known.pid}. Its files are in ${known.path}.`,
    );
    return;
  }
  await stop(known);
  await tidy(folderOf(known.path, {}));
}

async function run(config: ProviderConfig, wanted: Inputs): Promise<State> {
  const environment = config.environment ?? process.env;
  if (environment.CI) {
    tell(
      config,
      "CI is set: a verifier of kind process ends with this job, at the latest when its machine does. For a " +
        "verifier that stays, run `pulumi up` on a host that stays, or choose kind kubernetes or environment.",
    );
  }
  const folder = folderOf(wanted.folder, environment);
  const known = await start(folder, wanted.settings, wanted.secrets, environment);
  const { path } = folder;
  return defined({
    ...wanted,
    programVersion,
    running: true,
    path,
    url: urlOf(wanted.settings),
    ...known,
  });
}

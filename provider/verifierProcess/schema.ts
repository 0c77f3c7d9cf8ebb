import { z } from "zod";

const variables = z.record(z.string(), z.string());

export const inputs = z.object({
  /** Absolute, or relative to the folder for the state of programs of this user. */
  folder: z.string().min(1, "The folder's name is empty."),
  /** Environment variables of the verifier. */
  settings: variables,
  /** The same, each given to it as a file that `NAME_FILE` names. */
  secrets: variables.default({}),
});
export type Inputs = z.infer<typeof inputs>;

/** What state holds; a later version may add to it. */
export const state = inputs.extend({
  programVersion: z.string(),
  running: z.boolean(),
  /** `folder`, absolute, on the host where it was started. */
  path: z.string(),
  url: z.string(),
  host: z.string(),
  machineId: z.string().default(""),
  bootId: z.string(),
  pid: z.number(),
  /** Clock ticks from the host's start to the process's, as /proc has them. */
  startTime: z.string(),
});
export type State = z.infer<typeof state>;

import { z } from "zod";

/** A difference between environments that is meant, as `drift.wanted` in `context7-ema.yaml` has it. */
export const wantedDifference = z.strictObject({
  path: z
    .string()
    .min(1)
    .describe(
      "Which settings, as a pattern of their path: `requestingApps.*.assignments.groups`; `*` is any one part, `**` any number.",
    ),
  stacks: z
    .array(z.string().min(1))
    .min(1)
    .optional()
    .describe("The stacks that may differ from the others, which must be alike. Default: any."),
  reason: z.string().min(1).describe("Why it is meant; shown with the difference."),
});
export type WantedDifference = z.infer<typeof wantedDifference>;

const compared = z.strictObject({
  path: z.string().describe("The setting: `requestingApps.claude-code.assignments.groups`."),
  values: z
    .array(
      z.strictObject({
        stacks: z.array(z.string()).describe("The stacks that have this value."),
        value: z
          .json()
          .describe(
            "What they declare; `null`: nothing. `{org}` is their org's address. `ID 00g…`: an ID, where it can be compared; else `given by ID`, or how many are.",
          ),
      }),
    )
    .describe("Each value once, the one that most stacks have first."),
});
/** A setting that is given by IDs of different orgs: whether it differs, nobody can tell. */
export type NotComparable = z.infer<typeof compared>;

export const difference = compared.extend({
  wanted: z.string().optional().describe("Why it is meant; absent: it counts."),
});
export type Difference = z.infer<typeof difference>;

/** What `context7-ema drift --compare --json` prints. `version` grows only when a reader has to change. */
export const stackComparison = z.strictObject({
  version: z.literal(1),
  verdict: z
    .enum(["none", "different", "unknown"])
    .describe(
      "`different`: a difference that is not wanted. `unknown`: a stack could not be read; wins over `different`.",
    ),
  stacks: z.array(z.string()).describe("The stacks that were compared."),
  problems: z
    .array(z.string())
    .describe("Which stacks could not be read: each what was seen and what to do."),
  compared: z.int().describe("How many settings were compared."),
  differences: z.array(difference).describe("By path."),
  notComparable: z
    .array(compared)
    .describe(
      "Settings that stacks of different orgs give by ID, which says nothing outside of its org: no difference is counted there. By path.",
    ),
  unmatched: z
    .array(wantedDifference)
    .describe("Wanted differences that no difference matched: they can be removed."),
});
export type StackComparison = z.infer<typeof stackComparison>;

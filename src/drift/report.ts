import { z } from "zod";

/** What an object is in the words of the consoles. */
export const objectKind = z.enum([
  "resource app",
  "requesting app",
  "connection",
  "group assignment",
  "user assignment",
  "feature",
  "teamspace",
  "teamspace policies",
]);
export type ObjectKind = z.infer<typeof objectKind>;

/** One property that differs. Values are shown as a person would read them; never a secret. */
export const propertyChange = z.strictObject({
  property: z
    .string()
    .describe(
      "The property as the resource's declaration calls it: `status`, `label`, `redirectUris`.",
    ),
  label: z.string().describe("As the console calls it: `Application label`."),
  declared: z.json().describe("What is declared; `null`: nothing."),
  live: z.json().describe("What is there; `null`: nothing."),
});
export type PropertyChange = z.infer<typeof propertyChange>;

/** Who changed an object and when, from Okta's System Log. */
export const authorship = z.strictObject({
  at: z.iso.datetime().describe("When it happened, ISO 8601, in UTC."),
  who: z.string().describe("The actor's display name, else its ID."),
  event: z.string().describe("Okta's event type, e.g. `application.lifecycle.deactivate`."),
});
export type Authorship = z.infer<typeof authorship>;

export const finding = z.strictObject({
  kind: z
    .enum(["changed", "deleted", "undeclared", "not observable"])
    .describe(
      "`changed`: there, with other values. `deleted`: declared, and no longer there. `undeclared`: there, and no examined stack declares it. `not observable`: nobody can read it (a guided teamspace).",
    ),
  counts: z
    .boolean()
    .describe(
      "Whether it makes the stack's verdict `drift`: never `not observable`; only with --strict `undeclared`, and an adopted app's label, status and client authentication, which are its owner's to change.",
    ),
  object: z.strictObject({
    kind: objectKind.describe("What it is, in the words of the consoles."),
    name: z
      .string()
      .describe(
        "As the console shows it: an app's label, `Claude Code → Context7`, `Engineering on Claude Code`.",
      ),
    id: z.string().optional().describe("Okta's ID of the object, where it has one."),
    urn: z
      .string()
      .optional()
      .describe("The resource in the stack; absent for what is undeclared."),
    console: z
      .string()
      .describe(
        "Where a person finds it: `Applications > Applications > Claude Code > Manage Connections`.",
      ),
  }),
  sentence: z
    .string()
    .describe(
      "What happened, in the consoles' words: `Manage Connections: Context7 was switched off.`",
    ),
  changes: z
    .array(propertyChange)
    .describe("Property by property; empty unless the kind is `changed`."),
  remedy: z.string().describe("What to do about it."),
  changedBy: authorship
    .optional()
    .describe("Absent where the token may not read the System Log, or the log does not say."),
});
export type Finding = z.infer<typeof finding>;

export const stackDrift = z.strictObject({
  stack: z.string().describe("The stack's name as it was given, e.g. `prod`."),
  project: z.string(),
  orgUrl: z
    .string()
    .optional()
    .describe("Address of its Okta org; absent where not even that is known."),
  verdict: z
    .enum(["none", "drift", "unknown"])
    .describe(
      "`unknown`: it could not be looked at, or not wholly; what was found is listed all the same.",
    ),
  problems: z
    .array(z.string())
    .describe("Why it could not be looked at (wholly): each what was seen and what to do."),
  compared: z.int().describe("How many objects of the stack were compared."),
  findings: z.array(finding),
  ignored: z.int().describe("How many findings the settings' `ignore` patterns left out."),
});
export type StackDrift = z.infer<typeof stackDrift>;

/** What `context7-ema drift --json` prints. `version` grows only when a reader has to change. */
export const driftReport = z.strictObject({
  version: z.literal(1),
  at: z.iso.datetime().describe("When it was looked, ISO 8601, in UTC."),
  verdict: z
    .enum(["none", "drift", "unknown"])
    .describe("`unknown` wins over `drift`, and `drift` over `none`."),
  strict: z
    .boolean()
    .describe(
      "Whether what is undeclared, and what is the owner's of an adopted app, counts (--strict).",
    ),
  stacks: z.array(stackDrift).describe("In the order they were named."),
  notes: z
    .array(z.string())
    .describe(
      "What a reader should know besides, and is no reason to fail: that not all people of an app were looked at, why nobody is named as the author of a change.",
    ),
});
export type DriftReport = z.infer<typeof driftReport>;

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
  /** The property as the resource's declaration calls it: `status`, `label`, `redirectUris`. */
  property: z.string(),
  /** As the console calls it: `Application label`. */
  label: z.string(),
  /** What is declared; `null`: nothing. */
  declared: z.json(),
  /** What is there; `null`: nothing. */
  live: z.json(),
});
export type PropertyChange = z.infer<typeof propertyChange>;

/** Who changed an object and when, from Okta's System Log. */
export const authorship = z.strictObject({
  /** When it happened, ISO 8601, in UTC. */
  at: z.iso.datetime(),
  /** The actor's display name, else its ID. */
  who: z.string(),
  /** Okta's event type, e.g. `application.lifecycle.deactivate`. */
  event: z.string(),
});
export type Authorship = z.infer<typeof authorship>;

export const finding = z.strictObject({
  /**
   * `changed`: there, with other values. `deleted`: declared, and no longer there. `undeclared`: there,
   * and no examined stack declares it. `not observable`: nobody can read it (a guided teamspace).
   */
  kind: z.enum(["changed", "deleted", "undeclared", "not observable"]),
  /** Whether it makes the stack's verdict `drift`: never `not observable`, `undeclared` only with --strict. */
  counts: z.boolean(),
  object: z.strictObject({
    kind: objectKind,
    /** As the console shows it: an app's label, `Claude Code → Context7`, `Engineering on Claude Code`. */
    name: z.string(),
    /** Okta's ID of the object, where it has one. */
    id: z.string().optional(),
    /** The resource in the stack; absent for what is undeclared. */
    urn: z.string().optional(),
    /** Where a person finds it: `Applications > Applications > Claude Code > Manage Connections`. */
    console: z.string(),
  }),
  /** What happened, in the consoles' words: `Manage Connections: Context7 was switched off.` */
  sentence: z.string(),
  /** Property by property; empty unless the kind is `changed`. */
  changes: z.array(propertyChange),
  /** What to do about it. */
  remedy: z.string(),
  /** Absent where the token may not read the System Log, or the log does not say. */
  changedBy: authorship.optional(),
});
export type Finding = z.infer<typeof finding>;

export const stackDrift = z.strictObject({
  /** The stack's name as it was given, e.g. `prod`. */
  stack: z.string(),
  project: z.string(),
  /** Address of its Okta org; absent where not even that is known. */
  orgUrl: z.string().optional(),
  /** `unknown`: it could not be looked at, or not wholly; what was found is listed all the same. */
  verdict: z.enum(["none", "drift", "unknown"]),
  /** Why it could not be looked at (wholly): each what was seen and what to do. */
  problems: z.array(z.string()),
  /** How many objects of the stack were compared. */
  compared: z.int(),
  findings: z.array(finding),
  /** How many findings the settings' `ignore` patterns left out. */
  ignored: z.int(),
});
export type StackDrift = z.infer<typeof stackDrift>;

/** What `context7-ema drift --json` prints. `version` grows only when a reader has to change. */
export const driftReport = z.strictObject({
  version: z.literal(1),
  /** When it was looked, ISO 8601, in UTC. */
  at: z.iso.datetime(),
  /** `unknown` wins over `drift`, and `drift` over `none`. */
  verdict: z.enum(["none", "drift", "unknown"]),
  strict: z.boolean(),
  stacks: z.array(stackDrift),
});
export type DriftReport = z.infer<typeof driftReport>;

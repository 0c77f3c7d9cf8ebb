import type { DeclaredResource } from "./declared";
import type { Unread } from "./problems";
import type { Finding, PropertyChange } from "./report";
import { HIDDEN } from "./secret";
import type { Subject } from "./systemLog";

/** A finding before it is known whether it counts. */
export interface Found extends Omit<Finding, "counts"> {
  /** Whether it is the owner's of an adopted app to change: no drift of the stack, unless --strict. */
  readonly ownersOnly?: boolean;
  /** What Okta's System Log calls the object (systemLog.ts). */
  readonly targets?: Subject["targets"];
}

/**
 * What a look at one object came to. What was not compared is said, as a problem or as a finding: there
 * is no look that saw nothing and is silent about it.
 */
export type Look = Compared | Unknown | NotObservable;

/** It was held against what is there. */
interface Compared {
  readonly findings: readonly Found[];
  readonly problems: readonly [];
  readonly compared: true;
}

/** It could not be compared: why, with what to do. Unknown, not drift. */
export interface Unknown {
  readonly findings: readonly [];
  readonly problems: readonly [Unread | string];
  readonly compared: false;
}

/** Nobody can read it. */
interface NotObservable {
  readonly findings: readonly [Found];
  readonly problems: readonly [];
  readonly compared: false;
}

export const AS_DECLARED: Look = { findings: [], problems: [], compared: true };

export function found(...findings: Found[]): Look {
  return { findings, problems: [], compared: true };
}

export function unknown(problem: Unread | string): Unknown {
  return { findings: [], problems: [problem], compared: false };
}

const NOT_ASKED =
  "Something that the stack declares was not asked for. That is a fault of context7-ema: please report it.";

/** @param why what it depends on could not be read. */
export function notRead(why: Unread | undefined): Unknown {
  return unknown(why ?? NOT_ASKED);
}

/** @param why in what the state is not as it should be; without the values, which may be secret. */
export function oddState({ urn }: Pick<DeclaredResource, "urn">, why: string): Unknown {
  return unknown(
    `The state of ${urn} is not as expected: ${why}. If a newer context7-ema wrote it, look with that ` +
      "version; otherwise pulumi up --refresh writes it anew.",
  );
}

/** An object as findings name it. */
export type FoundObject = Finding["object"];

/** What {@link FoundObject} takes from the resource that declares it. */
export function declaredBy({ urn }: DeclaredResource): Pick<FoundObject, "urn"> {
  return { urn };
}

export function changed(object: FoundObject, changes: PropertyChange[], sentence: string): Look {
  const remedy =
    "pulumi up --refresh puts back what is declared. If the change is meant, declare it.";
  return changes.length === 0
    ? AS_DECLARED
    : found({ kind: "changed", object, sentence, changes, remedy });
}

export function deleted(
  object: FoundObject,
  sentence: string,
  remedy = "pulumi up --refresh makes it again. If that is meant, take it out of the stack.",
): Look {
  return found({ kind: "deleted", object, sentence, changes: [], remedy });
}

export function notObservable(object: FoundObject, sentence: string, remedy: string): Look {
  const finding: Found = { kind: "not observable", object, sentence, changes: [], remedy };
  return { findings: [finding], problems: [], compared: false };
}

/** `Sign-in redirect URIs was changed from … to …`; several changes are only named. */
export function changeSentence(changes: readonly PropertyChange[]): string {
  const [only, ...more] = changes;
  if (only && more.length === 0) {
    if (only.declared === HIDDEN) return `${only.label} was changed.`;
    return `${only.label} was changed from ${asText(only.declared)} to ${asText(only.live)}.`;
  }
  return `${changes.length} properties were changed: ${changes.map(({ label }) => label).join(", ")}.`;
}

/** A value within a sentence. */
export function asText(value: unknown): string {
  if (value === null || value === undefined || value === "") return "nothing";
  if (typeof value === "string") return `“${value}”`;
  if (Array.isArray(value)) return value.length === 0 ? "nothing" : value.map(asText).join(", ");
  return JSON.stringify(value);
}

import {
  DISCOVERY_REASONS,
  type DiscoveryReason,
  ID_JAG_REASONS,
  type IdJagReason,
  type ReasonText,
  scrub,
} from "../idjag";
import { context7Causes } from "./checks/context7/causes";
import { oktaCauses } from "./checks/okta/causes";
import { flowCauses } from "./flow/causes";
import type { Finding } from "./registry";

/** The texts of one cause: what was seen, what to do and where, whose rule it is. */
export interface CauseText {
  /** `{seen}` and `{expected}` are filled in. */
  readonly message: string;
  readonly remedy: string;
  readonly source: string;
}

const own = {
  ...oktaCauses,
  ...context7Causes,
  ...flowCauses,
  internal: {
    message: "The check itself failed: {seen}.",
    remedy: "This is a mistake in the verifier, not in the setup: report it with this line.",
    source: "this package",
  },
} as const satisfies Record<string, CauseText>;

/**
 * Every cause a check or a leg can name. Refusals of metadata and of ID-JAGs keep the tags of
 * the protocol folder, behind `discovery.` and `idJag.`.
 */
export type CauseTag = keyof typeof own | `discovery.${DiscoveryReason}` | `idJag.${IdJagReason}`;

/**
 * The one table of texts for page and command line. Remedies of what a dynamic resource can find, too,
 * stand beside that resource, in `provider/`, and both use them: what `pulumi up` says is the same.
 */
export const CAUSES: Readonly<Record<CauseTag, CauseText>> = {
  ...own,
  ...prefixed("discovery", DISCOVERY_REASONS),
  ...prefixed("idJag", ID_JAG_REASONS),
};

/** A cause with its texts filled in. */
export interface ExplainedCause {
  readonly tag: CauseTag;
  readonly summary: string;
  readonly remedy: string;
  readonly source: string;
}

/** Fills a cause's texts; what is missing reads "nothing". */
export function explainCause(
  tag: CauseTag,
  evidence: { readonly seen?: string; readonly expected?: string } = {},
): ExplainedCause {
  const { message, remedy, source } = CAUSES[tag];
  const fill = (text: string) =>
    text.replace(/\{(seen|expected)\}/g, (_, name: "seen" | "expected") => {
      return evidence[name] ?? "nothing";
    });
  return { tag, summary: fill(message), remedy: fill(remedy), source };
}

/** A mistake of our own as a finding, instead of an error that ends the whole run. */
export function internalFinding(error: unknown, secrets: readonly string[]): Finding {
  const seen = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return { verdict: "fail", tag: "internal", seen: scrub(seen, secrets) };
}

function prefixed<Prefix extends string, Tag extends string>(
  prefix: Prefix,
  texts: Readonly<Record<Tag, ReasonText>>,
): Record<`${Prefix}.${Tag}`, CauseText> {
  const entries = Object.entries<ReasonText>(texts).map(
    ([tag, { message, remedy, specification }]) => [
      `${prefix}.${tag}`,
      { message, remedy, source: specification },
    ],
  );
  return Object.fromEntries(entries);
}

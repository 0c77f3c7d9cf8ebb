import { ExplainedError } from "../../provider/explainedError";
import { shownText } from "../../provider/shownText";
import { scrub } from "../idjag";
import { explainCause, internalFinding } from "./causes";
import type { CheckContext } from "./checks/context";
import { type Access, CHECKS, type Check, type Finding } from "./registry";
import type { CheckEvidence, CheckResult } from "./report";

export interface ScheduleOptions {
  /** Keys of the requesting apps that client checks are made for. */
  readonly clients: readonly string[];
  /** Why this access is not at hand; `undefined` if it is. */
  readonly missing: (access: Access) => string | undefined;
  /** Whether a check's results are reported, or made only because something needs them. */
  readonly reported: (check: Check) => boolean;
  readonly onResult?: (result: CheckResult) => void;
  /** Values that an error's message must not bring into a report. */
  readonly secrets: readonly string[];
}

interface Made {
  readonly check: Check;
  readonly finding: Finding;
  readonly result: CheckResult;
}

const BY_ID = new Map(CHECKS.map((check) => [check.id, check]));

/**
 * Makes checks when somebody asks for them, each once (for each client), after those that it
 * needs. Everything without a reason to wait runs at once.
 */
export function createSchedule(context: CheckContext, options: ScheduleOptions) {
  const { clients, missing, reported, onResult, secrets } = options;
  const making = new Map<string, Promise<Made>>();

  function make(check: Check, client?: string): Promise<Made> {
    const key = `${check.id} ${client ?? ""}`;
    const made = making.get(key) ?? begin(check, client);
    making.set(key, made);
    return made;
  }

  async function begin(check: Check, client: string | undefined): Promise<Made> {
    const blocked = await blockedBy(check, client);
    const began = performance.now();
    const finding: Finding = blocked
      ? { verdict: "skip", reason: blocked }
      : await attempt(check, client);
    const durationMs = Math.round(performance.now() - began);
    const result = resultOf(check, client, finding, durationMs);
    if (reported(check)) onResult?.(result);
    return { check, finding, result };
  }

  /** The reason to skip a check. Missing access comes first: it is what somebody can change. */
  async function blockedBy(check: Check, client?: string): Promise<string | undefined> {
    const lacking = check.access.map(missing).find((reason) => reason !== undefined);
    if (lacking) return lacking;
    const needed = await Promise.all(check.needs.flatMap((id) => instances(id, client)));
    const blocker = needed.find(({ finding }) => ["fail", "skip"].includes(finding.verdict));
    if (!blocker) return undefined;
    const how = blocker.finding.verdict === "fail" ? "failed" : "was skipped";
    return `“${blocker.check.title}” (${blocker.check.id}) ${how}`;
  }

  /** A check that is made for each client, for this client or else for all. */
  function instances(id: string, client?: string): Promise<Made>[] {
    const check = BY_ID.get(id);
    if (!check) throw new Error(`no check has the id ${id}`);
    if (!check.each) return [make(check)];
    return (client === undefined ? clients : [client]).map((key) => make(check, key));
  }

  async function attempt(check: Check, client = ""): Promise<Finding> {
    try {
      if (!check.each) return await check.run(context);
      const declared = context.target.requestingApps[client];
      if (!declared) throw new Error(`no client ${client}`);
      return await check.run(context, declared, client);
    } catch (error) {
      // What could not be looked at is no failure: a missing scope, a rate limit, no answer.
      if (error instanceof ExplainedError) {
        return { verdict: "skip", reason: scrub(error.message, secrets, 800) };
      }
      return internalFinding(error, secrets);
    }
  }

  return {
    /** Results in the order of the checks, and of the clients within. */
    async results(checks: readonly Check[]): Promise<CheckResult[]> {
      const made = await Promise.all(checks.flatMap(({ id }) => instances(id)));
      return made.map(({ result }) => result);
    },
    /** What all checks but the live ones found for one client, or once for all. */
    async findingsFor(client: string): Promise<Map<string, Finding>> {
      const checks = CHECKS.filter(({ group }) => group !== "live");
      const made = await Promise.all(checks.flatMap(({ id }) => instances(id, client)));
      return new Map(made.map(({ check, finding }) => [check.id, finding]));
    },
  };
}

function resultOf(
  { id, group, link, severity, title }: Check,
  client: string | undefined,
  finding: Finding,
  durationMs: number,
): CheckResult {
  const common = {
    id,
    group,
    ...(link && { link }),
    severity,
    title,
    ...(client !== undefined && { client }),
    verdict: finding.verdict,
    durationMs,
  };
  switch (finding.verdict) {
    case "pass": {
      const { summary, evidence } = finding;
      return { ...common, summary: shownText(summary), evidence: shownEvidence(evidence) };
    }
    case "skip": {
      const reason = shownText(finding.reason);
      return { ...common, summary: "Not looked at.", reason, evidence: {} };
    }
    default: {
      const { tag, source, ...texts } = explainCause(finding.tag, finding);
      const [summary, remedy] = [shownText(texts.summary), shownText(texts.remedy)];
      const expected = finding.expected && { expected: shownText(finding.expected) };
      const evidence = shownEvidence(finding.evidence);
      return { ...common, tag, summary, remedy, source, ...expected, evidence };
    }
  }
}

/** Evidence is quoted from Okta and Context7: labels, client IDs, settings. */
function shownEvidence(evidence: CheckEvidence = {}): CheckEvidence {
  const shown = (value: CheckEvidence[string]) => {
    if (Array.isArray(value)) return value.map((each) => shownText(each));
    return typeof value === "string" ? shownText(value) : value;
  };
  return Object.fromEntries(Object.entries(evidence).map(([name, value]) => [name, shown(value)]));
}

import { type CauseTag, explainCause, internalFinding } from "../causes";
import type { Finding } from "../registry";
import type { FlowLeg, FlowLegName, FlowProbe, FlowProbeName } from "../report";
import type { FlowOutcome } from "./outcome";

const LEG_TITLES: Readonly<Record<FlowLegName, string>> = {
  discovery: "Discovery: Okta, Context7 and the MCP server",
  exchange: "Leg 1: the sign-in for an ID-JAG, at Okta",
  idJag: "The ID-JAG, verified as Context7 should",
  redemption: "Leg 2: the ID-JAG for an access token, at Context7",
  accessToken: "The access token, verified as the MCP server does",
  mcp: "Leg 3: initialize and tools/list, at the MCP server",
};

const PROBE_TITLES: Readonly<Record<FlowProbeName, string>> = {
  secondUse: "The same ID-JAG a second time",
  wrongAudience: "An ID-JAG for another authorization server",
  wrongResource: "An ID-JAG for another resource",
};

/** How one step ended: the finding for the report, and what the next steps need. */
export interface Step<Value> {
  readonly finding: Finding;
  /** Absent when the flow ends here. */
  readonly value?: Value;
  readonly said?: FlowLeg["said"];
  readonly claims?: FlowLeg["claims"];
}

export type Recorder = ReturnType<typeof createRecorder>;

/**
 * Keeps the record of one flow while it is made. A step that throws has a mistake; it is recorded
 * as one, so that what came before, and the ID-JAGs it took, are not forgotten.
 *
 * @param now milliseconds since 1970.
 * @param secrets values that an error's message must not bring into the record.
 */
export function createRecorder(now: () => number, secrets: readonly string[]) {
  const legs: FlowLeg[] = [];
  const probes: FlowProbe[] = [];
  const findings: { -readonly [Name in keyof FlowOutcome["findings"]]: Finding } = {};

  async function attempt<Value>(make: () => Promise<Step<Value>>): Promise<Step<Value>> {
    try {
      return await make();
    } catch (error) {
      return { finding: internalFinding(error, secrets) };
    }
  }

  return {
    legs,
    probes,
    findings,
    /** Makes a leg. @returns what the next one needs, or `undefined` where the flow ends. */
    async leg<Value>(leg: FlowLegName, make: () => Promise<Step<Value>>) {
      const began = performance.now();
      const startedAt = new Date(now()).toISOString();
      const { finding, value, said, claims } = await attempt(make);
      const durationMs = Math.round(performance.now() - began);
      findings[leg] = finding;
      legs.push({
        leg,
        title: LEG_TITLES[leg],
        startedAt,
        durationMs,
        ...textsOf(finding),
        said,
        facts: (finding.verdict !== "skip" && finding.evidence) || {},
        claims,
      });
      return value;
    },
    /** What shows only later of a leg that passed. */
    warnOf(leg: FlowLegName, cause: { tag: CauseTag; seen: string }) {
      const before = findings[leg];
      if (before?.verdict !== "pass") return;
      const finding = { verdict: "warn", evidence: before.evidence, ...cause } as const;
      findings[leg] = finding;
      Object.assign(legs.find((made) => made.leg === leg) ?? {}, textsOf(finding));
    },
    async probe(probe: FlowProbeName, make: () => Promise<Step<never>>) {
      const { finding, said } = await attempt(make);
      findings[probe] = finding;
      probes.push({ probe, title: PROBE_TITLES[probe], ...textsOf(finding), said });
    },
  };
}

function textsOf(finding: Finding) {
  const { verdict } = finding;
  if (verdict === "pass") return { verdict, summary: finding.summary };
  if (verdict === "skip") return { verdict, summary: finding.reason };
  const { tag, summary, remedy, source } = explainCause(finding.tag, finding);
  return { verdict, tag, summary, remedy, source };
}

import { z } from "zod";

export const VERDICTS = ["pass", "warn", "fail", "skip"] as const;
/** `warn`: works, but somebody should look; `skip`: not looked at, and no failure. */
export type Verdict = (typeof VERDICTS)[number];

export const CHECK_GROUPS = ["okta", "context7", "live"] as const;
export type CheckGroup = (typeof CHECK_GROUPS)[number];

/** How far a failure reaches: nobody gets in, some do not, or nobody notices today. */
export const SEVERITIES = ["high", "medium", "low"] as const;
export type Severity = (typeof SEVERITIES)[number];

/** The chain that an ID-JAG walks, in its order. */
export const CHAIN_LINKS = [
  "client",
  "requestingApp",
  "connection",
  "resourceApp",
  "context7",
  "mcpServer",
] as const;
export type ChainLinkName = (typeof CHAIN_LINKS)[number];

/** What each link is called for people, and what it stands for. */
export const CHAIN_TITLES: Readonly<Record<ChainLinkName, string>> = {
  client: "Client signs in at the Okta org",
  requestingApp: "Requesting app",
  connection: "Connection",
  resourceApp: "Resource app",
  context7: "Context7",
  mcpServer: "MCP server",
};

const verdict = z.enum(VERDICTS);
const group = z.enum(CHECK_GROUPS);
const time = z.iso.datetime();
const milliseconds = z.number().nonnegative();

/** What was seen, as plain values: never a token, a key or a secret. */
const evidence = z.record(
  z.string(),
  z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]),
);
export type CheckEvidence = z.infer<typeof evidence>;

const checkResult = z.object({
  /** `okta.connection`, … */
  id: z.string(),
  group,
  /** The link of the chain that it proves; absent: about the verifier itself, or a probe. */
  link: z.enum(CHAIN_LINKS).optional(),
  severity: z.enum(SEVERITIES),
  title: z.string(),
  /** The requesting app's key, where the check is made once for each. */
  client: z.string().optional(),
  verdict,
  /** Which cause of the table in `causes.ts`; with `warn` and `fail`. */
  tag: z.string().optional(),
  /** One sentence or two: what was seen. */
  summary: z.string(),
  expected: z.string().optional(),
  evidence,
  /** What to do, in the consoles' words; with `warn` and `fail`. */
  remedy: z.string().optional(),
  /** Where the rule stands: a specification's section, a vendor's page. */
  source: z.string().optional(),
  /** Why it was skipped; with `skip`. */
  reason: z.string().optional(),
  durationMs: milliseconds,
});
export type CheckResult = z.infer<typeof checkResult>;

export const FLOW_LEGS = [
  "discovery",
  "exchange",
  "idJag",
  "redemption",
  "accessToken",
  "mcp",
] as const;
export type FlowLegName = (typeof FLOW_LEGS)[number];

/** One step of the live flow. */
const flowLeg = z.object({
  leg: z.enum(FLOW_LEGS),
  /** For people: "Leg 1: token exchange at Okta". */
  title: z.string(),
  startedAt: time,
  durationMs: milliseconds,
  verdict,
  tag: z.string().optional(),
  summary: z.string(),
  remedy: z.string().optional(),
  source: z.string().optional(),
  /** What the other side said, where it refused: capped, and scrubbed of tokens. */
  said: z
    .object({
      error: z.string(),
      description: z.string().optional(),
      status: z.number().optional(),
    })
    .optional(),
  facts: evidence,
  /** The claims of the ID-JAG or of the access token, decoded; never the token. */
  claims: z.record(z.string(), z.unknown()).optional(),
});
export type FlowLeg = z.infer<typeof flowLeg>;

export const FLOW_PROBES = ["secondUse", "wrongAudience", "wrongResource"] as const;
export type FlowProbeName = (typeof FLOW_PROBES)[number];

/** One negative probe: something that must be refused. */
const flowProbe = z.object({
  probe: z.enum(FLOW_PROBES),
  title: z.string(),
  verdict,
  tag: z.string().optional(),
  summary: z.string(),
  remedy: z.string().optional(),
  source: z.string().optional(),
  said: flowLeg.shape.said,
});
export type FlowProbe = z.infer<typeof flowProbe>;

const flowRecord = z.object({
  client: z.string(),
  startedAt: time,
  durationMs: milliseconds,
  verdict,
  /** In order; the flow ends at the first that fails. */
  legs: z.array(flowLeg),
  probes: z.array(flowProbe),
  /** ID-JAGs that this flow was given. */
  idJagsIssued: z.int().nonnegative(),
  /** What the person who asked for it should know, such as that a member may be billed now. */
  notes: z.array(z.string()),
});
export type FlowRecord = z.infer<typeof flowRecord>;

/** How many ID-JAGs this verifier was given in one month (UTC), for each user. */
const idJagCount = z.object({
  /** `2026-11`. */
  month: z.string(),
  /** Okta's allowance for one user, resource app and month. */
  limit: z.int(),
  /** Okta user id → count. */
  users: z.record(z.string(), z.int().nonnegative()),
});
export type IdJagCount = z.infer<typeof idJagCount>;

const counts = z.object({
  pass: z.int(),
  warn: z.int(),
  fail: z.int(),
  skip: z.int(),
});
export type VerdictCounts = z.infer<typeof counts>;

/** A report, version 1. Its JSON Schema is docs/report.schema.json. */
export const reportSchema = z.object({
  version: z.literal(1),
  id: z.uuid(),
  startedAt: time,
  finishedAt: time,
  target: z.object({
    orgUrl: z.string(),
    issuer: z.string(),
    resourceIssuer: z.string(),
    mcpUrl: z.string(),
    clients: z.array(z.string()),
    teamspace: z.enum(["guided", "api", "elsewhere"]),
  }),
  /** The groups that were asked for. */
  groups: z.array(group),
  /** `fail` if any check failed, else `warn` if any warned, else `pass`; `skip` if none ran. */
  verdict,
  counts,
  results: z.array(checkResult),
  chain: z.array(z.object({ link: z.enum(CHAIN_LINKS), title: z.string(), verdict })),
  live: flowRecord.optional(),
  idJagsThisMonth: idJagCount,
});
export type Report = z.infer<typeof reportSchema>;

/** The worst of some verdicts; `skip` counts only where nothing ran. */
export function worstOf(verdicts: Iterable<Verdict>): Verdict {
  const seen = new Set(verdicts);
  return (["fail", "warn", "pass"] as const).find((each) => seen.has(each)) ?? "skip";
}

import { randomUUID } from "node:crypto";
import {
  CHAIN_LINKS,
  CHAIN_TITLES,
  type CheckResult,
  type FlowRecord,
  type Report,
  reportSchema,
  worstOf,
} from "../../../src/verifier/report";

const START = Date.parse("2026-11-22T20:41:00.000Z");
const at = (milliseconds: number) => new Date(START + milliseconds).toISOString();

const check = (
  id: string,
  link: CheckResult["link"],
  title: string,
  summary: string,
  more: Partial<CheckResult> = {},
): CheckResult => ({
  id,
  link,
  title,
  summary,
  group: id.startsWith("okta") ? "okta" : id.startsWith("context7") ? "context7" : "live",
  severity: "high",
  verdict: "pass",
  evidence: {},
  durationMs: 48,
  ...more,
});

const client = "claude-code";

/** What checks of a sound setup find. */
const healthyResults = (): CheckResult[] => [
  check(
    "okta.metadata",
    "client",
    "The org's metadata",
    "The org answers, and its issuer is https://acme.okta.com.",
  ),
  check(
    "okta.signingKeys",
    "client",
    "The org's signing keys",
    "Two RSA keys with 2048 bits, meant for signing.",
  ),
  check("okta.requestingApp", "requestingApp", "Requesting app", "The app is active.", {
    client,
    durationMs: 212,
  }),
  check(
    "okta.requestingAppGrants",
    "requestingApp",
    "Grant types",
    "authorization_code, refresh_token, token-exchange.",
    { client },
  ),
  check(
    "okta.people",
    "requestingApp",
    "The same people on both apps",
    "12 people are on both apps.",
    { client, durationMs: 390 },
  ),
  check(
    "okta.connection",
    "connection",
    "Connection",
    "The connection to Context7 is there and ACTIVE.",
    { client, durationMs: 187 },
  ),
  check(
    "okta.resourceApp",
    "resourceApp",
    "Resource app",
    "The app is active; its issuer is https://context7.com.",
  ),
  check(
    "context7.authorizationServer",
    "context7",
    "Authorization server metadata",
    "It offers the jwt-bearer grant and the ID-JAG profile.",
  ),
  check("context7.emaKeys", "context7", "Keys for EMA tokens", "One RSA key."),
  check(
    "context7.protectedResource",
    "mcpServer",
    "Protected-resource metadata",
    "It lists https://context7.com, second of two.",
  ),
  check(
    "context7.mcpServer",
    "mcpServer",
    "The MCP server asks for a token",
    "/mcp/oauth answers 401 and points to its metadata.",
  ),
  check("context7.teamspace", "context7", "Teamspace settings", "", {
    verdict: "skip",
    reason: "There is no Context7 API key, so the settings cannot be read.",
    severity: "medium",
  }),
];

/** A report of these results, finished 1.2 seconds after it began. */
export function reportOf(results: CheckResult[], more: Partial<Report> = {}): Report {
  const count = (verdict: CheckResult["verdict"]) =>
    results.filter((result) => result.verdict === verdict).length;
  return reportSchema.parse({
    version: 1,
    id: randomUUID(),
    startedAt: at(0),
    finishedAt: at(1240),
    target: {
      orgUrl: "https://acme.okta.com",
      issuer: "https://acme.okta.com",
      resourceIssuer: "https://context7.com",
      mcpUrl: "https://mcp.context7.com/mcp/oauth",
      clients: [client],
      teamspace: "guided",
    },
    groups: ["okta", "context7"],
    verdict: worstOf(results.map(({ verdict }) => verdict)),
    counts: { pass: count("pass"), warn: count("warn"), fail: count("fail"), skip: count("skip") },
    results,
    chain: CHAIN_LINKS.map((link) => ({
      link,
      title: CHAIN_TITLES[link],
      verdict: worstOf(results.filter((each) => each.link === link).map(({ verdict }) => verdict)),
    })),
    idJagsThisMonth: { month: "2026-11", limit: 250, users: { "00u1": 7 } },
    ...more,
  });
}

export const healthyReport = (more: Partial<Report> = {}) => reportOf(healthyResults(), more);

/** The connection is switched off, and one person is on one app only. */
export function brokenReport(more: Partial<Report> = {}): Report {
  const broken: Record<string, Partial<CheckResult>> = {
    "okta.connection": {
      verdict: "fail",
      tag: "connection_inactive",
      summary:
        "The connection of claude-code to Context7 is INACTIVE, so Okta answers every exchange with invalid_target.",
      expected: "ACTIVE",
      evidence: { status: "INACTIVE", connectionId: "cwo1a2b3c4" },
      remedy:
        "In the Admin Console: Applications > claude-code > Manage Connections > Apps providing consent > Context7 > Activate.",
      source: "https://developer.okta.com/docs/guides/xaa-request-token-ex/main/",
    },
    "okta.people": {
      verdict: "warn",
      tag: "people_on_one_app",
      severity: "medium",
      summary: "dev.two@example.com is assigned to the client only, and gets no ID-JAG.",
      evidence: { onlyOnClient: ["dev.two@example.com"], onBoth: 12 },
      remedy:
        "Assign the same groups to both apps: Applications > Context7 > Assignments > Assign to Groups.",
      source: "Context7, Enterprise-Managed Auth with Okta, step 5",
    },
  };
  return reportOf(
    healthyResults().map((result) => ({ ...result, ...broken[result.id] })),
    more,
  );
}

/** A live flow that got through, with what its tokens said. */
export const goodFlow = (): FlowRecord => ({
  client,
  startedAt: at(1300),
  durationMs: 1900,
  verdict: "pass",
  idJagsIssued: 1,
  notes: ["The first success makes the user a member of the teamspace, who may be billed."],
  probes: [],
  legs: [
    {
      leg: "discovery",
      title: "Discovery",
      startedAt: at(1300),
      durationMs: 210,
      verdict: "pass",
      summary: "Context7's authorization server is https://context7.com.",
      facts: {},
    },
    {
      leg: "exchange",
      title: "Leg 1: token exchange at Okta",
      startedAt: at(1510),
      durationMs: 640,
      verdict: "pass",
      summary: "Okta minted an ID-JAG.",
      facts: { expiresIn: 300 },
    },
    {
      leg: "idJag",
      title: "The ID-JAG",
      startedAt: at(2150),
      durationMs: 12,
      verdict: "pass",
      summary: "It holds in every respect.",
      facts: { algorithm: "RS256" },
      claims: {
        iss: "https://acme.okta.com",
        aud: "https://context7.com",
        client_id: "mcpclient-at-context7",
        email: "dev.one@example.com",
        exp: 1795380130,
        scope: "profile email",
      },
    },
    {
      leg: "redemption",
      title: "Leg 2: redemption at Context7",
      startedAt: at(2170),
      durationMs: 520,
      verdict: "pass",
      summary: "Context7 gave an access token for one hour.",
      facts: { expiresIn: 3600 },
    },
    {
      leg: "accessToken",
      title: "The access token",
      startedAt: at(2690),
      durationMs: 8,
      verdict: "pass",
      summary: "Its signature, issuer and audience hold.",
      facts: {},
      claims: { iss: "https://context7.com", aud: "https://mcp.context7.com" },
    },
    {
      leg: "mcp",
      title: "Leg 3: the MCP server",
      startedAt: at(2700),
      durationMs: 500,
      verdict: "pass",
      summary: "It lists two tools.",
      facts: { tools: ["resolve-library-id", "query-docs"] },
    },
  ],
});

/** A live flow that Okta refused. */
export const refusedFlow = (): FlowRecord => {
  const { legs, ...flow } = goodFlow();
  const [discovery, exchange] = legs as [FlowRecord["legs"][number], FlowRecord["legs"][number]];
  return {
    ...flow,
    durationMs: 850,
    verdict: "fail",
    idJagsIssued: 0,
    legs: [
      discovery,
      {
        ...exchange,
        verdict: "fail",
        tag: "connection_inactive",
        summary: "Okta gave no ID-JAG, since the connection is INACTIVE.",
        remedy: "In the Admin Console: Applications > claude-code > Manage Connections > Activate.",
        said: {
          error: "invalid_target",
          description: "The target audience app is invalid.",
          status: 400,
        },
        facts: {},
      },
    ],
  };
};

import { decodeIdJag, type Fetch, scrub } from "../../idjag";
import type { IdJagCount } from "../report";
import { worstOf } from "../report";
import type { VerifierTarget } from "../target";
import { countIdJags } from "./allowance";
import type { KnownFindings } from "./explain";
import { callMcp, discover, redeem, verifyAccessToken, verifyIdJag } from "./legs";
import { createMint, type Mint } from "./mint";
import type { FlowOutcome } from "./outcome";
import { makeProbe } from "./probes";
import { createRecorder } from "./recorder";
import { type LiveRequest, secretsIn } from "./request";
import type { Flow } from "./servers";

export interface FlowRims {
  readonly fetch: Fetch;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** What the other checks found for this client; asked only when a leg was refused. */
  readonly known: () => Promise<KnownFindings>;
  readonly counted?: IdJagCount;
}

const NOTES = [
  "A first success makes the user a member of the teamspace, and members may be billed.",
  "Okta allows 250 ID-JAGs for one user, resource app and month; this flow's are counted.",
];

/**
 * One live flow for one client, from the sign-in to the MCP server's tools, and then the negative
 * probes that were asked for. It ends at the first leg that fails; every token is forgotten with it.
 */
export async function runFlow(
  target: VerifierTarget,
  request: LiveRequest,
  rims: FlowRims,
): Promise<FlowOutcome> {
  const { fetch, now, known } = rims;
  const startedAt = new Date(now()).toISOString();
  const began = performance.now();
  const recorder = createRecorder(now, secretsIn(request));
  let issued = 0;
  let user: string | undefined;

  async function walk(): Promise<void> {
    const servers = await recorder.leg("discovery", () => discover(target, fetch));
    if (!servers) return;
    const flow = { target, request, servers, fetch, now, known };
    const mint = createMint(flow, (idJag) => {
      issued += 1;
      user ??= userOf(idJag);
    });
    await walkWith(flow, mint);
    // Each exchange, a probe's too, may bring a new refresh token that makes the one before useless.
    const seen = mint.notKept();
    if (seen !== undefined) recorder.warnOf("exchange", { tag: "refresh_token_not_kept", seen });
  }

  async function walkWith(flow: Flow, mint: Mint): Promise<void> {
    const idJag = await recorder.leg("exchange", () => mint.forContext7());
    if (!idJag) return;
    const isGood = await recorder.leg("idJag", () => verifyIdJag(flow, idJag));
    if (!isGood) return;
    const accessToken = await recorder.leg("redemption", () => redeem(flow, idJag));
    if (!accessToken) return;
    const holds = await recorder.leg("accessToken", () => verifyAccessToken(flow, accessToken));
    if (!holds) return;
    const visited = await recorder.leg("mcp", () => callMcp(flow, accessToken));
    if (!visited) return;
    for (const probe of request.probes ?? []) {
      await recorder.probe(probe, () => makeProbe(probe, flow, mint));
    }
  }

  await walk();
  const { legs, probes, findings } = recorder;
  const counted = countIdJags(rims.counted, now(), { user: user ?? UNREADABLE, count: issued });
  return {
    findings,
    user,
    counted,
    record: {
      client: request.client,
      startedAt,
      durationMs: Math.round(performance.now() - began),
      verdict: worstOf([...legs, ...probes].map(({ verdict }) => verdict)),
      legs,
      probes,
      idJagsIssued: issued,
      notes: NOTES,
    },
  };
}

/** Whose they are for counting, where no ID-JAG of a flow could be read. */
const UNREADABLE = "unknown";

/** Whose ID-JAG it is, for counting alone: Okta counts those too that do not hold. */
function userOf(idJag: string): string | undefined {
  const decoded = decodeIdJag(idJag);
  const sub = decoded.ok ? decoded.claims.sub : undefined;
  return typeof sub === "string" && sub !== "" ? scrub(sub, [], 100) : undefined;
}

import { randomUUID } from "node:crypto";
import type { SettingsClient } from "../../provider/context7/client";
import type { OktaClient } from "../../provider/okta/client";
import type { Fetch } from "../idjag";
import { askOnce, type CheckContext } from "./checks/context";
import { countIdJags } from "./flow/allowance";
import { runFlow } from "./flow/flow";
import type { FlowOutcome } from "./flow/outcome";
import { type LiveRequest, secretsIn } from "./flow/request";
import { CHECKS } from "./registry";
import type { CheckGroup, CheckResult, IdJagCount, Report } from "./report";
import { createSchedule } from "./schedule";
import { summarise } from "./summary";
import type { VerifierTarget } from "./target";

/** How the run reaches the world. */
export interface VerifierAccess {
  /** For everything public: metadata, keys, token endpoints, the MCP server. */
  readonly fetch: Fetch;
  /** A read-only client of the verifier's own; absent: what needs it is skipped. */
  readonly okta?: OktaClient;
  /** Settings of the teamspace, where they can be read; absent: what needs it is skipped. */
  readonly context7?: SettingsClient;
  /** Milliseconds since 1970. Default `Date.now`. */
  readonly now?: () => number;
}

export interface RunOptions {
  /** Default: okta and context7, and live where `live` is given. */
  readonly groups?: readonly CheckGroup[];
  /** Keys of requesting apps. Default: all. */
  readonly clients?: readonly string[];
  /** Asks for one live flow. The first success provisions a member who may be billed. */
  readonly live?: LiveRequest;
  /** Why `live` is not there though it was asked for. Default: the live flow is made on request only. */
  readonly noLive?: string;
  /** ID-JAGs counted so far: `idJagsThisMonth` of the last report. */
  readonly counted?: IdJagCount;
  /** Called with each result when it is there, in no order. Must not throw. */
  readonly onResult?: (result: CheckResult) => void;
}

/**
 * Makes all checks of the groups asked for. Checks that do not need each other are made at once;
 * a request that several of them need is sent once.
 *
 * @returns a report, whatever fails; a mistake in a check itself is a result with the tag `internal`.
 * @throws RangeError for a requesting app's key that the target does not have.
 */
export async function runChecks(
  target: VerifierTarget,
  access: VerifierAccess,
  options: RunOptions = {},
): Promise<Report> {
  const { live, noLive = NO_LIVE, counted, onResult } = options;
  const now = access.now ?? Date.now;
  const clients = options.clients ?? Object.keys(target.requestingApps);
  assertKnown(target, live ? [...clients, live.client] : clients);
  const groups = options.groups ?? ["okta", "context7", ...(live ? (["live"] as const) : [])];

  const startedAt = now();
  let made: Promise<FlowOutcome> | undefined;
  const context: CheckContext = {
    target,
    fetch: access.fetch,
    now,
    settings: access.context7,
    once: askOnce(),
    get okta() {
      return required(access.okta);
    },
    flow() {
      const request = required(live);
      const known = () => schedule.findingsFor(request.client);
      made ??= runFlow(target, request, { fetch: access.fetch, now, known, counted });
      return made;
    },
  };
  const schedule = createSchedule(context, {
    clients,
    missing: (need) => {
      if (need === "oktaApi" && !access.okta) return NO_OKTA;
      return need === "live" && !live ? noLive : undefined;
    },
    onResult,
    secrets: live ? secretsIn(live) : [],
    reported: (check) => groups.includes(check.group),
  });

  const results = await schedule.results(CHECKS.filter(({ group }) => groups.includes(group)));
  const flow = await made;
  return {
    version: 1,
    id: randomUUID(),
    startedAt: new Date(startedAt).toISOString(),
    finishedAt: new Date(now()).toISOString(),
    target: {
      orgUrl: target.orgUrl,
      issuer: target.issuer,
      resourceIssuer: target.resourceIssuer,
      mcpUrl: target.mcpUrl,
      clients: Object.keys(target.requestingApps),
      teamspace: target.teamspace?.management ?? "elsewhere",
    },
    groups: [...groups],
    ...summarise(results),
    ...(flow && { live: flow.record }),
    idJagsThisMonth: flow?.counted ?? countIdJags(counted, now(), undefined),
  };
}

const NO_OKTA =
  "the verifier has no client for Okta's admin API; give it a read-only one of its own (node_modules/context7-ema/docs/permissions.md)";
const NO_LIVE =
  "the live flow is made on request only: its first success makes a member who may be billed, and Okta allows 250 ID-JAGs for one user, app and month";

function assertKnown({ requestingApps }: VerifierTarget, keys: readonly string[]): void {
  const unknown = keys.find((key) => !Object.hasOwn(requestingApps, key));
  if (unknown === undefined) return;
  const known = Object.keys(requestingApps).join(", ") || "none";
  throw new RangeError(
    `There is no requesting app “${unknown}” in the target; there are: ${known}.`,
  );
}

/** The schedule has skipped a check whose access is missing before it comes here. */
function required<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("the check does not name this in its access");
  return value;
}

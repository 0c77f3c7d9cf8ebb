import { ExplainedError } from "../explainedError";
import { type Effort, effortText } from "../http";
import { shownLines } from "../shownText";
import { type OktaScope, permissionRemedy } from "./permissions";

/** What to do where Okta's admin API gives no answer, or none that says anything of the setup. */
export const NO_ANSWER_REMEDY =
  "Run again in a minute; if it stays, see https://status.okta.com and the org's rate limits " +
  "(Admin Console → Reports → Rate Limits).";

/** What is known of a call that Okta refused, or did not answer. */
export interface OktaRefusal {
  orgUrl: string;
  method: string;
  /** Without the query, which may hold names of people. */
  path: string;
  /** The scope that the call needs. */
  scope: OktaScope;
  /** HTTP status; 0 if no answer came. */
  status: number;
  /** `E0000006`, …; for 0 the network's code. */
  errorCode: string;
  errorSummary: string;
  /** Okta's reasons, one sentence each. */
  causes: string[];
  /** Okta Support asks for it. */
  requestId?: string;
  effort: Effort;
}

/** The one error of the Okta client. Its message says what to do; the fields are for decisions. */
export class OktaApiError extends ExplainedError {
  readonly status: number;
  readonly errorCode: string;
  readonly errorSummary: string;
  readonly causes: string[];
  readonly requestId: string | undefined;
  readonly method: string;
  readonly path: string;
  readonly scope: OktaScope;
  /** The message up to what to do, for who says that in words of its own table. */
  readonly seen: string;

  constructor(refusal: OktaRefusal) {
    const { seen, remedy } = explain(refusal);
    super(`${seen} ${remedy}`.trimEnd());
    this.seen = shownLines(seen);
    this.status = refusal.status;
    this.errorCode = refusal.errorCode;
    this.errorSummary = refusal.errorSummary;
    this.causes = refusal.causes;
    this.requestId = refusal.requestId;
    this.method = refusal.method;
    this.path = refusal.path;
    this.scope = refusal.scope;
  }
}

/** Whether an answer of this status, or none (0), says nothing of what was asked: not even that it is refused. */
export function saysNothing(status: number): boolean {
  return status === 0 || status === 429 || status >= 500;
}

/** Whether Okta says that what was asked for is not there. */
export function isNotFound(error: unknown): error is OktaApiError {
  return error instanceof OktaApiError && error.status === 404;
}

/** The answer; `undefined` if Okta says that it is not there. @throws OktaApiError for every other refusal. */
export async function ifThere<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

interface Explanation {
  /** What was asked and what Okta said, with what is known of the reason. */
  seen: string;
  /** What to do; empty if nothing general can be said. */
  remedy: string;
}

/** A refusal as a person reads it. */
function explain(refusal: OktaRefusal): Explanation {
  const { orgUrl, method, path, status, errorCode, errorSummary, causes, requestId } = refusal;
  const code = [status || "", errorCode].join(" ").trim();
  const said = [errorSummary.replace(/\.?$/, "."), ...causes].join(" ");
  const request = requestId ? ` Okta's request ID: ${requestId}.` : "";
  const effort = effortText(refusal.effort);
  const asked = `${method} ${orgUrl}${path}`;
  return {
    seen: `${headline(refusal)}${effort}. ${asked}: ${code}, ${said}${request}${hint(refusal)}`,
    remedy: remedy(refusal),
  };
}

function headline({ status, errorCode, orgUrl }: OktaRefusal): string {
  if (status === 0) return `${orgUrl} did not answer`;
  if (errorCode === "E0000015") return `${orgUrl} does not have this feature`;
  if (status === 401) return `Okta refused the credentials for ${orgUrl}`;
  if (status === 403) return "The credentials may not do this in Okta";
  if (status === 429) return `${orgUrl} is over its rate limit, and still is`;
  if (status >= 500) return `${orgUrl} failed, and still does`;
  return "Okta refused the request";
}

/** What this status alone gives reason to look at. */
function hint({ status, errorCode }: OktaRefusal): string {
  if (status === 0) {
    return (
      " Check okta:orgName and okta:baseUrl, the network and HTTPS_PROXY; behind a proxy that" +
      " inspects TLS, name its certificate in NODE_EXTRA_CA_CERTS."
    );
  }
  if (errorCode === "E0000015") return " Ask Okta Support whether the org's contract includes it.";
  if (status === 401) {
    return (
      " The token is mistyped, expired, revoked, or of another org. API tokens: Admin Console →" +
      " Security → API → Tokens; set okta:apiToken (or OKTA_API_TOKEN)."
    );
  }
  if (status === 429) return " Security → API → Tokens has each token's share of the limit.";
  return "";
}

function remedy({ status, errorCode, scope }: OktaRefusal): string {
  if (saysNothing(status)) return NO_ANSWER_REMEDY;
  if (status !== 403 || errorCode === "E0000015") return "";
  return (
    `${permissionRemedy(scope)} An API service app also asks for it: okta:scopes. An API token has the ` +
    "role of the administrator who made it. See node_modules/context7-ema/docs/permissions.md."
  );
}

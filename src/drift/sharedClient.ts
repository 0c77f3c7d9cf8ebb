import type { z } from "zod";
import { SettingsError } from "../../provider/credentials";
import type { ExplainedError } from "../../provider/explainedError";
import { OktaSignInError } from "../../provider/okta/accessToken";
import type { OktaCall, OktaClient, OktaListCall, Page } from "../../provider/okta/client";
import { OktaApiError } from "../../provider/okta/error";
import { stackList } from "./wording";

/** Credentials for an org, and the stacks that have them. */
export interface Candidate {
  readonly stacks: readonly string[];
  readonly client: OktaClient;
}

type Scope = OktaCall["scope"];

/** A candidate, and what became of it so far. */
interface Tried extends Candidate {
  /** Why it is asked nothing any more. */
  refused?: ExplainedError;
  /** Scopes that it has shown to have. */
  readonly has: Set<Scope>;
  /** Scopes for which it was refused before it ever got an answer: it is not asked for them again. */
  readonly lacks: Map<Scope, ExplainedError>;
}

export interface SharedClient {
  readonly okta: OktaClient;
  /** Whose credentials were set aside for others that did better, and why; each a sentence. */
  setAside(): string[];
}

/**
 * One client out of the credentials of all stacks of one org: each call is made with the first that are
 * not refused. An org that does not answer is not asked again with others.
 *
 * @param candidates at least one, all for `orgUrl`; the one to prefer first.
 */
export function sharedClient(orgUrl: string, candidates: readonly Candidate[]): SharedClient {
  const all = candidates.map((one): Tried => ({ ...one, has: new Set(), lacks: new Map() }));

  async function attempt<T>(scope: Scope, work: (client: OktaClient) => Promise<T>): Promise<T> {
    const refusals: ExplainedError[] = [];
    for (const one of all) {
      const known = one.refused ?? one.lacks.get(scope);
      if (known) {
        refusals.push(known);
        continue;
      }
      try {
        const answer = await work(one.client);
        one.has.add(scope);
        return answer;
      } catch (error) {
        if (isRefused(error)) one.refused = error;
        else if (!isForbidden(error)) throw error;
        else if (!one.has.has(scope)) one.lacks.set(scope, error);
        refusals.push(error);
      }
    }
    // That a scope lacks concerns this call alone: who lacks it may be good for others.
    throw refusals.find(isForbidden) ?? refusals[0];
  }

  const okta: OktaClient = {
    orgUrl,
    call: (schema, call) => attempt(call.scope, (client) => client.call(schema, call)),
    list: (item, call) => attempt(call.scope, (client) => client.list(item, call)),
    run: (call) => attempt(call.scope, (client) => client.run(call)),
    async *pages<T>(item: z.ZodType<T>, call: OktaListCall) {
      // Only before the first page can others take over: a cursor is of the credentials that got it.
      const { first, rest } = await attempt(call.scope, async (client) => {
        const rest: AsyncIterator<Page<T>> = client.pages(item, call)[Symbol.asyncIterator]();
        return { first: await rest.next(), rest };
      });
      for (let page = first; !page.done; page = await rest.next()) yield page.value;
    },
  };
  return { okta, setAside: () => all.flatMap((one) => notesOf(orgUrl, one, all)) };
}

/** Okta takes these credentials for nothing, or they cannot even be sent. */
function isRefused(error: unknown): error is ExplainedError {
  if (error instanceof SettingsError) return true;
  if (error instanceof OktaSignInError) {
    return error.status >= 400 && error.status < 500 && error.status !== 429;
  }
  // Okta answers 401 to what the org has not bought, too.
  return error instanceof OktaApiError && error.status === 401 && error.errorCode !== "E0000015";
}

function isForbidden(error: unknown): error is OktaApiError {
  return error instanceof OktaApiError && error.status === 403;
}

/** Nothing where nobody did better: then the report has it as a problem. */
function notesOf(orgUrl: string, { stacks, refused, lacks }: Tried, all: readonly Tried[]) {
  const whose = `The credentials of ${stackList(stacks)} were set aside`;
  if (refused) {
    if (!all.some(({ has }) => has.size > 0)) return [];
    return [`${whose}, and others of ${orgUrl} used: ${reason(refused)}`];
  }
  const scopes = [...lacks.keys()].filter((scope) => all.some(({ has }) => has.has(scope))).sort();
  if (scopes.length === 0) return [];
  return [`${whose} for ${scopes.join(", ")}, which they lack, and others of ${orgUrl} used.`];
}

/** Without Okta's request ID: the same in every run. */
function reason(error: ExplainedError): string {
  if (!(error instanceof OktaApiError)) return error.message;
  return `Okta answered ${error.status} ${error.errorCode}. They are expired, revoked, or of another org.`;
}

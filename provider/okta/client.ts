import { z } from "zod";
import { type OktaCredentials, oktaSettings, type ProviderConfig } from "../credentials";
import { type HttpAnswer, type HttpOptions, type HttpRequest, NoAnswer, send } from "../http";
import { accessToken, type OktaAccess } from "./accessToken";
import { OktaApiError, type OktaRefusal } from "./error";
import { nextPage } from "./pages";
import type { OktaScope } from "./permissions";

/** One call of the management API. */
export interface OktaCall {
  method: HttpRequest["method"];
  /** `/api/v1/apps/0oa1`; parts that come from outside through {@link oktaPath}. */
  path: string;
  query?: Record<string, string>;
  body?: unknown;
  /** The scope that Okta's reference names for the call. */
  scope: OktaScope;
  /** Whether sending it twice does no more than once. Default: every method but POST. */
  repeatable?: boolean;
}

export type OktaListCall = Omit<OktaCall, "method" | "body">;

/** A part of a list. */
export interface Page<T> {
  items: T[];
  isLast: boolean;
}

/** The management API of one org. Every method throws {@link OktaApiError} for every refusal. */
export interface OktaClient {
  orgUrl: string;
  /** The parsed body. */
  call<T>(schema: z.ZodType<T>, call: OktaCall): Promise<T>;
  /** All pages of a list. */
  list<T>(item: z.ZodType<T>, call: OktaListCall): Promise<T[]>;
  /** The pages of a list, each read only when it is asked for. */
  pages<T>(item: z.ZodType<T>, call: OktaListCall): AsyncIterable<Page<T>>;
  /** For answers without a body, or whose body does not matter. */
  run(call: OktaCall): Promise<void>;
}

const refusalBody = z.object({
  errorCode: z.string().default(""),
  errorSummary: z.string().default(""),
  errorCauses: z.array(z.object({ errorSummary: z.string() })).default([]),
});

/** A path with its parts percent-encoded: oktaPath`/api/v1/apps/${id}`. */
export function oktaPath(strings: TemplateStringsArray, ...parts: string[]): string {
  return String.raw({ raw: strings }, ...parts.map(encodeURIComponent));
}

/**
 * A client for the configured org.
 *
 * @throws SettingsError if org or credentials are missing or ambiguous.
 */
export function oktaClient(config: ProviderConfig): OktaClient {
  const { orgUrl, credentials } = oktaSettings(config);

  async function answer(call: OktaCall, url: URL): Promise<HttpAnswer> {
    const attempt = async (refused?: string) => {
      const authorization = await authorizationFor(orgUrl, credentials, config, refused);
      return { authorization, answer: await sendCall(call, url, authorization, config) };
    };
    try {
      let last = await attempt();
      if (last.authorization.proofKey?.noteNonce(last.answer, "resource")) last = await attempt();
      if (last.answer.status === 401 && credentials.kind === "privateKey") {
        // Our own access token, expired or revoked half-way: one new one. Okta's 401 for a missing
        // feature looks alike, and comes again.
        last = await attempt(last.authorization.token);
      }
      if (last.answer.status < 200 || last.answer.status > 299) {
        throw new OktaApiError(refusalFrom(orgUrl, call, last.answer));
      }
      return last.answer;
    } catch (error) {
      if (error instanceof NoAnswer) throw new OktaApiError(silence(orgUrl, call, error));
      throw error;
    }
  }

  const urlOf = ({ path, query }: { path: string; query?: Record<string, string> }) => {
    const url = new URL(path, orgUrl);
    for (const [name, value] of Object.entries(query ?? {})) url.searchParams.set(name, value);
    return url;
  };

  async function* pages<T>(item: z.ZodType<T>, part: OktaListCall): AsyncGenerator<Page<T>> {
    const call: OktaCall = { ...part, method: "GET" };
    for (let url: URL | undefined = urlOf(call); url; ) {
      const page: HttpAnswer = await answer(call, url);
      url = nextPage(page.headers.link, url);
      yield { items: parsed(z.array(item), orgUrl, call, page), isLast: url === undefined };
    }
  }

  return {
    orgUrl,
    async call(schema, call) {
      return parsed(schema, orgUrl, call, await answer(call, urlOf(call)));
    },
    async list(item, call) {
      const items = [];
      for await (const page of pages(item, call)) items.push(...page.items);
      return items;
    },
    pages,
    async run(call) {
      await answer(call, urlOf(call));
    },
  };
}

interface Authorization extends Partial<OktaAccess> {
  header: string;
}

async function authorizationFor(
  orgUrl: string,
  credentials: OktaCredentials,
  options: HttpOptions,
  refused?: string,
): Promise<Authorization> {
  switch (credentials.kind) {
    case "apiToken":
      return { header: `SSWS ${credentials.apiToken}` };
    case "accessToken":
      return { header: `Bearer ${credentials.accessToken}` };
    case "privateKey": {
      const access = await accessToken(orgUrl, credentials, options, refused);
      return { header: `${access.proofKey ? "DPoP" : "Bearer"} ${access.token}`, ...access };
    }
  }
}

function sendCall(
  { method, body, repeatable }: OktaCall,
  url: URL,
  { header, token, proofKey }: Authorization,
  options: HttpOptions,
): Promise<HttpAnswer> {
  const headers: Record<string, string> = {
    accept: "application/json",
    authorization: header,
  };
  if (body !== undefined) headers["content-type"] = "application/json";
  const text = body === undefined ? undefined : JSON.stringify(body);
  const headersOfAttempt = proofKey && (() => proofKey.header({ method, url, accessToken: token }));
  return send({ method, url, headers, body: text, repeatable, headersOfAttempt }, options);
}

function parsed<T>(schema: z.ZodType<T>, orgUrl: string, call: OktaCall, answer: HttpAnswer): T {
  const result = schema.safeParse(answer.json);
  if (result.success) return result.data;
  const refusal = refusalFrom(orgUrl, call, answer);
  throw new OktaApiError({
    ...refusal,
    errorCode: "",
    errorSummary: `The answer is not what Okta documents: ${z.prettifyError(result.error)}`,
  });
}

function refusalFrom(orgUrl: string, call: OktaCall, answer: HttpAnswer): OktaRefusal {
  const { method, path, scope } = call;
  const body = refusalBody.safeParse(answer.json).data;
  return {
    orgUrl,
    method,
    path,
    scope,
    status: answer.status,
    errorCode: body?.errorCode ?? "",
    errorSummary: body?.errorSummary || "no reason was given",
    causes: body?.errorCauses.map(({ errorSummary }) => errorSummary) ?? [],
    requestId: [answer.headers["x-okta-request-id"]].flat()[0],
    effort: answer.effort,
  };
}

function silence(orgUrl: string, call: OktaCall, error: NoAnswer): OktaRefusal {
  const { method, path, scope } = call;
  return {
    orgUrl,
    method,
    path,
    scope,
    status: 0,
    errorCode: error.code,
    errorSummary: error.message,
    causes: [],
    effort: error.effort,
  };
}

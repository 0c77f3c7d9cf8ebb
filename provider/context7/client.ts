import { z } from "zod";
import { context7ApiKey, type ProviderConfig } from "../credentials";
import { ExplainedError } from "../explainedError";
import { type Effort, effortText, type HttpAnswer, NoAnswer, send } from "../http";

/** The settings document of one teamspace: docs/teamspace-settings.openapi.yaml. */
export interface TeamspaceSettings {
  issuer: string;
  /** Absent: pass through what Okta authorizes. */
  scope?: string;
}

/** A settings document as it was at one moment. */
export interface SettingsVersion {
  settings: TeamspaceSettings;
  etag: string | undefined;
}

/** Under which condition a write is carried out (RFC 9110 §13.1). */
export type Precondition = { "if-match": string } | { "if-none-match": "*" } | undefined;

export interface SettingsClient {
  /** `undefined`: nothing is configured (404). */
  get(): Promise<SettingsVersion | undefined>;
  put(settings: TeamspaceSettings, precondition: Precondition): Promise<SettingsVersion>;
  /** Nothing there is as good as deleted. */
  delete(precondition: Precondition): Promise<void>;
}

/** The one error of this client. `status` 412 is that somebody else changed the document. */
export class Context7ApiError extends ExplainedError {
  constructor(
    /** 0 if no answer came. */
    readonly status: number,
    /** Context7's code, `invalid_api_key`, …; for 0 the network's code. */
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

const document = z.object({
  issuer: z.string(),
  scope: z
    .string()
    .nullish()
    .transform((scope) => scope || undefined),
});
const refusal = z.object({ error: z.string(), message: z.string().default("") });

/**
 * @param settingsUrl https address of the settings document.
 * @throws SettingsError if there is no API key.
 */
export function settingsClient(config: ProviderConfig, settingsUrl: string): SettingsClient {
  const url = new URL(settingsUrl);
  const apiKey = context7ApiKey(config);

  async function ask(
    method: "GET" | "PUT" | "DELETE",
    precondition?: Precondition,
    body?: TeamspaceSettings,
  ): Promise<HttpAnswer> {
    const headers: Record<string, string> = {
      accept: "application/json",
      authorization: `Bearer ${apiKey}`,
      ...precondition,
    };
    if (body) headers["content-type"] = "application/json";
    const text = body && JSON.stringify(body);
    try {
      return await send({ method, url, headers, body: text }, config);
    } catch (error) {
      if (error instanceof NoAnswer) throw silence(method, url, error);
      throw error;
    }
  }

  return {
    async get() {
      const answer = await ask("GET");
      if (answer.status === 404) return undefined;
      return version("GET", url, answer, [200]);
    },
    async put(settings, precondition) {
      return version("PUT", url, await ask("PUT", precondition, settings), [200, 201]);
    },
    async delete(precondition) {
      const answer = await ask("DELETE", precondition);
      if (![200, 204, 404].includes(answer.status)) throw refused("DELETE", url, answer);
    },
  };
}

function version(method: string, url: URL, answer: HttpAnswer, good: number[]): SettingsVersion {
  if (!good.includes(answer.status)) throw refused(method, url, answer);
  const settings = document.safeParse(answer.json);
  if (!settings.success) {
    const why = z.prettifyError(settings.error);
    throw new Context7ApiError(
      answer.status,
      "unexpected_answer",
      `${method} ${shown(url)} did not answer with a settings document: ${why}. Check settingsUrl; the ` +
        "contract is docs/teamspace-settings.openapi.yaml.",
    );
  }
  return { settings: settings.data, etag: [answer.headers.etag].flat()[0] };
}

function refused(method: string, url: URL, answer: HttpAnswer): Context7ApiError {
  const body = refusal.safeParse(answer.json).data;
  const code = body?.error ?? "";
  const said = [answer.status, code].join(" ").trim() + (body?.message ? `, ${body.message}` : "");
  return new Context7ApiError(
    answer.status,
    code,
    `${headline(answer.status)}${effortText(answer.effort)}. ${method} ${shown(url)}: ` +
      `${said.replace(/\.?$/, ".")}${remedy(answer.status)}`,
  );
}

function headline(status: number): string {
  if (status === 401) return "Context7 refused the API key";
  if (status === 403) return "The API key may not change this teamspace's settings";
  if (status === 412) return "Somebody else changed the teamspace's settings meanwhile";
  if (status === 422) return "Context7 refused the issuer or the scope";
  if (status === 429) return "Context7's rate limit is exceeded, and still is";
  if (status >= 500) return "Context7 failed, and still does";
  return "Context7 refused the request";
}

function remedy(status: number): string {
  if (status === 401) {
    return (
      " The key is mistyped or revoked. Make one in the teamspace's dashboard and set" +
      " context7-ema:apiKey (or CONTEXT7_API_KEY)."
    );
  }
  if (status === 403) {
    return (
      " The teamspace must be on an enterprise plan (https://context7.com/dashboard/billing), and the" +
      " key must be made by an owner or admin."
    );
  }
  if (status === 412) return " Run pulumi up --refresh to see what is there now.";
  if (status === 422) {
    return (
      " It must be the org authorization server (https://acme.okta.com), and its" +
      " /.well-known/openid-configuration must be reachable from Context7."
    );
  }
  return "";
}

function silence(method: string, url: URL, { code, message, effort }: NoAnswer): Context7ApiError {
  return new Context7ApiError(
    0,
    code,
    `${url.host} did not answer${effortText(effort as Effort)}. ${method} ${shown(url)}: ${code}, ` +
      `${message}. Check settingsUrl, the network and HTTPS_PROXY.`,
  );
}

/** Without the query, which may hold something private. */
function shown(url: URL): string {
  return `${url.origin}${url.pathname}`;
}

import { context7ApiKey, type ProviderConfig } from "../credentials";
import { type HttpAnswer, NoAnswer, send } from "../http";
import { silence } from "./error";

/** Sends one request with the teamspace's API key; a body goes as JSON. */
export type Ask = (
  method: "GET" | "PUT" | "PATCH" | "DELETE",
  options?: { readonly headers?: Record<string, string>; readonly body?: unknown },
) => Promise<HttpAnswer>;

/**
 * Requests to one address of Context7.
 *
 * @param remedy what to check where no answer comes.
 * @throws SettingsError if there is no API key.
 */
export function requestsTo(url: URL, config: ProviderConfig, remedy: string): Ask {
  const apiKey = context7ApiKey(config);
  return async (method, { headers: more, body } = {}) => {
    const headers: Record<string, string> = {
      accept: "application/json",
      authorization: `Bearer ${apiKey}`,
      ...more,
    };
    if (body !== undefined) headers["content-type"] = "application/json";
    const text = body === undefined ? undefined : JSON.stringify(body);
    try {
      return await send({ method, url, headers, body: text }, config);
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error;
      throw silence(method, url, error, remedy);
    }
  };
}

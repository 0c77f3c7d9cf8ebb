import type { Fetch } from "../../idjag";
import { boundedFetch, RequestFailure } from "../../idjag/request";

export type Document =
  | { readonly ok: true; readonly json: unknown }
  /** What was seen instead, fit to show. */
  | { readonly ok: false; readonly seen: string };

/** Fetches a public JSON document, within the limits of `boundedFetch`. */
export async function getDocument(fetch: Fetch, url: string): Promise<Document> {
  let response: Response;
  try {
    response = await boundedFetch(fetch)(url, {
      method: "GET",
      headers: { accept: "application/json" },
    });
  } catch (error) {
    if (error instanceof RequestFailure) return { ok: false, seen: error.message };
    throw error;
  }
  if (response.status !== 200) return { ok: false, seen: `HTTP status ${response.status}` };
  try {
    return { ok: true, json: await response.json() };
  } catch {
    return { ok: false, seen: "the answer is not JSON" };
  }
}

import type { Fetch } from "../../../sandbox/fetch";

/** What an endpoint answered, for comparison as a whole. */
export interface Answer {
  status: number;
  body: Record<string, unknown>;
  headers: Headers;
}

export async function post(
  fetch: Fetch,
  url: string,
  form: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<Answer> {
  return answerOf(await fetch(url, { method: "POST", body: new URLSearchParams(form), headers }));
}

export async function get(
  fetch: Fetch,
  url: string,
  headers: Record<string, string> = {},
): Promise<Answer> {
  return answerOf(await fetch(url, { headers }));
}

export async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text();
  const json = response.headers.get("content-type")?.includes("json");
  return {
    status: response.status,
    body: json ? JSON.parse(text) : { text },
    headers: response.headers,
  };
}

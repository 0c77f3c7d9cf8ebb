import type { Fetch } from "../fetch";
import { Refusal } from "./outcome";

/** More redirects than any sign-in has. */
const MAX_STEPS = 15;

/**
 * Goes from an authorization URL to the client's redirect URI as a user's browser does: follows
 * redirects, keeps cookies, and fills in the one sign-in form on the way.
 *
 * @returns the redirect URI with the authorization response in it
 * @throws Refusal when a page refuses to go on
 */
export async function signInInBrowser(
  fetch: Fetch,
  authorizationUrl: URL,
  redirectUri: string,
  user: { login: string; password: string },
): Promise<URL> {
  const cookies = new Map<string, string>();
  let url = authorizationUrl;
  let form: URLSearchParams | undefined;
  let filledIn = false;

  for (let step = 0; step < MAX_STEPS; step += 1) {
    const response = await fetch(url, {
      method: form ? "POST" : "GET",
      body: form,
      redirect: "manual",
      headers: { accept: "text/html", cookie: cookieHeader(cookies) },
    });
    keep(cookies, response.headers.getSetCookie());
    const location = response.headers.get("location");
    if (location) {
      await response.body?.cancel();
      url = new URL(location, url);
      if (url.href.startsWith(`${redirectUri}?`)) return url;
      form = undefined;
      continue;
    }
    const page = await response.text();
    if (filledIn || response.status !== 200 || !page.includes('name="password"')) {
      throw new Refusal({
        status: response.status,
        error: "sign_in_refused",
        error_description: textOf(page),
      });
    }
    form = new URLSearchParams({ login: user.login, password: user.password });
    filledIn = true;
  }
  throw new Error(`The sign-in at ${authorizationUrl.origin} did not end.`);
}

function cookieHeader(cookies: Map<string, string>): string {
  return [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
}

/** One server, one sign-in: neither path nor domain of a cookie can differ in a way that matters. */
function keep(cookies: Map<string, string>, received: string[]): void {
  for (const cookie of received) {
    const [pair = ""] = cookie.split(";", 1);
    const separator = pair.indexOf("=");
    const [name, value] = [pair.slice(0, separator), pair.slice(separator + 1)];
    if (value) cookies.set(name, value);
    else cookies.delete(name);
  }
}

/** What a page says, without its markup; the title would say it twice. */
function textOf(html: string): string {
  return html
    .replace(/<title>.*?<\/title>/s, "")
    .replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ")
    .trim();
}

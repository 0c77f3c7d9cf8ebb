import type { IncomingHttpHeaders } from "node:http";
import { isIPv4 } from "node:net";

/**
 * Whether a request that changes something may have been made by another site's page in somebody's
 * browser. Browsers say where a request comes from; programs do not, and are no danger: they have no
 * cookie of anybody, and run on this machine by right.
 *
 * @param isByCookie whether a cookie is what lets the request in; then saying nothing is not enough.
 */
export function isFromElsewhere(headers: IncomingHttpHeaders, isByCookie: boolean): boolean {
  const site = headers["sec-fetch-site"];
  // "none" is a person at the address bar, who makes no POST.
  if (site !== undefined) return site !== "same-origin";
  if (headers.origin === undefined) return isByCookie;
  // Not the whole origin: behind a proxy that ends TLS the scheme is another one here.
  return URL.parse(headers.origin)?.host !== headers.host;
}

/**
 * Whether a request's `Host` is this machine's. A name of somebody else that resolves to 127.0.0.1
 * (DNS rebinding) would make a page of theirs "same-origin" with a verifier that asks for no key.
 */
export function isLoopbackHost(host: string | undefined): boolean {
  const name = URL.parse(`http://${host}`)?.hostname ?? "";
  return name === "localhost" || name === "[::1]" || (isIPv4(name) && name.startsWith("127."));
}

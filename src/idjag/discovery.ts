import { customFetch, discoveryRequest, resourceDiscoveryRequest } from "oauth4webapi";
import {
  type AuthorizationServer,
  type DiscoveryRefusal,
  type ProtectedResource,
  readAuthorizationServer,
  readProtectedResource,
  refuseDiscovery,
  statusReason,
} from "./metadata";
import { show } from "./redact";
import { boundedFetch, type Fetch, RequestFailure } from "./request";

/**
 * The MCP server's protected-resource metadata (RFC 9728): first at the address for the
 * server's own path, then at that for its origin, as MCP clients look for it.
 *
 * @param mcpUrl the MCP server's https URL, for instance `https://mcp.context7.com/mcp/oauth`.
 */
export async function discoverProtectedResource(
  mcpUrl: string,
  { fetch }: { readonly fetch: Fetch },
): Promise<ProtectedResource | DiscoveryRefusal> {
  const url = identifierUrl(mcpUrl);
  if (!url) return refuseDiscovery("insecure_url", { seen: show(mcpUrl) });
  const options = { [customFetch]: boundedFetch(fetch) };
  const places = url.pathname === "/" ? [url] : [url, new URL("/", url)];
  const found = await firstDocument(
    places.map((place) => () => resourceDiscoveryRequest(place, options)),
    url,
  );
  return found.ok ? readProtectedResource(found.document, url) : found;
}

/**
 * An authorization server's metadata: RFC 8414 first, then OpenID Connect Discovery. The
 * document's issuer must be `issuer`, letter by letter (RFC 8414 §3.3).
 */
export async function discoverAuthorizationServer(
  issuer: string,
  { fetch }: { readonly fetch: Fetch },
): Promise<AuthorizationServer | DiscoveryRefusal> {
  const url = identifierUrl(issuer);
  if (!url) return refuseDiscovery("insecure_url", { seen: show(issuer) });
  const http = boundedFetch(fetch);
  const requests = (["oauth2", "oidc"] as const).map(
    (algorithm) => () => discoveryRequest(url, { algorithm, [customFetch]: http }),
  );
  const found = await firstDocument(requests, url);
  return found.ok ? readAuthorizationServer(found.document, issuer) : found;
}

/**
 * The metadata of all authorization servers that a protected resource lists, in its order
 * and fetched at once; of at most the first eight, since the list is the server's to write.
 */
export function discoverAuthorizationServers(
  { authorizationServers }: ProtectedResource,
  options: { readonly fetch: Fetch },
): Promise<(AuthorizationServer | DiscoveryRefusal)[]> {
  const issuers = authorizationServers.slice(0, 8);
  return Promise.all(issuers.map((issuer) => discoverAuthorizationServer(issuer, options)));
}

/** RFC 8414 §2 and RFC 9728 §1.2: https, no fragment; a query has no place in a well-known address. */
function identifierUrl(identifier: string): URL | undefined {
  const url = URL.parse(identifier);
  const isIdentifier =
    url?.protocol === "https:" && !/[?#]/.test(identifier) && !url.username && !url.password;
  return isIdentifier ? url : undefined;
}

/** Asks one place after the other; only "nothing here" (404 or 410) leads to the next one. */
async function firstDocument(
  requests: readonly (() => Promise<Response>)[],
  subject: URL,
): Promise<{ readonly ok: true; readonly document: unknown } | DiscoveryRefusal> {
  for (const request of requests) {
    let response: Response;
    try {
      response = await request();
    } catch (error) {
      if (!(error instanceof RequestFailure)) throw error;
      return refuseDiscovery("unreachable", { seen: error.message });
    }
    const { status } = response;
    const reason = statusReason(status);
    if (reason === "not_found") continue;
    const seen = `HTTP status ${status} from ${subject.origin}`;
    if (reason) return refuseDiscovery(reason, { seen });
    const document: unknown = await response.json().catch(() => undefined);
    if (typeof document !== "object" || document === null || Array.isArray(document)) {
      return refuseDiscovery("not_json", { seen: subject.origin });
    }
    return { ok: true, document };
  }
  return refuseDiscovery("not_found", { seen: show(subject.href) });
}

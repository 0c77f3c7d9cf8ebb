import type { AuthorizationServer as AuthorizationServerMetadata } from "oauth4webapi";
import { z } from "zod";
import { differBySlash } from "./claims";
import { type Refusal, refusalFrom } from "./reasons";
import { DISCOVERY_REASONS } from "./reasons/discovery";
import { scrub, show } from "./redact";

export type DiscoveryReason = keyof typeof DISCOVERY_REASONS;
export type DiscoveryRefusal = Refusal<DiscoveryReason>;

export function refuseDiscovery(
  reason: DiscoveryReason,
  evidence?: { readonly seen?: string; readonly expected?: string },
): DiscoveryRefusal {
  return refusalFrom(DISCOVERY_REASONS, reason, evidence);
}

/** Why an answer of this status brings no metadata; `undefined` for the one that does. */
export function statusReason(
  status: number,
): Extract<DiscoveryReason, "not_found" | "redirected" | "bad_status"> | undefined {
  if (status === 404 || status === 410) return "not_found";
  if (status >= 300 && status < 400) return "redirected";
  return status === 200 ? undefined : "bad_status";
}

/** Why metadata that name the issuer `named` are not those of `issuer`. */
export function issuerDifference(named: string, issuer: string) {
  return differBySlash(named, issuer) ? "issuer_trailing_slash" : "issuer_mismatch";
}

/** Protected-resource metadata (RFC 9728 §2), as far as it is used here. */
export interface ProtectedResource {
  readonly ok: true;
  /** The resource identifier: what to send as `resource`. */
  readonly resource: string;
  /**
   * Whether the identifier is the one asked for, as RFC 9728 §3.3 demands, or a parent of it
   * on the same origin, as MCP clients accept and Context7 has it.
   */
  readonly identical: boolean;
  /** Issuers, in the order of the metadata; the order says nothing about ID-JAGs. */
  readonly authorizationServers: readonly string[];
  readonly scopesSupported: readonly string[];
}

/** Authorization-server metadata (RFC 8414 §2), as far as it is used here. */
export interface AuthorizationServer {
  readonly ok: true;
  readonly issuer: string;
  readonly tokenEndpoint: string;
  readonly jwksUri?: string;
  readonly grantTypes: readonly string[];
  /** `authorization_grant_profiles_supported`; absent means not advertised, not unsupported. */
  readonly grantProfiles: readonly string[];
  /** RFC 8414's default where the metadata is silent: client_secret_basic. */
  readonly tokenEndpointAuthMethods: readonly string[];
  /** The whole document, for what is not listed here. Unchecked but for the members above. */
  readonly metadata: AuthorizationServerMetadata;
}

const texts = z.array(z.string());
const httpsUrl = z.url({ protocol: /^https$/ });
// Some servers write null for "none".
const optionalTexts = texts.nullish();

const resourceSchema = z.looseObject({
  resource: httpsUrl,
  authorization_servers: optionalTexts,
  scopes_supported: optionalTexts,
});

const serverSchema = z.looseObject({
  issuer: z.string().min(1),
  token_endpoint: httpsUrl,
  jwks_uri: httpsUrl.nullish(),
  grant_types_supported: optionalTexts,
  authorization_grant_profiles_supported: optionalTexts,
  token_endpoint_auth_methods_supported: optionalTexts,
});

/** Judges a protected-resource document that was asked for on behalf of `mcpUrl`. */
export function readProtectedResource(
  document: unknown,
  mcpUrl: URL,
): ProtectedResource | DiscoveryRefusal {
  const parsed = resourceSchema.safeParse(document);
  if (!parsed.success) return malformed(mcpUrl.origin, parsed.error);
  const { resource } = parsed.data;
  if (!covers(new URL(resource), mcpUrl)) {
    return refuseDiscovery("resource_mismatch", {
      seen: show(resource),
      expected: show(mcpUrl.href),
    });
  }
  return {
    ok: true,
    resource,
    identical: new URL(resource).href === mcpUrl.href,
    authorizationServers: parsed.data.authorization_servers ?? [],
    scopesSupported: parsed.data.scopes_supported ?? [],
  };
}

/** Whether `url` is `parent` or lies below it, whole path segments only. */
function covers(parent: URL, url: URL): boolean {
  const folder = parent.pathname.endsWith("/") ? parent.pathname : `${parent.pathname}/`;
  return parent.origin === url.origin && `${url.pathname}/`.startsWith(folder);
}

/** Judges an authorization-server document that was asked for on behalf of `issuer`. */
export function readAuthorizationServer(
  document: unknown,
  issuer: string,
): AuthorizationServer | DiscoveryRefusal {
  // The issuer first: a document about somebody else is not worth a word on its form.
  const named = z.object({ issuer: z.string() }).safeParse(document);
  if (named.success && named.data.issuer !== issuer) {
    return refuseDiscovery(issuerDifference(named.data.issuer, issuer), {
      seen: show(named.data.issuer),
      expected: show(issuer),
    });
  }
  const parsed = serverSchema.safeParse(document);
  if (!parsed.success) return malformed(issuer, parsed.error);
  const metadata = parsed.data;
  return {
    ok: true,
    issuer,
    tokenEndpoint: metadata.token_endpoint,
    jwksUri: metadata.jwks_uri ?? undefined,
    // RFC 8414 §2 gives these defaults for members that are left out.
    grantTypes: metadata.grant_types_supported ?? ["authorization_code", "implicit"],
    grantProfiles: metadata.authorization_grant_profiles_supported ?? [],
    tokenEndpointAuthMethods: metadata.token_endpoint_auth_methods_supported ?? [
      "client_secret_basic",
    ],
    metadata: document as AuthorizationServerMetadata,
  };
}

function malformed(source: string, error: z.ZodError): DiscoveryRefusal {
  const issues = error.issues.map(({ path, message }) =>
    message.endsWith("received undefined")
      ? `\`${path.join(".")}\` is missing`
      : `\`${path.join(".")}\` is unusable (${message})`,
  );
  return refuseDiscovery("malformed", { seen: scrub(`at ${source}, ${issues.join(", ")}`) });
}

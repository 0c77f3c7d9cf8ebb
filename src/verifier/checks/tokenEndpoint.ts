import type { AuthorizationServer } from "../../idjag";
import { show } from "../../idjag/redact";
import type { Finding } from "../registry";

/**
 * Whether an authorization server's token endpoint is on another host than its issuer. RFC 8414
 * allows that, but neither Okta nor Context7 does it, and secrets go to that address.
 */
export function tokenEndpointElsewhere({
  issuer,
  tokenEndpoint,
}: Pick<AuthorizationServer, "issuer" | "tokenEndpoint">):
  | Extract<Finding, { verdict: "warn" | "fail" }>
  | undefined {
  const { host } = new URL(issuer);
  if (new URL(tokenEndpoint).host === host) return undefined;
  const seen = show(tokenEndpoint);
  return { verdict: "fail", tag: "token_endpoint_elsewhere", seen, expected: host };
}

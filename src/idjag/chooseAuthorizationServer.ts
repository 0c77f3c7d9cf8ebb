import { GRANT_PROFILE_ID_JAG, GRANT_TYPE_JWT_BEARER } from "./identifiers";
import {
  type AuthorizationServer,
  type DiscoveryRefusal,
  type ProtectedResource,
  refuseDiscovery,
} from "./metadata";
import { scrub, show } from "./redact";

/** No server was chosen. `nearest` is the one that lacks least, where one was discovered. */
export type ChoiceRefusal = DiscoveryRefusal & { readonly nearest?: AuthorizationServer };

/**
 * Picks the authorization server that redeems ID-JAGs: the first that advertises both the
 * jwt-bearer grant and the ID-JAG profile (draft §7.2, MCP EMA §6). Not simply the first of
 * the list: Context7 lists its sign-in service before it.
 *
 * @param resource the protected resource that lists the servers.
 * @param discovered what is known of them, as `discoverAuthorizationServers` gives it.
 * @param options.expectedIssuer where it is known, the only one that is taken. Secrets and
 *   ID-JAGs go to whom is chosen, so a setting is safer than a list which the MCP server
 *   writes.
 */
export function chooseAuthorizationServer(
  resource: Pick<ProtectedResource, "authorizationServers">,
  discovered: readonly (AuthorizationServer | DiscoveryRefusal)[],
  { expectedIssuer }: { readonly expectedIssuer?: string } = {},
): AuthorizationServer | ChoiceRefusal {
  const listed = resource.authorizationServers;
  if (listed.length === 0) return refuseDiscovery("no_authorization_server");
  if (expectedIssuer !== undefined && !listed.includes(expectedIssuer)) {
    return refuseDiscovery("issuer_not_listed", {
      seen: scrub(listed.map(show).join(", ")),
      expected: show(expectedIssuer),
    });
  }
  // Positions of the two lists correspond.
  const candidates = discovered.filter(
    (_, index) => expectedIssuer === undefined || listed[index] === expectedIssuer,
  );
  const servers = candidates.filter((candidate) => candidate.ok);
  const withGrant = servers.filter((server) => server.grantTypes.includes(GRANT_TYPE_JWT_BEARER));
  const chosen = withGrant.find((server) => server.grantProfiles.includes(GRANT_PROFILE_ID_JAG));
  if (chosen) return chosen;

  const [half] = withGrant;
  if (half) {
    const refusal = refuseDiscovery("profile_missing", { seen: show(half.issuer) });
    return { ...refusal, nearest: half };
  }
  // A server whose metadata failed may be the one that was meant: say that rather than that
  // the others, which were never meant for it, lack the grant.
  const failed = candidates.find((candidate) => !candidate.ok);
  if (failed) return failed;
  const refusal = refuseDiscovery("grant_missing", {
    seen: scrub(servers.map((server) => show(server.issuer)).join(", ")),
  });
  return { ...refusal, nearest: servers[0] };
}

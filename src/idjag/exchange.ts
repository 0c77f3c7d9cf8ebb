import type { OAuthClient } from "./clientAuthentication";
import {
  GRANT_TYPE_JWT_BEARER,
  GRANT_TYPE_TOKEN_EXCHANGE,
  TOKEN_TYPE_ID_JAG,
  TOKEN_TYPE_ID_TOKEN,
  TOKEN_TYPE_REFRESH_TOKEN,
} from "./identifiers";
import type { AuthorizationServer } from "./metadata";
import { scrub } from "./redact";
import type { Fetch } from "./request";
import { type LegFailure, requestToken } from "./tokenRequest";

/** What both legs need. */
interface LegRequest {
  /** From discovery; only issuer and token endpoint are used. */
  readonly server: Pick<AuthorizationServer, "issuer" | "tokenEndpoint">;
  readonly client: OAuthClient;
  /** Scopes with blanks between. Default: none asked for. */
  readonly scope?: string;
  /** The MCP server's resource identifier (RFC 8707, RFC 9728). */
  readonly resource?: string;
  readonly fetch: Fetch;
}

export interface ExchangeRequest extends LegRequest {
  readonly subjectToken: string;
  readonly subjectTokenType: "id_token" | "refresh_token";
  /** Issuer of the resource authorization server, letter by letter. */
  readonly audience: string;
}

export interface ExchangedIdJag {
  readonly ok: true;
  /** Not verified. Good for one redemption (MCP EMA §7.4.2). */
  readonly idJag: string;
  /** Seconds. */
  readonly expiresIn?: number;
  /** Where the issuer granted other scopes than asked for. */
  readonly scope?: string;
  /** In lower case, as the library gives it: "n_a" by the draft; others occur. */
  readonly tokenType: string;
  /** Absent at some issuers. */
  readonly issuedTokenType?: string;
  /** The new refresh token, where the issuer rotated the one that was sent. */
  readonly refreshToken?: string;
}

const SUBJECT_TOKEN_TYPES = {
  id_token: TOKEN_TYPE_ID_TOKEN,
  refresh_token: TOKEN_TYPE_REFRESH_TOKEN,
};

/**
 * oauth4webapi refuses a `token_type` it does not know (RFC 6749 §7.1). In the exchange it has
 * no meaning (RFC 8693 §2.2.1: "N_A"), and issuers differ in what they write.
 */
const ANY_TOKEN_TYPE = new Proxy<Record<Lowercase<string>, () => void>>(
  {},
  { get: () => () => {} },
);

/**
 * Leg 1: exchanges the sign-in (an ID token or a refresh token) for an ID-JAG at the issuer
 * (draft §4.3, RFC 8693).
 *
 * Okta allows 250 for one user, app and month: do not call this in a loop.
 */
export async function exchangeForIdJag(
  request: ExchangeRequest,
): Promise<ExchangedIdJag | LegFailure> {
  const { server, client, fetch, subjectToken, audience, resource, scope } = request;
  const result = await requestToken({
    leg: 1,
    server,
    client,
    fetch,
    grantType: GRANT_TYPE_TOKEN_EXCHANGE,
    parameters: {
      requested_token_type: TOKEN_TYPE_ID_JAG,
      subject_token: subjectToken,
      subject_token_type: SUBJECT_TOKEN_TYPES[request.subjectTokenType],
      audience,
      resource,
      scope,
    },
    sensitive: [subjectToken],
    tokenTypes: ANY_TOKEN_TYPE,
  });
  if (!result.ok) return result;
  const { answer } = result;
  const issued = answer.issued_token_type;
  if (issued !== undefined && issued !== TOKEN_TYPE_ID_JAG) {
    const seen = scrub(String(issued), [subjectToken]);
    return {
      ok: false,
      leg: 1,
      kind: "wrong_token_type",
      error: "wrong_token_type",
      errorDescription: `issued_token_type is ${seen}; expected is ${TOKEN_TYPE_ID_JAG}`,
      status: 200,
    };
  }
  return {
    ok: true,
    idJag: answer.access_token,
    expiresIn: answer.expires_in,
    scope: answer.scope,
    tokenType: answer.token_type,
    issuedTokenType: issued,
    refreshToken: answer.refresh_token,
  };
}

export interface RedeemRequest extends LegRequest {
  readonly idJag: string;
}

export interface RedeemedIdJag {
  readonly ok: true;
  readonly accessToken: string;
  /** Seconds. */
  readonly expiresIn?: number;
  readonly scope?: string;
  /** In lower case: "bearer" or "dpop". */
  readonly tokenType: string;
  /** Draft §4.4: the server should not issue one. It is not kept. */
  readonly refreshTokenIssued: boolean;
}

/**
 * Leg 2: redeems an ID-JAG for an access token at the resource authorization server (draft
 * §4.4, RFC 7523 §2.1). `client` is the client as that server knows it.
 *
 * Use a fresh ID-JAG for each call: the MCP profile forbids a second use.
 */
export async function redeemIdJag(request: RedeemRequest): Promise<RedeemedIdJag | LegFailure> {
  const { server, client, fetch, idJag, resource, scope } = request;
  const result = await requestToken({
    leg: 2,
    server,
    client,
    fetch,
    grantType: GRANT_TYPE_JWT_BEARER,
    parameters: { assertion: idJag, resource, scope },
    sensitive: [idJag],
    tokenTypes: {},
  });
  if (!result.ok) return result;
  const { answer } = result;
  return {
    ok: true,
    accessToken: answer.access_token,
    expiresIn: answer.expires_in,
    scope: answer.scope,
    tokenType: answer.token_type,
    refreshTokenIssued: answer.refresh_token !== undefined,
  };
}

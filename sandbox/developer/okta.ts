import * as openid from "openid-client";
import type { Fetch } from "../fetch";
import { signInInBrowser } from "./browser";
import { type DecodedToken, decode, failure, type Outcome, success } from "./outcome";

export interface SignInOptions {
  fetch: Fetch;
  /** The org's URL. */
  issuer: string;
  /** Client ID and secret of the requesting app at Okta. */
  clientId: string;
  clientSecret?: string;
  /** One of the app's; nothing has to listen there. */
  redirectUri: string;
  login: string;
  password: string;
  /** Default `openid email offline_access`. */
  scopes?: string[];
}

/** What later steps need of a sign-in. */
export interface OktaSession {
  configuration: openid.Configuration;
  idToken: string;
  refreshToken?: string;
}

export interface SignInShown {
  idToken: DecodedToken;
  scope?: string;
  refreshToken: boolean;
}

const SIGN_IN = [1, "sign-in"] as const;
const EXCHANGE = [1, "token exchange"] as const;

const TOKEN_TYPE = "urn:ietf:params:oauth:token-type";

/** Leg 1, first half: OpenID Connect sign-in with authorization code and PKCE. */
export async function signIn(options: SignInOptions): Promise<Outcome<SignInShown, OktaSession>> {
  const { fetch, redirectUri, scopes = ["openid", "email", "offline_access"] } = options;
  try {
    const configuration = await openid.discovery(
      new URL(options.issuer),
      options.clientId,
      undefined,
      clientAuthentication(options.clientSecret),
      { [openid.customFetch]: fetch as openid.CustomFetch },
    );
    const pkceCodeVerifier = openid.randomPKCECodeVerifier();
    const expectedState = openid.randomState();
    const expectedNonce = openid.randomNonce();
    const authorizationUrl = openid.buildAuthorizationUrl(configuration, {
      redirect_uri: redirectUri,
      scope: scopes.join(" "),
      code_challenge: await openid.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: "S256",
      state: expectedState,
      nonce: expectedNonce,
    });
    const answer = await signInInBrowser(fetch, authorizationUrl, redirectUri, options);
    const tokens = await openid.authorizationCodeGrant(configuration, answer, {
      pkceCodeVerifier,
      expectedState,
      expectedNonce,
      idTokenExpected: true,
    });
    const idToken = tokens.id_token ?? "";
    return success(
      SIGN_IN,
      {
        idToken: decode(idToken),
        scope: tokens.scope,
        refreshToken: tokens.refresh_token !== undefined,
      },
      { configuration, idToken, refreshToken: tokens.refresh_token },
    );
  } catch (cause) {
    return failure(SIGN_IN, cause);
  }
}

export interface ExchangeOptions {
  /** The resource authorization server's issuer, character for character. */
  audience: string;
  resource?: string;
  scope?: string;
  /** Default `id_token`. */
  subjectToken?: "id_token" | "refresh_token";
}

export interface IdJagShown {
  idJag: DecodedToken;
  tokenType: string;
  issuedTokenType: unknown;
  expiresIn: number | undefined;
}

/** Leg 1, second half: token exchange to an ID-JAG (draft-ietf-oauth-identity-assertion-authz-grant §4.3). */
export async function requestIdJag(
  session: OktaSession,
  { audience, resource, scope, subjectToken = "id_token" }: ExchangeOptions,
): Promise<Outcome<IdJagShown, { idJag: string }>> {
  const token = subjectToken === "id_token" ? session.idToken : (session.refreshToken ?? "");
  const parameters = {
    requested_token_type: `${TOKEN_TYPE}:id-jag`,
    subject_token: token,
    subject_token_type: `${TOKEN_TYPE}:${subjectToken}`,
    audience,
    ...(resource && { resource }),
    ...(scope && { scope }),
  };
  try {
    const response = await openid.genericGrantRequest(
      session.configuration,
      "urn:ietf:params:oauth:grant-type:token-exchange",
      parameters,
    );
    return success(
      EXCHANGE,
      {
        idJag: decode(response.access_token),
        tokenType: response.token_type,
        issuedTokenType: response.issued_token_type,
        expiresIn: response.expires_in,
      },
      { idJag: response.access_token },
    );
  } catch (cause) {
    return failure(EXCHANGE, cause);
  }
}

/** By a secret in the form, or as a public client. */
export function clientAuthentication(secret: string | undefined): openid.ClientAuth {
  return secret === undefined ? openid.None() : openid.ClientSecretPost(secret);
}

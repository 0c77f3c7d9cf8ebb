import * as openid from "openid-client";
import type { Fetch, OAuthClient } from "../idjag";
import { scrub } from "../idjag";
import { clientAuthentication } from "../idjag/clientAuthentication";
import { boundedFetch, RequestFailure } from "../idjag/request";
import { CannotRun } from "./exit";
import { listenForAnswer } from "./loopback";

export interface SignInRequest {
  /** Okta's org authorization server. */
  readonly issuer: string;
  /** The requesting app, as Okta knows it. */
  readonly client: OAuthClient;
  /** A loopback address among the app's redirect URIs. */
  readonly redirectUri: string;
  readonly scopes: readonly string[];
  readonly fetch: Fetch;
  /** Shows the person the address to sign in at. */
  readonly present: (authorizationUrl: URL) => void;
  /** How long the person may take, milliseconds. */
  readonly timeout: number;
}

/** A finished sign-in. Its values are secrets. */
export interface SignedIn {
  readonly ok: true;
  readonly idToken: string;
  readonly refreshToken?: string;
}

/** Okta's refusal of a sign-in, fit to show. */
export interface SignInRefused {
  readonly ok: false;
  readonly error: string;
  readonly errorDescription?: string;
  /** HTTP status; absent when the browser brought the refusal. */
  readonly status?: number;
}

/**
 * Leg 1, first half: a person signs in at Okta in their browser (OpenID Connect Core §3.1, PKCE by RFC
 * 7636, loopback redirect by RFC 8252 §7.3).
 *
 * @throws CannotRun when Okta is not reached or nobody comes back; UsageError for a redirect URI that
 *   is not on this machine.
 */
export async function signInWithBrowser(request: SignInRequest): Promise<SignedIn | SignInRefused> {
  const { client, scopes, fetch, present, timeout } = request;
  const state = openid.randomState();
  const nonce = openid.randomNonce();
  const pkceCodeVerifier = openid.randomPKCECodeVerifier();
  const loopback = await listenForAnswer(request.redirectUri, state);
  try {
    const configuration = await openid.discovery(
      new URL(request.issuer),
      client.clientId,
      undefined,
      (as, who, body, headers) =>
        clientAuthentication(client, as.token_endpoint ?? "")(as, who, body, headers),
      { [openid.customFetch]: boundedFetch(fetch) as openid.CustomFetch },
    );
    requireIssuersOwn(configuration.serverMetadata().authorization_endpoint, request.issuer);
    present(
      openid.buildAuthorizationUrl(configuration, {
        redirect_uri: loopback.redirectUri,
        scope: scopes.join(" "),
        code_challenge: await openid.calculatePKCECodeChallenge(pkceCodeVerifier),
        code_challenge_method: "S256",
        state,
        nonce,
      }),
    );
    const answer = await loopback.answer(timeout);
    const tokens = await openid.authorizationCodeGrant(configuration, answer, {
      pkceCodeVerifier,
      expectedState: state,
      expectedNonce: nonce,
      idTokenExpected: true,
    });
    return { ok: true, idToken: tokens.id_token ?? "", refreshToken: tokens.refresh_token };
  } catch (error) {
    return refusalIn(error, request.issuer);
  } finally {
    await loopback.close();
  }
}

/**
 * Metadata is an answer from the network, and the address in it is opened on the person's machine: a
 * `file:` or a program's own scheme would do whatever it says, another host would ask for the password.
 */
function requireIssuersOwn(endpoint: string | undefined, issuer: string): void {
  const { host } = new URL(issuer);
  const address = URL.parse(endpoint ?? "");
  if (address?.protocol === "https:" && address.host === host) return;
  throw new CannotRun(
    `The metadata of ${issuer} sends people to ${scrub(endpoint ?? "nowhere", [], 100)} to sign in. Expected is ` +
      `an address on https://${host}, so it is not opened: look for who answers in Okta's place (DNS, a ` +
      "proxy), or correct the issuer.",
  );
}

/** What Okta refused; anything else is thrown on, explained where it can be. */
function refusalIn(error: unknown, issuer: string): SignInRefused {
  const refused =
    error instanceof openid.ResponseBodyError || error instanceof openid.AuthorizationResponseError;
  if (refused) {
    const { error: code, error_description: description } = error;
    return {
      ok: false,
      error: scrub(code, [], 100),
      ...(description && { errorDescription: scrub(description) }),
      ...("status" in error && { status: error.status }),
    };
  }
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof RequestFailure) {
      throw new CannotRun(`The sign-in failed: ${cause.message}.`);
    }
  }
  if (error instanceof openid.ClientError) {
    throw new CannotRun(
      `The sign-in at ${issuer} failed: ${scrub(error.message)} (${error.code ?? error.name}).`,
    );
  }
  throw error;
}

import {
  customFetch,
  genericTokenEndpointRequest,
  OperationProcessingError,
  processGenericTokenEndpointResponse,
  type RecognizedTokenTypes,
  type TokenEndpointResponse,
  UnsupportedOperationError,
} from "oauth4webapi";
import { z } from "zod";
import { clientAuthentication, type OAuthClient, secretsOf } from "./clientAuthentication";
import type { AuthorizationServer } from "./metadata";
import { scrub } from "./redact";
import { boundedFetch, type Fetch, RequestFailure } from "./request";

/**
 * What went wrong in a leg.
 * - refused: the server said no in OAuth's or Okta's form; `error` is its code.
 * - unreachable: no answer.
 * - unexpected_answer: an answer that is neither a token nor an OAuth error.
 * - wrong_token_type: leg 1 brought something else than an ID-JAG.
 */
export type LegFailureKind = "refused" | "unreachable" | "unexpected_answer" | "wrong_token_type";

/** A failed leg. No text in it holds a token or a secret that was sent. */
export interface LegFailure {
  readonly ok: false;
  /** 1: token exchange at the issuer; 2: redemption at the resource authorization server. */
  readonly leg: 1 | 2;
  readonly kind: LegFailureKind;
  /** The server's `error` where it refused, else `kind`. Classify by this, not by status: servers differ there. */
  readonly error: string;
  /** The server's `error_description`, or what was seen; at most 300 characters. */
  readonly errorDescription?: string;
  /** HTTP status, where there was an answer. */
  readonly status?: number;
}

export interface TokenRequest {
  readonly leg: 1 | 2;
  readonly server: Pick<AuthorizationServer, "issuer" | "tokenEndpoint">;
  readonly client: OAuthClient;
  readonly grantType: string;
  /** Parameters of the grant; undefined ones are left out. */
  readonly parameters: Readonly<Record<string, string | undefined>>;
  /** Values among the parameters that must not come back in a failure. */
  readonly sensitive: readonly string[];
  readonly tokenTypes: RecognizedTokenTypes;
  readonly fetch: Fetch;
}

/** Sends one request to a token endpoint and reads the answer, by way of oauth4webapi. */
export async function requestToken(
  request: TokenRequest,
): Promise<{ readonly ok: true; readonly answer: TokenEndpointResponse } | LegFailure> {
  const { leg, client, server, fetch } = request;
  const secrets = [...secretsOf(client), ...request.sensitive];
  const as = { issuer: server.issuer, token_endpoint: server.tokenEndpoint };
  const oauthClient = { client_id: client.clientId };
  const fail = (kind: LegFailureKind, description: string, status?: number, error?: string) => ({
    ok: false as const,
    leg,
    kind,
    error: error === undefined ? kind : scrub(error, secrets, 100),
    ...(description !== "" && { errorDescription: scrub(description, secrets) }),
    ...(status !== undefined && { status }),
  });

  let response: Response;
  try {
    response = await genericTokenEndpointRequest(
      as,
      oauthClient,
      clientAuthentication(client, server.tokenEndpoint),
      request.grantType,
      Object.entries(request.parameters).filter((entry): entry is [string, string] => !!entry[1]),
      { [customFetch]: boundedFetch(fetch) },
    );
  } catch (error) {
    if (error instanceof RequestFailure) return fail("unreachable", error.message);
    // No https, or an address that is none: oauth4webapi refuses before it sends anything.
    if (error instanceof OperationProcessingError) return fail("unreachable", error.message);
    throw error;
  }

  const { status } = response;
  if (status !== 200) {
    const refusal = readError(await response.text());
    if (refusal) return fail("refused", refusal.description, status, refusal.error);
    return fail("unexpected_answer", "the answer is not an OAuth error", status);
  }
  try {
    const options = { recognizedTokenTypes: request.tokenTypes };
    const answer = await processGenericTokenEndpointResponse(as, oauthClient, response, options);
    return { ok: true, answer };
  } catch (error) {
    const isAnswer =
      error instanceof OperationProcessingError || error instanceof UnsupportedOperationError;
    if (isAnswer) return fail("unexpected_answer", error.message, status);
    throw error;
  }
}

const oauthError = z.object({ error: z.string().min(1), error_description: z.string().catch("") });
// What Okta answers outside OAuth, such as for too many requests.
const oktaError = z.object({ errorCode: z.string().min(1), errorSummary: z.string().catch("") });

/**
 * Reads an error by its body, whatever the status and content type say: 400, 401 and 403 all
 * occur for the same code, and so do 5xx with an OAuth body.
 */
function readError(body: string): { error: string; description: string } | undefined {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return undefined;
  }
  const oauth = oauthError.safeParse(json);
  if (oauth.success) {
    return { error: oauth.data.error, description: oauth.data.error_description };
  }
  const okta = oktaError.safeParse(json);
  return okta.success
    ? { error: okta.data.errorCode, description: okta.data.errorSummary }
    : undefined;
}

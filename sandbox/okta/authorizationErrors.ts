import { type Context, errors, type OIDCProviderError } from "oidc-provider";

/** An OAuth error as Okta's authorization servers answer with it (RFC 6749 §5.2). */
export interface OktaOAuthError {
  status: number;
  error: string;
  error_description: string;
}

const refusal =
  (status: number, error: string) =>
  (error_description: string): OktaOAuthError => ({
    status,
    error,
    error_description,
  });
const invalidClient = refusal(401, "invalid_client");
const invalidRequest = refusal(400, "invalid_request");
const invalidScope = refusal(400, "invalid_scope");
const invalidTarget = refusal(400, "invalid_target");
const unauthorizedClient = refusal(400, "unauthorized_client");

// Codes, statuses and texts: https://developer.okta.com/docs/reference/error-codes/ (OpenID Connect
// and OAuth 2.0), release 2026.08.1.

export const userNotAssigned = refusal(
  400,
  "access_denied",
)("User is not assigned to the client application.");

export const customServerForbidden = unauthorizedClient(
  "This client cannot use a custom authorization server.",
);

export const requestedTokenTypeUnsupported = invalidRequest(
  "'requested_token_type' is invalid or not supported.",
);
export const subjectTokenTypeUnsupported = invalidRequest(
  "'subject_token_type' is invalid or not supported.",
);
export const subjectTokenInvalid = invalidRequest("'subject_token' is invalid.");
export const subjectTokenExpired = refusal(
  400,
  "invalid_grant",
)("The 'subject_token' either expired or the session associated with it was terminated.");
export const subjectUserInactive = invalidRequest(
  "'subject_token' is invalid: the user account is not active.",
);
export const subjectUserNotAssigned = invalidRequest(
  "'subject_token' is invalid: the user is not assigned to the client application.",
);

export const audienceInvalid = invalidTarget(
  "Token Exchange requests must include a valid audience of the authorization server.",
);
export const resourceInvalid = invalidTarget("'resource' is invalid or not supported.");
/** One text for many causes: inactive app, missing assignment, missing or inactive connection, … */
export const resourceAppIncomplete = invalidTarget(
  "The resource app is not completely configured or user is not assigned to the app.",
);
export const resourceRejected = (resource: string) =>
  invalidTarget(`The authorization server has rejected the 'resource' parameter: ${resource}`);

export const scopesMissing = invalidScope("No scopes were requested.");
export const scopesUnknown = invalidScope(
  "One or more scopes are not configured for the authorization server resource.",
);
export const scopesNotGranted = invalidScope(
  "The requested scope is invalid, unknown, malformed, or exceeds the scope granted by the resource owner.",
);

export const notAServiceClient = invalidClient(
  "Only clients with 'application_type' of 'service' may use the client_credentials 'grant_type' with the Org Authorization Server.",
);
export const assertionAudienceInvalid = invalidClient(
  "The audience claim for client_assertion must be the endpoint invoked for the request.",
);
export const assertionTooLong = invalidClient(
  "The client_assertion token has an expiration too far into the future.",
);
export const dpopProofMissing = refusal(
  400,
  "invalid_dpop_proof",
)("The DPoP proof JWT header is missing.");

const CLIENT_AUTHENTICATION_FAILED = invalidClient(
  "Client authentication failed. Either the client or the client credentials are invalid.",
);
const CLIENT_UNKNOWN = invalidClient("Invalid value for 'client_id' parameter.");

/** oidc-provider's own reason or text → Okta's answer. */
const TRANSLATIONS: Record<string, OktaOAuthError> = {
  "client not found": CLIENT_UNKNOWN,
  "invalid secret provided": invalidClient(
    "The client secret supplied for a confidential client is invalid.",
  ),
  "no client authentication mechanism provided": invalidClient("No client credentials found."),
  "iss (JWT issuer) must be the client_id": invalidClient(
    "The issuer claim for client_assertion is not a valid client_id.",
  ),
  "audience (aud) must equal the endpoint url, issuer identifier or token endpoint url":
    assertionAudienceInvalid,
  "jwt expired": invalidClient("The client_assertion token is expired."),
  "client assertion tokens must only be used once": invalidClient(
    "The client_assertion token has already been used.",
  ),
  "signature verification failed": invalidClient("The client_assertion signature is invalid."),
  "no applicable key found in the JSON Web Key Set": invalidClient(
    "The client_assertion JWT kid is invalid.",
  ),
  "alg mismatch": invalidClient("The client_assertion JWT signature algorithm is invalid."),
  "nonce is required in the DPoP proof": refusal(
    400,
    "use_dpop_nonce",
  )("Authorization server requires nonce in DPoP proof."),
  "redirect_uri did not match any of the client's registered redirect_uris": invalidRequest(
    "The 'redirect_uri' parameter must be a Login redirect URI in the client app settings.",
  ),
};

/**
 * Okta's answer in place of oidc-provider's own.
 *
 * @param grantTypes what the client has configured, for the text that lists them
 */
export function inOktasWords(failure: OIDCProviderError, grantTypes: string[]): OktaOAuthError {
  const description = failure.error_description ?? "";
  const known = TRANSLATIONS[failure.error_detail ?? description] ?? TRANSLATIONS[description];
  if (known) return known;
  if (description === "requested grant type is not allowed for this client") {
    return unauthorizedClient(
      `The client is not authorized to use the provided grant type. Configured grant types: [${grantTypes.join(", ")}].`,
    );
  }
  if (failure.error === "invalid_client") {
    // A refusal of our own is in Okta's words already.
    return description === "client authentication failed"
      ? CLIENT_AUTHENTICATION_FAILED
      : invalidClient(description);
  }
  return { status: failure.status, error: failure.error, error_description: description };
}

/** As what oidc-provider's hooks may throw. */
export function asException(refused: OktaOAuthError): OIDCProviderError {
  const exception = new errors.OIDCProviderError(refused.status, refused.error);
  exception.error_description = refused.error_description;
  return exception;
}

/** Puts a refusal into the response that is being made. */
export function answer(context: Context, { status, ...body }: OktaOAuthError): void {
  context.status = status;
  context.body = body;
}

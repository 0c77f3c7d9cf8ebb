/**
 * The registered names of the protocol.
 * Sources: draft-ietf-oauth-identity-assertion-authz-grant ("the draft" in this folder),
 * RFC 8693 §3, RFC 7523 §8.1.
 */
export const ID_JAG_TYP = "oauth-id-jag+jwt";

export const GRANT_TYPE_TOKEN_EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";
export const GRANT_TYPE_JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer";

/** Value of `authorization_grant_profiles_supported`, draft §7.2. */
export const GRANT_PROFILE_ID_JAG = "urn:ietf:params:oauth:grant-profile:id-jag";

export const TOKEN_TYPE_ID_JAG = "urn:ietf:params:oauth:token-type:id-jag";
export const TOKEN_TYPE_ID_TOKEN = "urn:ietf:params:oauth:token-type:id_token";
export const TOKEN_TYPE_REFRESH_TOKEN = "urn:ietf:params:oauth:token-type:refresh_token";

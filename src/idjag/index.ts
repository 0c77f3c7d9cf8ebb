/**
 * The protocol of Enterprise-Managed Auth, without Pulumi and without a server: verification
 * of ID-JAGs, discovery, and the two exchanges.
 *
 * Specifications: draft-ietf-oauth-identity-assertion-authz-grant; the MCP extension
 * `io.modelcontextprotocol/enterprise-managed-authorization`; RFC 7523, 8414, 8693, 9728.
 */

export { type ChoiceRefusal, chooseAuthorizationServer } from "./chooseAuthorizationServer";
export type { IdJagClaims } from "./claims";
export type { OAuthClient } from "./clientAuthentication";
export type { JsonObject } from "./compact";
export { type DecodedIdJag, decodeIdJag } from "./decode";
export {
  discoverAuthorizationServer,
  discoverAuthorizationServers,
  discoverProtectedResource,
} from "./discovery";
export {
  type ExchangedIdJag,
  type ExchangeRequest,
  exchangeForIdJag,
  type RedeemedIdJag,
  type RedeemRequest,
  redeemIdJag,
} from "./exchange";
export type { IdJagHeader } from "./header";
export * from "./identifiers";
export type {
  AuthorizationServer,
  DiscoveryReason,
  DiscoveryRefusal,
  ProtectedResource,
} from "./metadata";
export {
  type Evidence,
  ID_JAG_REASONS,
  type IdJagReason,
  type IdJagRefusal,
  type ReasonText,
  type Refusal,
} from "./reasons";
export { DISCOVERY_REASONS } from "./reasons/discovery";
export { scrub } from "./redact";
export {
  createMemoryReplayCache,
  type ReplayCache,
  ReplayCacheFullError,
  replayKey,
} from "./replay";
export { type Fetch, FetchRefusal, type FetchResponse } from "./request";
export type { LegFailure, LegFailureKind } from "./tokenRequest";
export {
  createIdJagVerifier,
  type IdJagVerification,
  type IdJagVerifier,
  type IdJagVerifierOptions,
  type KeyOptions,
} from "./verifier";

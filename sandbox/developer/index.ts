import type { Fetch } from "../fetch";
import {
  type AccessTokenShown,
  callMcpServer,
  type McpOptions,
  type McpShown,
  type RedemptionOptions,
  redeemIdJag,
} from "./context7";
import {
  type ExchangeOptions,
  type IdJagShown,
  requestIdJag,
  type SignInOptions,
  type SignInShown,
  signIn,
} from "./okta";
import type { Outcome } from "./outcome";

export { type Fetch, fetchThrough } from "../fetch";
export * from "./context7";
export * from "./okta";
export type { DecodedToken, Failure, Leg, Outcome, Step, Success } from "./outcome";

/** All a developer's MCP client is set up with. */
export interface DeveloperOptions {
  fetch: Fetch;
  signIn: Omit<SignInOptions, "fetch">;
  exchange: ExchangeOptions;
  redemption: Omit<RedemptionOptions, "fetch" | "idJag">;
  mcp: Omit<McpOptions, "fetch" | "accessToken">;
}

/** The steps in their order; the last one is the first failure, if any. Printable as a whole. */
export type Journey = Outcome<SignInShown | IdJagShown | AccessTokenShown | McpShown, unknown>[];

/**
 * A developer's MCP client from sign-in to a tool's answer: leg 1 at Okta, leg 2 at Context7, leg 3 on
 * the MCP server. It stops at the first refusal.
 */
export async function runDeveloper(options: DeveloperOptions): Promise<Journey> {
  const { fetch } = options;
  const signedIn = await signIn({ ...options.signIn, fetch });
  if (!signedIn.ok) return [signedIn];

  const asserted = await requestIdJag(signedIn.reveal(), options.exchange);
  if (!asserted.ok) return [signedIn, asserted];

  const redeemed = await redeemIdJag({ ...options.redemption, fetch, ...asserted.reveal() });
  if (!redeemed.ok) return [signedIn, asserted, redeemed];

  const called = await callMcpServer({ ...options.mcp, fetch, ...redeemed.reveal() });
  return [signedIn, asserted, redeemed, called];
}

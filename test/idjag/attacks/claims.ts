import { createMemoryReplayCache } from "../../../src/idjag";
import type { claimReasons } from "../../../src/idjag/reasons/claims";
import { AUDIENCE, CLIENT_ID, NOW, RESOURCE, signText, signToken } from "../tokens";
import { type Attacks, good, header, payload } from "./attack";

export const claimAttacks: Attacks<keyof typeof claimReasons> = {
  aud_missing: [
    { name: "no aud", token: signToken({ aud: undefined }) },
    { name: "an empty string", token: signToken({ aud: "" }) },
    { name: "a number", token: signToken({ aud: 7 }) },
    { name: "a list with null", token: signToken({ aud: [null] }) },
    { name: "a list in a list", token: signToken({ aud: [[AUDIENCE]] }) },
  ],
  aud_multiple: [
    {
      name: "ours and another, which jose accepts",
      token: signToken({ aud: [AUDIENCE, "https://other"] }),
    },
    { name: "ours twice", token: signToken({ aud: [AUDIENCE, AUDIENCE] }) },
    { name: "an empty list", token: signToken({ aud: [] }) },
  ],
  aud_trailing_slash: [
    { name: "a slash too many", token: signToken({ aud: `${AUDIENCE}/` }) },
    { name: "in a list", token: signToken({ aud: [`${AUDIENCE}/`] }) },
    { name: "a slash too few", token: good, options: { audience: `${AUDIENCE}/` } },
  ],
  aud_mismatch: [
    {
      name: "Clerk, the first server of Context7's list",
      token: signToken({ aud: "https://clerk.context7.com" }),
    },
    { name: "the resource", token: signToken({ aud: RESOURCE }) },
    { name: "a sub-path", token: signToken({ aud: `${AUDIENCE}/api` }) },
  ],
  exp_missing: [
    { name: "no exp, which jose accepts", token: signToken({ exp: undefined }) },
    { name: "a string", token: signToken({ exp: String(NOW + 300) }) },
    {
      name: "an infinite number",
      token: signText(header, payload.replace(/"exp":\d+/, '"exp":1e999')),
    },
    { name: "a negative number", token: signToken({ exp: -1 }) },
  ],
  iat_missing: [
    { name: "no iat", token: signToken({ iat: undefined }) },
    { name: "a string", token: signToken({ iat: String(NOW) }) },
    { name: "null", token: signToken({ iat: null }) },
  ],
  nbf_invalid: [
    { name: "a string", token: signToken({ nbf: "now" }) },
    { name: "null", token: signToken({ nbf: null }) },
  ],
  iat_in_future: [
    { name: "31 seconds, which jose accepts", token: signToken({ iat: NOW + 31, exp: NOW + 331 }) },
    { name: "the year 275,761", token: signToken({ iat: 9e12, exp: 9e12 + 300 }) },
  ],
  not_yet_valid: [{ name: "31 seconds", token: signToken({ nbf: NOW + 31 }) }],
  lifetime_invalid: [
    { name: "no life", token: signToken({ exp: NOW }) },
    { name: "less than none", token: signToken({ exp: NOW - 1 }) },
  ],
  lifetime_too_long: [
    { name: "one second", token: signToken({ exp: NOW + 301 }) },
    { name: "a year", token: signToken({ exp: NOW + 31_536_000 }) },
    { name: "a limit set lower", token: good, options: { maxLifetime: 299 } },
  ],
  expired: [
    { name: "30 seconds ago", token: signToken({ iat: NOW - 330, exp: NOW - 30 }) },
    {
      name: "now, without tolerance",
      token: signToken({ iat: NOW - 300, exp: NOW }),
      options: { clockTolerance: 0 },
    },
  ],
  sub_missing: [
    { name: "no sub", token: signToken({ sub: undefined }) },
    { name: "an empty string", token: signToken({ sub: "" }) },
    { name: "null", token: signToken({ sub: null }) },
    { name: "a number", token: signToken({ sub: 0 }) },
    { name: "a list", token: signToken({ sub: ["00u1"] }) },
  ],
  jti_missing: [
    { name: "no jti", token: signToken({ jti: undefined }) },
    { name: "an empty string", token: signToken({ jti: "" }) },
    { name: "a list", token: signToken({ jti: ["IDAAG.1"] }) },
    { name: "an object", token: signToken({ jti: { toString: "x" } }) },
  ],
  client_id_missing: [
    { name: "no client_id", token: signToken({ client_id: undefined }) },
    { name: "a list with the right one", token: signToken({ client_id: [CLIENT_ID] }) },
  ],
  client_id_not_allowed: [
    {
      name: "the Okta client ID instead of that at the resource",
      token: signToken({ client_id: "0oa1b2c3" }),
    },
    { name: "other case", token: signToken({ client_id: CLIENT_ID.toUpperCase() }) },
  ],
  resource_missing: [{ name: "no resource", token: signToken({ resource: undefined }) }],
  resource_invalid: [
    { name: "an empty string", token: signToken({ resource: "" }) },
    { name: "an empty list", token: signToken({ resource: [] }) },
    { name: "an object", token: signToken({ resource: { 0: RESOURCE } }) },
    {
      name: "null, where it may be absent",
      token: signToken({ resource: null }),
      options: { requireResource: false },
    },
  ],
  resource_trailing_slash: [
    { name: "a slash too many", token: signToken({ resource: `${RESOURCE}/` }) },
    { name: "after a path", token: signToken({ resource: `${RESOURCE}/mcp/` }) },
  ],
  resource_not_allowed: [
    {
      name: "another server under a good audience (MCP EMA §7.6.2)",
      token: signToken({ resource: "https://mcp.other.example" }),
    },
    {
      name: "ours and another",
      token: signToken({ resource: [RESOURCE, "https://mcp.other.example"] }),
    },
    { name: "the audience", token: signToken({ resource: AUDIENCE }) },
  ],
  scope_invalid: [
    { name: "a list", token: signToken({ scope: ["email"] }) },
    { name: "an empty string", token: signToken({ scope: "" }) },
    { name: "two blanks", token: signToken({ scope: "profile  email" }) },
    { name: "a quote", token: signToken({ scope: 'a"b' }) },
    { name: "a line break", token: signToken({ scope: "a\n" }) },
  ],
  email_missing: [
    { name: "no email", token: signToken({ email: undefined }) },
    { name: "an empty string", token: signToken({ email: "" }) },
    { name: "a name", token: signToken({ email: "ada" }) },
    { name: "a list", token: signToken({ email: ["dev.one@example.com"] }) },
  ],
  cnf_unsupported: [
    {
      name: "a thumbprint (RFC 9449 §6.1)",
      token: signToken({ cnf: { jkt: "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I" } }),
    },
    { name: "null", token: signToken({ cnf: null }) },
  ],
  authorization_details_unsupported: [
    { name: "one detail (RFC 9396)", token: signToken({ authorization_details: [{ type: "x" }] }) },
    { name: "an empty list", token: signToken({ authorization_details: [] }) },
  ],
  replayed: [
    { name: "the second use (MCP EMA §7.4.2)", token: good, before: 1 },
    { name: "the third use", token: good, before: 2 },
    {
      name: "a cache that answers neither",
      token: good,
      options: { replayCache: { mark: async () => undefined as never } },
    },
  ],
  replay_cache_unavailable: [
    {
      name: "Redis is away",
      token: good,
      options: { replayCache: { mark: () => Promise.reject(new Error("ECONNREFUSED")) } },
    },
    {
      name: "it throws at once",
      token: good,
      options: {
        replayCache: {
          mark: () => {
            throw "away";
          },
        },
      },
    },
    {
      name: "the cache in memory is full",
      token: good,
      options: { replayCache: createMemoryReplayCache({ maxEntries: 0 }) },
    },
  ],
};

import { isIP } from "node:net";
import { z } from "zod";
import { isSigningKey, SIGNING_KEYS } from "../idjag/privateKey";
import { parseTarget } from "./target";

const SECOND = 1000;
const DAY = 24 * 60 * 60 * SECOND;
const UNITS: Record<string, number> = { s: SECOND, m: 60 * SECOND, h: DAY / 24, d: DAY };

/** `90s`, `15m`, `24h`, `2d` in milliseconds; `off` is `undefined`. */
function duration(least: number, leastShown: string) {
  const text = `Expected is a number and a unit, such as 90s, 15m, 24h or 2d, or off; at least ${leastShown}, at most 20d.`;
  return z
    .string()
    .regex(/^(?:off|\d{1,7}[smhd])$/, text)
    .transform((value) => {
      const unit = UNITS[value.slice(-1)];
      return value === "off" || !unit ? undefined : Number.parseInt(value, 10) * unit;
    })
    .refine((value) => value === undefined || (value >= least && value <= 20 * DAY), text);
}

const hosts = z
  .string()
  .default("")
  .transform((list) => list.split(/[\s,]+/).filter((host) => host !== ""))
  .refine((list) => list.every(isHost), {
    error: "Expected are host names without ports, separated by commas: idp.example.com,10.0.0.5.",
  });

/** A name or an address, IPv6 with or without the brackets it has in addresses of the web. */
function isHost(entry: string): boolean {
  return isIP(entry.replace(/^\[(.*)\]$/, "$1")) !== 0 || /^[\w.-]+$/.test(entry);
}

const proxies = z
  .string()
  .default("")
  .transform((list) => list.split(/[\s,]+/).filter((entry) => entry !== ""))
  .refine((list) => list.every(isAddressRange), {
    error:
      "Expected are addresses or ranges of them, separated by commas: 10.0.0.7,10.42.0.0/16,fd00::/8. " +
      "A range of everything is none.",
  });

/** An address, or a range in CIDR form that leaves somebody outside. */
function isAddressRange(entry: string): boolean {
  const [address = "", length, ...more] = entry.split("/");
  const version = isIP(address);
  if (version === 0 || more.length > 0) return false;
  if (length === undefined) return true;
  return (
    /^\d{1,3}$/.test(length) && Number(length) >= 1 && Number(length) <= (version === 4 ? 32 : 128)
  );
}

const privateKey = z
  .string()
  // Environment files write line ends as \n.
  .transform((value) => value.replaceAll("\\n", "\n"))
  .refine(isSigningKey, `Expected is ${SIGNING_KEYS}.`);

const target = z
  .string(
    "It is not set: give the target as JSON, or its file in VERIFIER_TARGET_FILE; see node_modules/context7-ema/docs/verifier.md.",
  )
  .transform((json, context) => {
    let value: unknown;
    try {
      value = JSON.parse(json);
    } catch {
      context.addIssue("It is not JSON.");
      return z.NEVER;
    }
    const parsed = parseTarget(value);
    if (parsed.ok) return parsed.target;
    for (const mistake of parsed.mistakes) context.addIssue(mistake);
    return z.NEVER;
  });

/** The client of Redis decodes user and password, and so must what redacts them. */
function hasDecodablePassword(url: string): boolean {
  const { username, password } = URL.parse(url) ?? { username: "", password: "" };
  try {
    decodeURIComponent(username);
    decodeURIComponent(password);
    return true;
  } catch {
    return false;
  }
}

const text = z.string().optional();

/** One setting a variable; the reference for people is docs/verifier.md. */
export const settings = z.object({
  VERIFIER_TARGET: target,
  VERIFIER_LISTEN_ADDRESS: z.string().default("127.0.0.1"),
  VERIFIER_LISTEN_PORT: z.coerce
    .number("Expected is a port, 0 to 65535.")
    .int()
    .min(0, "Expected is a port, 0 to 65535.")
    .max(65535, "Expected is a port, 0 to 65535.")
    .default(8484),
  VERIFIER_BEARER_KEY: z
    .string()
    .regex(
      /^[\x21-\x7e]{32,512}$/,
      "Expected are at least 32 characters without blanks: openssl rand -hex 32",
    )
    .optional(),
  VERIFIER_INTERVAL: duration(60 * SECOND, "1m").prefault("15m"),
  VERIFIER_DATA_DIR: text,
  VERIFIER_REDIS_URL: z
    .url({
      protocol: /^rediss?$/,
      error: "Expected is redis://host:port or, with TLS, rediss://host:port.",
    })
    .refine(hasDecodablePassword, {
      error:
        "Expected is a password in percent-encoding: a % in it is written %25, a slash %2F, an @ %40.",
    })
    .optional(),
  VERIFIER_PRIVATE_HOSTS: hosts,
  VERIFIER_TRUSTED_PROXIES: proxies,
  VERIFIER_REQUESTS_PER_MINUTE: z.coerce
    .number("Expected is a number of requests, at least 10.")
    .int()
    .min(10, "Expected is a number of requests, at least 10.")
    .default(600),
  VERIFIER_LOG_LEVEL: z.enum(["debug", "info", "warn", "error", "silent"]).default("info"),
  VERIFIER_OKTA_CLIENT_ID: text,
  VERIFIER_OKTA_PRIVATE_KEY: privateKey.optional(),
  VERIFIER_OKTA_PRIVATE_KEY_ID: text,
  VERIFIER_OKTA_SCOPES: z
    .string()
    .default("okta.apps.read okta.groups.read okta.users.read okta.features.read"),
  VERIFIER_CONTEXT7_API_KEY: text,
  VERIFIER_LIVE_INTERVAL: duration(DAY, "24h").prefault("off"),
  VERIFIER_LIVE_CLIENT: text,
  VERIFIER_LIVE_CLIENT_SECRET: text,
  VERIFIER_LIVE_PRIVATE_KEY: privateKey.optional(),
  VERIFIER_LIVE_PRIVATE_KEY_ID: text,
  VERIFIER_LIVE_CLIENT_SECRET_AT_RESOURCE: text,
  VERIFIER_LIVE_PRIVATE_KEY_AT_RESOURCE: privateKey.optional(),
  VERIFIER_LIVE_PRIVATE_KEY_ID_AT_RESOURCE: text,
  VERIFIER_LIVE_AUTH_METHOD_AT_RESOURCE: z
    .enum(["client_secret_basic", "client_secret_post"])
    .default("client_secret_basic"),
  VERIFIER_LIVE_REFRESH_TOKEN_FILE: text,
  VERIFIER_LIVE_SCOPE: text,
});
export type Settings = z.output<typeof settings>;

import {
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomUUID,
  sign,
  verify,
} from "node:crypto";
import { createLocalJWKSet, type JSONWebKeySet, type JWK, jwtVerify } from "jose";
import {
  createIdJagVerifier,
  createMemoryReplayCache,
  type IdJagVerification,
  type ReplayCache,
} from "../src/idjag";
import { machine, type Section, table } from "./report";
import { median, withMiddleHalf } from "./statistics";

const ISSUER = "https://acme.okta.com";
const AUDIENCE = "https://context7.com";
const RESOURCE = "https://mcp.context7.com";
const CLIENT_ID = "mcpclient-at-context7";

/** Tokens that each way verifies in one run; many short runs even out what else the machine does. */
const TOKENS = 256;
const RUNS = 101;
/** Runs that do not count: in them the code is still being compiled. */
const WARM_UP = 10;
const AT_ONCE = 64;

type Algorithm = "RS256" | "ES256";
type Way = "verify" | "jwtVerify" | "native";

/** Verifies one token; rejects, or says false or a refusal, where it does not hold. */
type Verification = (token: string) => unknown;

interface Issuer {
  algorithm: Algorithm;
  publicKey: KeyObject;
  jwks: JSONWebKeySet;
  tokens: string[];
}

/**
 * CPU time of `verify` with every check on, against plain `jose.jwtVerify` (signature, `iss`, `aud`,
 * `exp`) and against the signature alone, in turns.
 */
export async function benchIdJag(say: (line: string) => void): Promise<Section> {
  const rows: (string | number)[][] = [];
  for (const algorithm of ["RS256", "ES256"] as const) {
    const issuer = createIssuer(algorithm);
    for (const atOnce of [1, AT_ONCE]) {
      const times = await measureAll(issuer, atOnce);
      const microseconds = WAYS.map((way) => median(times.get(way) ?? []).toFixed(1));
      const ratios = ratiosOf(times);
      const mode = atOnce === 1 ? "one after the other" : `${atOnce} at once`;
      say(`idjag, ${algorithm}, ${mode}: ${withMiddleHalf(ratios)}`);
      rows.push([algorithm, mode, ...microseconds, withMiddleHalf(ratios)]);
    }
  }
  return { title: "`verify` of `context7-ema/idjag`", body: describe(rows) };
}

const WAYS: Way[] = ["verify", "jwtVerify", "native"];

/** Microseconds of CPU time a token, one value a run. */
async function measureAll(issuer: Issuer, atOnce: number) {
  const times = new Map<Way, number[]>(WAYS.map((way) => [way, []]));
  let used = createMemoryReplayCache();
  // The verifier stays, as it does in a service; only what it remembers of the run before goes.
  const replayCache: ReplayCache = { mark: (key, ttl) => used.mark(key, ttl) };
  const verifications = {
    verify: fully(issuer, replayCache),
    jwtVerify: plainly(issuer),
    native: natively(issuer),
  };
  for (let run = -WARM_UP; run < RUNS; run += 1) {
    const order = WAYS.map((_, index) => WAYS[(index + run + WARM_UP) % WAYS.length] as Way);
    for (const way of order) {
      used = createMemoryReplayCache();
      const microseconds = await measure(verifications[way], issuer.tokens, atOnce);
      if (run >= 0) times.get(way)?.push(microseconds);
    }
  }
  return times;
}

/** CPU time of all threads of this process: WebCrypto verifies on threads of its own. */
async function measure(verification: Verification, tokens: string[], atOnce: number) {
  const start = process.cpuUsage();
  if (atOnce === 1) for (const token of tokens) assertAccepted(await verification(token));
  else {
    for (let index = 0; index < tokens.length; index += atOnce) {
      const results = tokens.slice(index, index + atOnce).map(verification);
      for (const result of await Promise.all(results)) assertAccepted(result);
    }
  }
  const { user, system } = process.cpuUsage(start);
  return (user + system) / tokens.length;
}

/** Here and not in each way: a wrapper of one's own around only one would be measured with it. */
function assertAccepted(result: unknown): void {
  const isRefused = result === false || (result as Partial<IdJagVerification>).ok === false;
  if (isRefused) throw new Error(`A token was refused: ${JSON.stringify(result)}`);
}

function fully({ jwks }: Issuer, replayCache: ReplayCache): Verification {
  const verifier = createIdJagVerifier({
    issuer: ISSUER,
    audience: AUDIENCE,
    resources: [RESOURCE],
    clientIds: [CLIENT_ID],
    jwks,
    replayCache,
  });
  return (token) => verifier.verify(token);
}

function plainly({ jwks }: Issuer): Verification {
  const keys = createLocalJWKSet(jwks);
  return (token) => jwtVerify(token, keys, { issuer: ISSUER, audience: AUDIENCE });
}

function natively({ publicKey }: Issuer): Verification {
  const key = { key: publicKey, dsaEncoding: "ieee-p1363" as const };
  return (token) => {
    const end = token.lastIndexOf(".");
    const signature = Buffer.from(token.slice(end + 1), "base64url");
    return verify("sha256", Buffer.from(token.slice(0, end)), key, signature);
  };
}

/** An issuer with one key, and tokens of it that are good for the next five minutes. */
function createIssuer(algorithm: Algorithm): Issuer {
  const { privateKey } =
    algorithm === "RS256"
      ? generateKeyPairSync("rsa", { modulusLength: 2048 })
      : generateKeyPairSync("ec", { namedCurve: "P-256" });
  const publicKey = createPublicKey(privateKey);
  const jwk = publicKey.export({ format: "jwk" }) as JWK;
  const jwks = { keys: [{ ...jwk, kid: "1", use: "sig", alg: algorithm }] };
  const tokens = Array.from({ length: TOKENS }, () => signIdJag(algorithm, privateKey));
  return { algorithm, publicKey, jwks, tokens };
}

function signIdJag(alg: Algorithm, key: KeyObject): string {
  const now = Math.floor(Date.now() / 1000);
  const header = { kid: "1", typ: "oauth-id-jag+jwt", alg };
  const claims = {
    iss: ISSUER,
    sub: "00u1a2b3c4D5E6f7g8h9",
    aud: AUDIENCE,
    client_id: CLIENT_ID,
    resource: RESOURCE,
    scope: "profile email",
    email: "ada@example.com",
    iat: now,
    exp: now + 300,
    jti: randomUUID(),
  };
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const input = `${part(header)}.${part(claims)}`;
  const signature = sign("sha256", Buffer.from(input), { key, dsaEncoding: "ieee-p1363" });
  return `${input}.${signature.toString("base64url")}`;
}

/** The ratio within each run: whatever else the machine did, both had their share of it. */
function ratiosOf(times: Map<Way, number[]>): number[] {
  const plain = times.get("jwtVerify") ?? [];
  return (times.get("verify") ?? []).map((full, run) => full / (plain[run] as number));
}

function describe(rows: (string | number)[][]): string {
  return `
${machine()} CPU time of the whole process in microseconds a token, median of ${RUNS} runs in turns, ${TOKENS}
tokens each. \`verify\` has every check on and marks each \`jti\` in its replay cache; \`jose.jwtVerify\` checks the
signature, \`iss\`, \`aud\` and \`exp\`; \`crypto.verify\` checks the signature and nothing else, and is the floor. The
goal is a ratio of at most 1.15 of the first two; given are the median of each run's ratio, and between
which two the middle half of them lies.

${table(["signature", "tokens", "`verify`", "`jose.jwtVerify`", "`crypto.verify`", "ratio"], rows)}
`;
}

import { MAX_NESTING, measure } from "./nesting";
import { type IdJagRefusal, refuse } from "./reasons";

/** Longest token that is looked at, in characters. An ID-JAG of Okta has about 1,000. */
export const MAX_TOKEN_LENGTH = 16 * 1024;

export type JsonObject = Readonly<Record<string, unknown>>;

/** The parts of a signed JWT, as they stand in the token and named as in RFC 7515 §7.2.2. */
export interface CompactParts {
  readonly ok: true;
  readonly protected: string;
  readonly payload: string;
  readonly signature: string;
}

/**
 * Takes a token apart, strictly (RFC 7515 §7.1).
 *
 * Each part must be the one canonical encoding of its bytes. Otherwise one signed token
 * could be written in several ways, and whatever recognises tokens by their text (a log
 * search, a deny list) could be walked around.
 */
export function splitCompact(token: unknown): CompactParts | IdJagRefusal {
  if (typeof token !== "string") return refuse("not_compact_jws", { seen: "not a string" });
  if (token.length > MAX_TOKEN_LENGTH) {
    return refuse("token_too_large", {
      seen: String(token.length),
      expected: String(MAX_TOKEN_LENGTH),
    });
  }
  const parts = token.split(".");
  const filled = parts.filter((part) => part !== "").length;
  if (parts.length !== 5 && (parts.length !== 3 || filled !== 3)) {
    return refuse("not_compact_jws", { seen: `${parts.length} parts, ${filled} not empty` });
  }
  if (!parts.every(isCanonical)) {
    return refuse("not_compact_jws", { seen: "characters or an ending that base64url has not" });
  }
  if (parts.length === 5) return refuse("encrypted");
  const [header, payload, signature] = parts as [string, string, string];
  return { ok: true, protected: header, payload, signature };
}

/**
 * The characters that can end an encoding whose length leaves this rest by four: those whose
 * spare bits are zero (RFC 4648 §3.5). No bytes are encoded with a rest of one.
 */
const ENDINGS = [undefined, "", "AQgw", "AEIMQUYcgkosw048"];

/**
 * Whether `part` is base64url without padding (RFC 4648 §5), and the only such text for its
 * bytes. Node's decoder is no judge of that: it skips what it does not know.
 */
function isCanonical(part: string): boolean {
  if (/[^\w-]/.test(part)) return false;
  const ending = ENDINGS[part.length % 4];
  return ending === undefined || ending.includes(part.slice(-1));
}

// A byte order mark is no JSON (RFC 8259 §8.1): `ignoreBOM` leaves it in, where it fails.
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Reads one part of a token, in base64url, as a JSON object that is not deep and has no doubled names. */
export function parsePart(
  encoded: string,
  part: "header" | "payload",
): { readonly ok: true; readonly value: JsonObject } | IdJagRefusal {
  let text: string;
  let value: unknown;
  try {
    text = utf8.decode(Buffer.from(encoded, "base64url"));
    value = JSON.parse(text);
  } catch {
    return refuse(`${part}_not_json_object`);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return refuse(`${part}_not_json_object`);
  }
  const { names, isTooDeep } = measure(value);
  if (isTooDeep) return refuse("nesting_too_deep", { seen: part, expected: String(MAX_NESTING) });
  if (countNamesInText(text) !== names) return refuse("duplicate_member", { seen: part });
  return { ok: true, value: value as JsonObject };
}

/**
 * JSON.parse keeps the last of two members with the same name. In valid JSON every string
 * before a colon is a member's name and nothing else is, so a name was doubled exactly when
 * the text has more of them than the value.
 */
function countNamesInText(json: string): number {
  let names = 0;
  let end = -1;
  for (let start = json.indexOf('"'); start !== -1; start = json.indexOf('"', end + 1)) {
    end = closingQuote(json, start);
    let next = end + 1;
    while (isWhitespace(json.charCodeAt(next))) next += 1;
    if (json[next] === ":") names += 1;
  }
  return names;
}

/** Where the string ends that begins at `start`: a quote after an even number of backslashes. */
function closingQuote(json: string, start: number): number {
  for (let end = json.indexOf('"', start + 1); ; end = json.indexOf('"', end + 1)) {
    let escapes = 0;
    while (json[end - 1 - escapes] === "\\") escapes += 1;
    if (escapes % 2 === 0) return end;
  }
}

/** RFC 8259 §2: space, tab, line feed, carriage return. */
function isWhitespace(code: number): boolean {
  return code === 0x20 || code === 0x09 || code === 0x0a || code === 0x0d;
}

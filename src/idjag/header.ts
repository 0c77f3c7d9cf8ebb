import type { JsonObject } from "./compact";
import { ID_JAG_TYP } from "./identifiers";
import { type IdJagRefusal, refuse } from "./reasons";
import { show } from "./redact";

/** A header that passed {@link checkHeader}. */
export type IdJagHeader = JsonObject & {
  readonly typ: typeof ID_JAG_TYP;
  readonly alg: string;
  readonly kid?: string;
};

// Keys, or addresses of keys, that the sender chose. Thumbprints (x5t) name a key and are
// harmless: nothing here looks at them.
const EMBEDDED_KEYS = ["jwk", "jku", "x5u", "x5c"];

/**
 * Checks a decoded header, before any key is touched.
 *
 * `typ` comes first: it keeps other tokens of the same issuer, signed with the same keys (ID
 * tokens, access tokens), from being taken for an ID-JAG (RFC 8725 §2.8). It is compared
 * letter by letter; media types would allow other case and an `application/` prefix, but the
 * draft's §3.1 gives one spelling.
 */
export function checkHeader(
  header: JsonObject,
  algorithms: readonly string[],
): IdJagRefusal | undefined {
  const { typ, alg, crit } = header;
  if (typ !== ID_JAG_TYP) {
    return refuse("wrong_typ", { seen: show(typ), expected: show(ID_JAG_TYP) });
  }
  if (typeof alg !== "string" || !algorithms.includes(alg)) {
    return refuse("alg_not_allowed", { seen: show(alg), expected: algorithms.join(", ") });
  }
  if (crit !== undefined) return refuse("crit_present", { seen: show(crit) });
  const embedded = EMBEDDED_KEYS.filter((name) => Object.hasOwn(header, name));
  if (embedded.length > 0) return refuse("embedded_key", { seen: embedded.join(", ") });
  return undefined;
}

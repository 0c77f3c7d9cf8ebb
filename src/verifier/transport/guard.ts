import type { Dispatcher } from "undici";
import { type Destinations, refusalOfDestination } from "./destination";
import { type AnswerLimits, limitedAnswer } from "./limitedAnswer";

/**
 * Stands before a dispatcher: refuses destinations that are not configured, and breaks off answers
 * that are too large or take too long. Works for undici's `fetch` and `request` alike, and again for
 * every hop if a caller should follow a redirect.
 */
export function guard(
  permitted: Destinations,
  limits: AnswerLimits,
): Dispatcher.DispatcherComposeInterceptor {
  return (dispatch) => (options, handler) => {
    const refusal = refusalOfDestination(options.origin ?? "", permitted);
    // Undici hands what is thrown here to the caller of `fetch` or `request`.
    if (refusal) throw refusal;
    const uncompressed = { ...options, headers: withIdentity(options.headers) };
    return dispatch(uncompressed, limitedAnswer(handler, limits));
  };
}

/**
 * Asks for an answer as it is. `fetch` would ask for a compressed one and unpack it after the size
 * was counted, and a few kilobytes can unpack to gigabytes.
 */
function withIdentity(headers: Dispatcher.DispatchOptions["headers"]) {
  const list: string[] = [];
  for (const [name, value] of entriesOf(headers)) {
    if (name.toLowerCase() === "accept-encoding") continue;
    for (const each of [value ?? []].flat()) list.push(name, String(each));
  }
  return [...list, "accept-encoding", "identity"];
}

/** Undici takes an object, pairs, or one list in which names and values take turns. */
function entriesOf(headers: Dispatcher.DispatchOptions["headers"]): Iterable<[string, unknown]> {
  if (!headers) return [];
  if (Array.isArray(headers)) {
    const names = headers.filter((_, index) => index % 2 === 0);
    return names.map((name, index) => [String(name), headers[index * 2 + 1]]);
  }
  if (Symbol.iterator in headers) return headers as Iterable<[string, unknown]>;
  return Object.entries(headers);
}

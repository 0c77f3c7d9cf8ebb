import { type Dispatcher, type RequestInit, fetch as undiciFetch } from "undici";

export type Fetch = typeof globalThis.fetch;

/** undici's `fetch` through a dispatcher, such as `sandboxDispatcher(network)` gives. */
export function fetchThrough(dispatcher: Dispatcher): Fetch {
  return ((input: string | URL, init?: RequestInit) =>
    undiciFetch(input, { ...init, dispatcher })) as unknown as Fetch;
}

import { scrub } from "./redact";

/** The part of a fetch answer that is used here; the global and undici's `Response` are both one. */
export interface FetchResponse {
  readonly status: number;
  readonly headers: { forEach(each: (value: string, name: string) => void): void };
  readonly body: AsyncIterable<Uint8Array> | null;
}

/**
 * How this folder reaches the network, and the only way it does. Node's own `fetch` fits,
 * and undici's with a dispatcher that guards addresses or goes through a proxy.
 */
export type Fetch = (
  url: string,
  init: {
    readonly method: string;
    readonly headers: Record<string, string>;
    readonly body?: string;
    readonly redirect: "manual";
    readonly signal: AbortSignal;
  },
) => Promise<FetchResponse>;

/**
 * What a {@link Fetch} throws that will not carry out a request. Its message is shown, scrubbed: it says
 * what to do about it, and quotes nothing that was sent.
 */
export class FetchRefusal extends Error {
  override name = "FetchRefusal";
}

/** A request that brought no answer to speak of. */
export class RequestFailure extends Error {
  override name = "RequestFailure";
}

/** Longest wait for an answer and its body, in milliseconds. */
const TIMEOUT_MS = 10_000;
/** Longest body that is read, in bytes: metadata and key sets have a few thousand. */
const MAX_BODY = 256 * 1024;

/** The union of what jose and oauth4webapi hand to a custom fetch. */
interface LibraryInit {
  readonly method: string;
  readonly headers: Headers | Record<string, string>;
  readonly body?: string | URLSearchParams | null | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Puts limits of time and size around a handed-in fetch, for the use of jose and
 * oauth4webapi. Redirects are never followed: a redirect is how a permitted address leads to
 * one that is not.
 *
 * Resolves with a whole answer, whatever its status.
 * @throws {RequestFailure} with a message fit to show: no answer in time, none at all, one
 *   too large, or why the fetch refused.
 */
export function boundedFetch(fetch: Fetch) {
  return async (url: string, init: LibraryInit): Promise<Response> => {
    const timeout = AbortSignal.timeout(TIMEOUT_MS);
    try {
      const answer = await fetch(url, {
        method: init.method,
        headers: Object.fromEntries(new Headers(init.headers)),
        // As a string: a fetch of another undici need not know this process's URLSearchParams.
        ...(init.body != null && { body: init.body.toString() }),
        redirect: "manual",
        signal: init.signal ? AbortSignal.any([init.signal, timeout]) : timeout,
      });
      return await readWhole(answer);
    } catch (error) {
      throw new RequestFailure(`${new URL(url).origin}: ${describe(error)}`, { cause: error });
    }
  };
}

class BodyTooLarge extends Error {}

async function readWhole(answer: FetchResponse): Promise<Response> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of answer.body ?? []) {
    size += chunk.byteLength;
    if (size > MAX_BODY) throw new BodyTooLarge();
    chunks.push(chunk);
  }
  const headers = new Headers();
  answer.headers.forEach((value, name) => {
    headers.append(name, value);
  });
  // A Response with one of these must have no body at all (Fetch §2.2.3).
  const bodiless = [101, 103, 204, 205, 304].includes(answer.status);
  return new Response(bodiless ? null : Buffer.concat(chunks), { status: answer.status, headers });
}

function describe(error: unknown): string {
  if (error instanceof BodyTooLarge) return `the answer is larger than ${MAX_BODY} bytes`;
  if (!(error instanceof Error)) return "no answer";
  if (error.name === "TimeoutError" || error.name === "AbortError") return "no answer in time";
  // The code (ECONNREFUSED, ENOTFOUND, CERT_HAS_EXPIRED) sits at the cause of undici's
  // "fetch failed". Other messages than a refusal's are not passed on: they may quote what was sent.
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof FetchRefusal) return scrub(cause.message);
    const { code } = cause as { code?: unknown };
    if (typeof code === "string" && /^[A-Z0-9_]{1,64}$/.test(code)) return `no answer (${code})`;
  }
  return "no answer";
}

import { type Dispatcher, EnvHttpProxyAgent, RetryAgent, request } from "undici";
import { defaultRetryLimits, type RetryLimits, waitBeforeRetry } from "./retry";

export interface HttpRequest {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  url: URL;
  headers: Record<string, string>;
  body?: string;
  /** Whether sending it twice does no more than once. Default: every method but POST. */
  repeatable?: boolean;
  /** Headers that each attempt needs its own of. */
  headersOfAttempt?: () => Promise<Record<string, string>>;
}

export interface HttpAnswer {
  status: number;
  /** Names in lower case. */
  headers: Record<string, string | string[] | undefined>;
  /** The body as JSON; `undefined` if it is empty or something else. */
  json: unknown;
  effort: Effort;
}

/** What it took to get an answer, for the message if it is still a refusal. */
export interface Effort {
  retries: number;
  /** Milliseconds. */
  waited: number;
}

/** No answer came: the network, a proxy, a certificate, a body that is too large. */
export class NoAnswer extends Error {
  constructor(
    /** For instance `ECONNREFUSED`. */
    readonly code: string,
    readonly effort: Effort,
    detail: string,
  ) {
    super(detail);
  }
}

export interface HttpOptions {
  /** Sends the requests. Default: one for the process, through the proxy that the environment names. */
  dispatcher?: Dispatcher;
  /** How long to keep trying. Default: {@link defaultRetryLimits}. */
  limits?: RetryLimits;
}

const timeout = 30_000;
const largestBody = 8 * 1024 * 1024;

/**
 * Sends a request and reads its whole answer, whatever its status. Waits and tries again as
 * {@link waitBeforeRetry} says; does not follow redirects.
 *
 * @throws NoAnswer
 */
export async function send(sent: HttpRequest, options: HttpOptions = {}): Promise<HttpAnswer> {
  const effort: Effort = { retries: 0, waited: 0 };
  const { limits = defaultRetryLimits } = options;
  const repeatable = sent.repeatable ?? sent.method !== "POST";
  const dispatcher = new RetryAgent(attempts(sent, options), {
    // The body of a final refusal says why: let it through.
    throwOnError: false,
    retry(error, _context, decide) {
      const { statusCode, headers, code } = error as Error & {
        statusCode?: number;
        headers?: HttpAnswer["headers"];
        code?: string;
      };
      const failed = { status: statusCode, headers, code, repeatable, ...effort };
      const wait = waitBeforeRetry(failed, limits, Date.now());
      if (wait === undefined) {
        decide(error);
        return;
      }
      effort.retries += 1;
      effort.waited += wait;
      setTimeout(() => decide(null), wait);
    },
  });

  try {
    const { method, url, headers, body } = sent;
    const timeouts = { headersTimeout: timeout, bodyTimeout: timeout };
    const answer = await request(url, { method, headers, body, dispatcher, ...timeouts });
    const text = await readCapped(answer.body);
    return { status: answer.statusCode, headers: answer.headers, json: parse(text), effort };
  } catch (error) {
    throw noAnswer(error, effort);
  }
}

/** What sends a single attempt of a request. */
function attempts({ headersOfAttempt }: HttpRequest, options: HttpOptions): Dispatcher {
  const dispatcher = options.dispatcher ?? processDispatcher();
  if (!headersOfAttempt) return dispatcher;
  return dispatcher.compose((dispatch) => (sent, handler) => {
    headersOfAttempt()
      .then((own) =>
        dispatch({ ...sent, headers: { ...(sent.headers as object), ...own } }, handler),
      )
      .catch((error) => handler.onResponseError?.(null as never, error));
    return true;
  });
}

async function readCapped(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > largestBody) {
      throw Object.assign(new Error(`the answer is larger than ${largestBody} bytes`), {
        code: "TOO_LARGE",
      });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The innermost cause is the one that tells something: a certificate, a host name. */
function noAnswer(error: unknown, effort: Effort): NoAnswer {
  let innermost = error as Error & { code?: string };
  while (innermost.cause instanceof Error) innermost = innermost.cause;
  const code = innermost.code ?? innermost.name;
  return new NoAnswer(code, effort, innermost.message || code);
}

let shared: { proxies: string; dispatcher: Dispatcher } | undefined;

/** One connection pool for the process, made anew only if the environment names other proxies. */
export function processDispatcher(): Dispatcher {
  const { https_proxy, HTTPS_PROXY, http_proxy, HTTP_PROXY } = process.env;
  const proxies = [https_proxy, HTTPS_PROXY, http_proxy, HTTP_PROXY].join(" ");
  if (shared?.proxies !== proxies) {
    shared = { proxies, dispatcher: new EnvHttpProxyAgent() };
  }
  return shared.dispatcher;
}

/** " (after 3 retries in 62 s)", or nothing if the first answer was final. */
export function effortText({ retries, waited }: Effort): string {
  if (retries === 0) return "";
  const times = retries === 1 ? "1 retry" : `${retries} retries`;
  return ` (after ${times} in ${Math.round(waited / 1000)} s)`;
}

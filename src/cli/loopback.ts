import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { CannotRun, UsageError } from "./exit";

/** A server on this machine that waits for the browser to come back from a sign-in. */
export interface Loopback {
  /** What the browser is sent to; with the port that was chosen, where `0` was asked for. */
  readonly redirectUri: string;
  /**
   * The address the browser came back to, with the authorization response in its query.
   *
   * @param timeout milliseconds.
   * @throws CannotRun when nobody came in time.
   */
  answer(timeout: number): Promise<URL>;
  close(): Promise<void>;
}

const HOSTS: Record<string, string> = {
  "127.0.0.1": "127.0.0.1",
  "[::1]": "::1",
  // RFC 8252 §8.3 advises against the name, but consoles and clients use it.
  localhost: "localhost",
};

/**
 * Whether an address can be a loopback redirect URI (RFC 8252 §7.3): http, a loopback host, no query
 * and no fragment.
 */
export function isLoopback(address: string): boolean {
  const url = URL.parse(address);
  return url?.protocol === "http:" && url.hostname in HOSTS && !/[?#@]/.test(address);
}

/**
 * Listens for the answer to the authorization request that carries `state`. Requests with another
 * state are not ours: they are refused, and waiting goes on.
 *
 * @throws UsageError if `redirectUri` is no loopback address; CannotRun if its port is taken.
 */
export async function listenForAnswer(redirectUri: string, state: string): Promise<Loopback> {
  if (!isLoopback(redirectUri)) {
    throw new UsageError(
      `The redirect URI ${redirectUri} is not on this machine. Expected is something like ` +
        "http://127.0.0.1:6276/oauth/callback, as it stands among the app's Sign-in redirect URIs.",
    );
  }
  const expected = new URL(redirectUri);
  let arrived: (answer: URL) => void;
  const arrival = new Promise<URL>((resolve) => {
    arrived = resolve;
  });
  const server = createServer((request, response) => {
    const url = answerIn(request, expected, state);
    if (typeof url === "number") return say(response, url, "This is not the answer to a sign-in.");
    const refused = url.searchParams.has("error");
    const result = refused ? "Okta refused the sign-in." : "You are signed in.";
    say(response, 200, `${result} Close this window and go back to the terminal.`);
    arrived(url);
  });
  const port = await listen(server, expected);
  const chosen = expected.port === "0" ? redirectUri.replace(":0", `:${port}`) : redirectUri;
  return {
    redirectUri: chosen,
    answer: (timeout) => withTimeout(arrival, timeout),
    close: () => close(server),
  };
}

function answerIn(request: IncomingMessage, expected: URL, state: string): URL | number {
  const url = URL.parse(request.url ?? "", expected.href);
  if (url?.pathname !== expected.pathname) return 404;
  if (request.method !== "GET") return 405;
  return url.searchParams.get("state") === state ? url : 400;
}

function say(response: ServerResponse, status: number, text: string): void {
  const headers = {
    "content-type": "text/html; charset=utf-8",
    "cache-control": "no-store",
    // The address holds the authorization code.
    "referrer-policy": "no-referrer",
    "content-security-policy": "default-src 'none'",
    connection: "close",
  };
  response
    .writeHead(status, headers)
    .end(`<!doctype html><html lang="en"><title>context7-ema</title><p>${text}</p></html>\n`);
}

function listen(server: Server, { hostname, port }: URL): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const why = error.code === "EADDRINUSE" ? "another program uses its port" : error.code;
      const text = `Nothing can listen on ${hostname}:${port || 80} for the sign-in's answer: ${why}.`;
      reject(new CannotRun(`${text} Name another of the app's redirect URIs with --redirect-uri.`));
    });
    server.listen(Number(port || 80), HOSTS[hostname], () => {
      resolve((server.address() as AddressInfo).port);
    });
  });
}

async function withTimeout<T>(promise: Promise<T>, timeout: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const seconds = Math.round(timeout / 1000);
    const error = new CannotRun(
      `No answer from the browser within ${seconds} s. If Okta showed an error page there, it says why: ` +
        "most often the redirect URI is not among the app's Sign-in redirect URIs, or the person is " +
        "not assigned to the app.",
    );
    timer = setTimeout(() => reject(error), timeout);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

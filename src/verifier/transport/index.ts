/**
 * How the verifier reaches the network: only configured hosts, only https, no redirects, no private
 * addresses, and never more than so many bytes or seconds.
 */
import { Agent, type Dispatcher, EnvHttpProxyAgent, fetch as undiciFetch } from "undici";
import type { Fetch } from "../../idjag";
import { destinations } from "./destination";
import { guard } from "./guard";
import { guardedLookup, type Resolve } from "./guardedLookup";
import type { AnswerLimits } from "./limitedAnswer";

export { isPublicAddress } from "./address";
export { TransportRefusal, type TransportRefusalCode } from "./refusal";

/** Said wherever `addressesCheckedBy` is `proxy`. */
export const PROXY_NOTE =
  "Requests go through HTTPS_PROXY, which resolves the names: that it reaches no private addresses is the proxy's matter.";

export interface TransportOptions {
  /** Https addresses; requests go to their hosts and ports and nowhere else. */
  readonly urls: readonly string[];
  /** Host names that may have private addresses. Default: none. */
  readonly privateHosts?: readonly string[];
  /** Proxy variables are read from here: `HTTPS_PROXY`, `NO_PROXY`, or in lower case. */
  readonly environment?: NodeJS.ProcessEnv;
  /** Default: 8 MiB, 30 seconds. */
  readonly limits?: Partial<AnswerLimits>;
  /** PEM of certificate authorities to trust instead of the system's. */
  readonly ca?: string;
  /** Resolves names. Default: the system. */
  readonly resolve?: Resolve;
}

export interface Transport {
  /** For clients that are built on undici. */
  readonly dispatcher: Dispatcher;
  /** Undici's own: Node's built-in fetch does not go with a dispatcher of this package. */
  readonly fetch: Fetch & typeof undiciFetch;
  /**
   * Who sees to it that requests do not reach private addresses: this process, as it connects, or
   * the proxy, which is the one that resolves the names.
   */
  readonly addressesCheckedBy: "verifier" | "proxy";
  close(): Promise<void>;
}

/**
 * A guarded `Agent`; where `HTTPS_PROXY` is set, an `EnvHttpProxyAgent` instead: the first would
 * ignore the proxy, and the second resolves no names, except for hosts of `NO_PROXY`, which it
 * reaches itself and through the same guard.
 */
export function createTransport(options: TransportOptions): Transport {
  const { environment = process.env, privateHosts = [], ca, resolve } = options;
  const permitted = destinations(options.urls, privateHosts);
  const limits = { size: 8 * 1024 * 1024, time: 30_000, ...options.limits };
  const proxy = environment.https_proxy || environment.HTTPS_PROXY;
  const common = {
    allowH2: false,
    headersTimeout: limits.time,
    bodyTimeout: limits.time,
    connect: { ca, timeout: 10_000, lookup: guardedLookup(permitted.privateHosts, resolve) },
  };
  const agent = proxy
    ? new EnvHttpProxyAgent({
        ...common,
        requestTls: { ca },
        httpProxy: proxy,
        httpsProxy: proxy,
        noProxy: environment.no_proxy ?? environment.NO_PROXY ?? "",
      })
    : new Agent(common);
  const dispatcher = agent.compose(guard(permitted, limits));
  const fetch: Transport["fetch"] = (input, init) =>
    undiciFetch(input, { ...init, dispatcher, redirect: "manual" });
  return {
    dispatcher,
    fetch,
    addressesCheckedBy: proxy ? "proxy" : "verifier",
    // Not gracefully: a request may hang, and who closes has no use for its answer.
    close: () => agent.destroy(),
  };
}

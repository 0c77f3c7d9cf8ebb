import { isIP } from "node:net";
import { isPublicAddress } from "./address";
import { TransportRefusal } from "./refusal";

/** Where requests may go. */
export interface Destinations {
  /** `https://acme.okta.com`: scheme, host and, where it is not 443, port. */
  readonly origins: ReadonlySet<string>;
  /** Host names that may have private addresses, in lower case. */
  readonly privateHosts: ReadonlySet<string>;
}

/** @param urls https addresses; what is behind the host does not matter. */
export function destinations(
  urls: readonly string[],
  privateHosts: readonly string[] = [],
): Destinations {
  return {
    origins: new Set(urls.map((url) => new URL(url).origin)),
    // IPv6 also in brackets, as addresses of the web have it.
    privateHosts: new Set(
      privateHosts.map((host) => host.toLowerCase().replace(/^\[(.*)\]$/, "$1")),
    ),
  };
}

/**
 * Whether a request may go to `origin`; an address written out is judged here, since nothing
 * resolves it later. The comparison is one of whole origins after the URL parser has brought every
 * spelling into one form: `https://0x7f.1`, `https://ACME.okta.com:443`.
 */
export function refusalOfDestination(
  origin: string | URL,
  { origins, privateHosts }: Destinations,
): TransportRefusal | undefined {
  const url = URL.parse(String(origin));
  if (url?.protocol !== "https:") {
    return new TransportRefusal("NOT_HTTPS", `${shown(url)} is not an https address`);
  }
  if (!origins.has(url.origin)) {
    return new TransportRefusal(
      "HOST_NOT_CONFIGURED",
      `${url.origin} is none of the target's hosts (of orgUrl, issuer, resourceIssuer, mcpUrl, settingsUrl), and ` +
        "requests go to no others; correct the target, or the metadata that name it",
    );
  }
  const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
  return isIP(host) ? refusalOfAddress(host, [host], privateHosts) : undefined;
}

/** Whether a connection to `host` may be made, when these are its addresses: all must be fit. */
export function refusalOfAddress(
  host: string,
  addresses: readonly string[],
  privateHosts: ReadonlySet<string>,
): TransportRefusal | undefined {
  if (privateHosts.has(host.toLowerCase())) return undefined;
  const inside = addresses.find((address) => !isPublicAddress(address));
  if (inside === undefined) return undefined;
  return new TransportRefusal(
    "ADDRESS_NOT_PUBLIC",
    `${host} has the address ${inside}, which is not public; if it is meant, name the host by --private-host, ` +
      "or for the verifier as a service in VERIFIER_PRIVATE_HOSTS",
  );
}

function shown(url: URL | null): string {
  return url === null ? "what was asked for" : `${url.protocol}//${url.host}`;
}

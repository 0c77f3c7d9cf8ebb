import { type LookupAddress, lookup as systemLookup } from "node:dns";
import type { LookupFunction } from "node:net";
import { refusalOfAddress } from "./destination";

/** `dns.lookup` with `all`. */
export type Resolve = (
  hostname: string,
  options: { all: true; family?: number | "IPv4" | "IPv6"; hints?: number },
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/**
 * A lookup for sockets that refuses names with an address that is not public. The socket connects
 * to what this gave it and to nothing else, so a name that changes its address between a check and
 * the connection (DNS rebinding) gains nothing.
 *
 * Not called for addresses written out, nor by a proxy's tunnel.
 */
export function guardedLookup(
  privateHosts: ReadonlySet<string>,
  resolve: Resolve = systemLookup,
): LookupFunction {
  return (hostname, { all, family, hints }, callback) => {
    resolve(hostname, { all: true, family, hints }, (error, addresses) => {
      const [first] = addresses ?? [];
      const names = (addresses ?? []).map(({ address }) => address);
      const refusal = error ?? refusalOfAddress(hostname, names, privateHosts);
      if (refusal) callback(refusal, "", 0);
      else if (all) callback(null, addresses);
      else callback(null, first?.address ?? "", first?.family);
    });
  };
}

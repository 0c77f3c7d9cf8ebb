import { isIP, isIPv4 } from "node:net";

/**
 * IPv4 blocks that no public service has an address in, as bytes and prefix length.
 * Source: IANA IPv4 Special-Purpose Address Registry, and RFC 5771 (multicast).
 */
const RESERVED_V4: readonly (readonly [string, number])[] = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
];

/** Reserved parts of 2000::/3. Source: IANA IPv6 Special-Purpose Address Registry. */
const RESERVED_V6: readonly (readonly [string, number])[] = [
  // Protocol assignments, among them Teredo (2001::/32), benchmarking and ORCHID.
  ["2001::", 23],
  ["2001:db8::", 32],
  ["3fff::", 20],
];

/** Ways to write an IPv4 address into an IPv6 one: prefix, its length, where the four bytes are. */
const EMBEDDINGS: readonly (readonly [prefix: string, length: number, offset: number])[] = [
  // IPv4-mapped, RFC 4291 §2.5.5.2.
  ["::ffff:0:0", 96, 12],
  // IPv4-translated, RFC 2765 §2.1.
  ["::ffff:0:0:0", 96, 12],
  // NAT64's well-known prefix, RFC 6052 §2.1: what DNS64 answers in a network without IPv4.
  ["64:ff9b::", 96, 12],
  // 6to4, RFC 3056 §2.
  ["2002::", 16, 2],
];

/**
 * Whether `address` is one that a public service can have: not this machine, not a private or
 * link-local network, not reserved. An IPv6 address that carries an IPv4 address (mapped, translated,
 * 6to4, NAT64, ISATAP) is public only if that one is too. Teredo, the deprecated IPv4-compatible
 * form and NAT64 with a network's own prefix (RFC 8215) never are.
 *
 * @param address in any spelling that `net.isIP` takes; anything else is not public.
 */
export function isPublicAddress(address: string): boolean {
  const [plain = ""] = address.split("%", 1);
  const family = isIP(plain);
  if (family === 4) return isPublicV4(bytesOfV4(plain));
  return family === 6 && isPublicV6(bytesOfV6(plain));
}

function isPublicV4(bytes: readonly number[]): boolean {
  return !RESERVED_V4.some(([block, length]) => isWithin(bytes, bytesOfV4(block), length));
}

function isPublicV6(bytes: readonly number[]): boolean {
  for (const [prefix, length, offset] of EMBEDDINGS) {
    if (isWithin(bytes, bytesOfV6(prefix), length)) {
      return isPublicV4(bytes.slice(offset, offset + 4));
    }
  }
  // Everything that was ever given out for public use is in 2000::/3.
  if (!isWithin(bytes, bytesOfV6("2000::"), 3)) return false;
  if (RESERVED_V6.some(([block, length]) => isWithin(bytes, bytesOfV6(block), length)))
    return false;
  return !isIsatap(bytes) || isPublicV4(bytes.slice(12));
}

/** ISATAP, RFC 5214 §6.1: the interface identifier is [00|02]00:5efe and the IPv4 address. */
function isIsatap(bytes: readonly number[]): boolean {
  const [first = 0, ...rest] = bytes.slice(8, 12);
  return (first & 0xfd) === 0 && rest.join() === [0x00, 0x5e, 0xfe].join();
}

function isWithin(bytes: readonly number[], block: readonly number[], length: number): boolean {
  return block.every((value, index) => {
    const bits = Math.min(8, Math.max(0, length - index * 8));
    const mask = 0xff & (0xff00 >> bits);
    return ((bytes[index] ?? 0) & mask) === (value & mask);
  });
}

function bytesOfV4(address: string): number[] {
  return address.split(".").map(Number);
}

/** Sixteen bytes of an address that `net.isIP` knows as IPv6. */
function bytesOfV6(address: string): number[] {
  const [head = "", tail] = address.split("::");
  const front = bytesOfGroups(head);
  if (tail === undefined) return front;
  const back = bytesOfGroups(tail);
  return [...front, ...new Array<number>(16 - front.length - back.length).fill(0), ...back];
}

function bytesOfGroups(groups: string): number[] {
  if (groups === "") return [];
  return groups.split(":").flatMap((group) => {
    if (isIPv4(group)) return bytesOfV4(group);
    const value = Number.parseInt(group, 16);
    return [value >> 8, value & 0xff];
  });
}

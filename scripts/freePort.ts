import { once } from "node:events";
import { createServer } from "node:net";

/**
 * Linux gives the ports from 32768 on to outgoing connections (ip(7), ip_local_port_range): one of those
 * may be somebody else's by the time it is used.
 */
const [FIRST, LAST] = [20_000, 32_000];

const handedOut = new Set<number>();

/** A port of 127.0.0.1 that nobody listens on, and that this process has not handed out before. */
export async function freePort(random: () => number = Math.random): Promise<number> {
  for (;;) {
    const port = FIRST + Math.floor(random() * (LAST - FIRST));
    if (handedOut.has(port) || !(await isFree(port))) continue;
    handedOut.add(port);
    return port;
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen({ host: "127.0.0.1", port, exclusive: true });
  const isListening = await Promise.race([
    once(server, "listening").then(() => true),
    once(server, "error").then(() => false),
  ]).catch(() => false);
  if (!isListening) return false;
  server.close();
  await once(server, "close");
  return true;
}

import { readFileSync } from "node:fs";

import { ProxyAgent } from "undici";

/**
 * An undici dispatcher that reaches the sandbox's hosts, for product clients in the same process.
 * Takes a `Network` or a `SandboxDescription`. Close it after use.
 */
export function sandboxDispatcher(network: { proxyUrl: string; caFile: string }): ProxyAgent {
  return new ProxyAgent({
    uri: network.proxyUrl,
    requestTls: { ca: readFileSync(network.caFile, "utf8") },
  });
}

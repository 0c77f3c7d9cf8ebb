import { mkdtemp, rm, writeFile } from "node:fs/promises";
import type { RequestListener, Server } from "node:http";
import https from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { type CertificateAuthority, createCertificateAuthority } from "./certificates";
import { createProxy } from "./proxy";

export interface Network {
  /** `http://127.0.0.1:PORT` of the CONNECT proxy. */
  proxyUrl: string;
  /** The authority's certificate in a file only this user reads; gone after `stop`. */
  caFile: string;
  caPem: string;
  /** What a program's environment needs so that it meets these hosts and no others. */
  environment: Record<string, string>;
  /** Closes every server with its connections, and removes the CA file. */
  stop(): Promise<void>;
}

/**
 * Serves hosts under their real names on this machine: a TLS server on a free loopback port for each,
 * with a certificate of a throw-away authority, behind a CONNECT proxy.
 *
 * @param hosts DNS name → what answers there on port 443
 */
export async function startNetwork(hosts: Record<string, RequestListener>): Promise<Network> {
  const authority = await createCertificateAuthority();
  const ports = new Map<string, number>();
  const servers: Server[] = [];
  for (const [host, listener] of Object.entries(hosts)) {
    const server = https.createServer(await authority.issue(host), listener);
    ports.set(host, await listen(server));
    servers.push(server);
  }
  const proxy = createProxy(ports);
  const proxyUrl = `http://127.0.0.1:${await listen(proxy)}`;
  const directory = await mkdtemp(join(tmpdir(), "sandbox-ca-"));
  const caFile = await writeCertificate(directory, authority);

  return {
    proxyUrl,
    caFile,
    caPem: authority.pem,
    environment: environmentFor(proxyUrl, caFile),
    async stop() {
      await Promise.all([proxy, ...servers].map(close));
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/**
 * Both spellings, since Go and Node take either and some libraries only the lower case. Loopback is
 * named as an exception because grpc-js, which Pulumi's Node programs talk to the engine with, makes
 * none by itself. `http://` goes to the proxy too, which refuses it: nothing gets out.
 */
function environmentFor(proxyUrl: string, caFile: string): Record<string, string> {
  const loopback = "127.0.0.1,localhost,::1";
  return {
    HTTPS_PROXY: proxyUrl,
    https_proxy: proxyUrl,
    HTTP_PROXY: proxyUrl,
    http_proxy: proxyUrl,
    NO_PROXY: loopback,
    no_proxy: loopback,
    SSL_CERT_FILE: caFile,
    NODE_EXTRA_CA_CERTS: caFile,
    NODE_USE_ENV_PROXY: "1",
  };
}

async function writeCertificate(directory: string, authority: CertificateAuthority) {
  const file = join(directory, "ca.pem");
  await writeFile(file, authority.pem, { mode: 0o600 });
  return file;
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port));
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

import { generateKeyPairSync, randomUUID } from "node:crypto";
import { once } from "node:events";
import https from "node:https";
import type { AddressInfo } from "node:net";
import { SignJWT } from "jose";
import { createCertificateAuthority } from "../../../sandbox/network/certificates";
import type { TransportOptions } from "../../../src/verifier/transport";

/** An Okta org that only publishes its keys, and what is signed with them. */
export interface Issuer {
  /** How a service reaches it: `https://acme.okta.com` by name, at a port of this machine. */
  readonly transport: Partial<TransportOptions>;
  readonly url: string;
  /** A new ID-JAG as Okta mints it. */
  mint(claims?: Record<string, unknown>): Promise<string>;
  stop(): Promise<void>;
}

export async function startIssuer(): Promise<Issuer> {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const jwk = { ...publicKey.export({ format: "jwk" }), kid: "k1", use: "sig", alg: "ES256" };
  const authority = await createCertificateAuthority();
  const server = https.createServer(
    await authority.issue("acme.okta.com"),
    (_request, response) => {
      response.setHeader("content-type", "application/json").end(JSON.stringify({ keys: [jwk] }));
    },
  );
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `https://acme.okta.com:${(server.address() as AddressInfo).port}`;
  return {
    url,
    transport: {
      ca: authority.pem,
      environment: {},
      privateHosts: ["acme.okta.com"],
      resolve: (_name, _options, callback) => callback(null, [{ address: "127.0.0.1", family: 4 }]),
    },
    mint: (claims = {}) =>
      new SignJWT({
        client_id: "mcpclient-at-context7",
        resource: "https://mcp.context7.com",
        email: "dev.one@example.com",
        ...claims,
      })
        .setProtectedHeader({ alg: "ES256", typ: "oauth-id-jag+jwt", kid: "k1" })
        .setIssuer(url)
        .setSubject("00u1")
        .setAudience("https://context7.com")
        .setJti(`IDAAG.${randomUUID()}`)
        .setIssuedAt()
        .setExpirationTime("5m")
        .sign(privateKey),
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

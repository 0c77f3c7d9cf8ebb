import "./reflect";

import { webcrypto } from "node:crypto";

import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  type Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
} from "@peculiar/x509";

/** A private key (PKCS #8) and its certificate, both PEM. */
export interface ServerCertificate {
  key: string;
  cert: string;
}

export interface CertificateAuthority {
  /** The authority's certificate, PEM: what clients have to trust. */
  pem: string;
  /** A server certificate for one DNS name. */
  issue(host: string): Promise<ServerCertificate>;
}

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
const NAME = "CN=Sandbox throw-away CA";
const DAY = 24 * 60 * 60 * 1000;

/** An hour back, so that a clock a little behind still accepts them; a day ahead, as none lives longer. */
const validity = () => ({
  notBefore: new Date(Date.now() - DAY / 24),
  notAfter: new Date(Date.now() + DAY),
});

/**
 * Makes a certificate authority that lives in this process only: its private key cannot be exported
 * and is written nowhere (RFC 5280 profile, ECDSA P-256, valid for one day).
 */
export async function createCertificateAuthority(): Promise<CertificateAuthority> {
  const authority = await generateKeys({ extractable: false });
  const root = await X509CertificateGenerator.createSelfSigned({
    ...validity(),
    name: NAME,
    keys: authority,
    signingAlgorithm: ALGORITHM,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign, true),
      await SubjectKeyIdentifierExtension.create(authority.publicKey),
    ],
  });

  return {
    pem: root.toString("pem"),
    async issue(host) {
      const keys = await generateKeys({ extractable: true });
      const extensions: Extension[] = [
        new BasicConstraintsExtension(false, undefined, true),
        new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
        new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
        new SubjectAlternativeNameExtension([{ type: "dns", value: host }]),
        await AuthorityKeyIdentifierExtension.create(authority.publicKey),
      ];
      const leaf = await X509CertificateGenerator.create({
        ...validity(),
        subject: `CN=${host}`,
        issuer: NAME,
        publicKey: keys.publicKey,
        signingKey: authority.privateKey,
        signingAlgorithm: ALGORITHM,
        extensions,
      });
      const key = await webcrypto.subtle.exportKey("pkcs8", keys.privateKey);
      return { key: PemConverter.encode(key, "PRIVATE KEY"), cert: leaf.toString("pem") };
    },
  };
}

function generateKeys(options: { extractable: boolean }) {
  return webcrypto.subtle.generateKey(ALGORITHM, options.extractable, ["sign", "verify"]);
}

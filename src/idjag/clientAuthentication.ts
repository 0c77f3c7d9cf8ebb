import type { CryptoKey } from "jose";
import {
  type ClientAuth,
  ClientSecretBasic,
  ClientSecretPost,
  modifyAssertion,
  None,
  PrivateKeyJwt,
} from "oauth4webapi";

/** A client, as one authorization server knows it, and how it shows that it is this client. */
export type OAuthClient =
  | {
      readonly clientId: string;
      readonly method: "client_secret_basic" | "client_secret_post";
      readonly clientSecret: string;
    }
  | {
      readonly clientId: string;
      readonly method: "private_key_jwt";
      /** For signing; jose's `importPKCS8` or `importJWK` make one. */
      readonly privateKey: CryptoKey;
      /** `kid` under which the public key is registered. */
      readonly keyId?: string;
      /**
       * The assertion's `aud`: the token endpoint, which Okta demands and OpenID Connect Core
       * §9 names, or the issuer. Default token_endpoint.
       */
      readonly assertionAudience?: "token_endpoint" | "issuer";
    }
  | { readonly clientId: string; readonly method: "none" };

/** How `client` authenticates (RFC 6749 §2.3.1, RFC 7523 §2.2), in oauth4webapi's terms. */
export function clientAuthentication(client: OAuthClient, tokenEndpoint: string): ClientAuth {
  switch (client.method) {
    case "client_secret_basic":
      return ClientSecretBasic(client.clientSecret);
    case "client_secret_post":
      return ClientSecretPost(client.clientSecret);
    case "private_key_jwt": {
      const { privateKey: key, keyId: kid, assertionAudience } = client;
      if (assertionAudience === "issuer") return PrivateKeyJwt({ key, kid });
      return PrivateKeyJwt(
        { key, kid },
        {
          [modifyAssertion]: (_header, payload) => {
            payload.aud = tokenEndpoint;
          },
        },
      );
    }
    case "none":
      return None();
  }
}

/** What of `client` must never be seen in an answer that is shown. */
export function secretsOf(client: OAuthClient): readonly string[] {
  return "clientSecret" in client ? [client.clientSecret] : [];
}

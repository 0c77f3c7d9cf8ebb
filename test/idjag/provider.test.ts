import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type CryptoKey, exportJWK, generateKeyPair, type JWK } from "jose";
import { Provider } from "oidc-provider";
import {
  type AuthorizationServer,
  discoverAuthorizationServer,
  exchangeForIdJag,
  type Fetch,
  GRANT_TYPE_JWT_BEARER,
  GRANT_TYPE_TOKEN_EXCHANGE,
  type OAuthClient,
  redeemIdJag,
  TOKEN_TYPE_ID_JAG,
} from "../../src/idjag";
import { createVerifier, signToken } from "./tokens";

const IDP = "https://idp.example";
const SECRET = "secret-with-=&+%-in-it";

/**
 * A certified OpenID provider on loopback as the other side: it judges the requests and the
 * client authentication. The two grants are ours, since it has none; the second one asks our
 * verifier.
 */
describe("idjag: both legs against oidc-provider", () => {
  let server: Server;
  let fetch: Fetch;
  let privateKey: CryptoKey;
  let discovered: AuthorizationServer;

  before(async () => {
    const pair = await generateKeyPair("ES256", { extractable: true });
    privateKey = pair.privateKey;
    const provider = createProvider({ ...(await exportJWK(pair.publicKey)), kid: "client-key" });
    server = createServer(provider.callback()).listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    // TLS ends before the provider, as behind a proxy.
    fetch = (url, init) => {
      assert.ok(url.startsWith(`${IDP}/`));
      const headers = {
        ...init.headers,
        "x-forwarded-proto": "https",
        "x-forwarded-host": "idp.example",
      };
      return globalThis.fetch(url.replace(IDP, `http://127.0.0.1:${port}`), { ...init, headers });
    };
    const found = await discoverAuthorizationServer(IDP, { fetch });
    assert.ok(found.ok, JSON.stringify(found));
    discovered = found;
  });

  after(() => {
    server.close();
    server.closeAllConnections();
  });

  const clients = (): Record<string, OAuthClient> => ({
    client_secret_basic: { clientId: "basic", method: "client_secret_basic", clientSecret: SECRET },
    client_secret_post: { clientId: "post", method: "client_secret_post", clientSecret: SECRET },
    private_key_jwt: {
      clientId: "key",
      method: "private_key_jwt",
      privateKey,
      keyId: "client-key",
    },
    none: { clientId: "public", method: "none" },
  });

  for (const method of ["client_secret_basic", "client_secret_post", "private_key_jwt", "none"]) {
    it(method, async () => {
      const client = clients()[method];
      assert.ok(client);
      const leg1 = await exchangeForIdJag({
        server: discovered,
        client,
        fetch,
        subjectToken: "refresh",
        subjectTokenType: "refresh_token",
        audience: "https://context7.com",
        resource: "https://mcp.context7.com",
      });
      assert.ok(leg1.ok, JSON.stringify(leg1));
      const leg2 = await redeemIdJag({ server: discovered, client, fetch, idJag: leg1.idJag });
      assert.ok(leg2.ok, JSON.stringify(leg2));
      assert.equal(leg2.accessToken, `granted-to-${client.clientId}`);
      // MCP EMA §7.4.2: the same ID-JAG again.
      const again = await redeemIdJag({ server: discovered, client, fetch, idJag: leg1.idJag });
      assert.ok(!again.ok);
      assert.equal(again.error, "invalid_grant");
      assert.equal(again.leg, 2);
    });
  }

  it("a wrong secret is invalid_client, though the answer carries a challenge", async () => {
    const client = {
      clientId: "basic",
      method: "client_secret_basic",
      clientSecret: "wrong",
    } as const;
    const result = await redeemIdJag({ server: discovered, client, fetch, idJag: signToken() });
    assert.ok(!result.ok);
    assert.deepEqual(
      [result.kind, result.error, result.status],
      ["refused", "invalid_client", 401],
    );
  });
});

function createProvider(clientKey: JWK) {
  const client = (client_id: string, token_endpoint_auth_method: string, more: object) => ({
    client_id,
    token_endpoint_auth_method,
    grant_types: [GRANT_TYPE_TOKEN_EXCHANGE, GRANT_TYPE_JWT_BEARER],
    response_types: [],
    redirect_uris: [],
    ...more,
  });
  const provider = new Provider(IDP, {
    clients: [
      client("basic", "client_secret_basic", { client_secret: SECRET }),
      client("post", "client_secret_post", { client_secret: SECRET }),
      client("key", "private_key_jwt", {
        jwks: { keys: [clientKey] },
        token_endpoint_auth_signing_alg: "ES256",
      }),
      client("public", "none", {}),
    ],
    enabledJWA: { clientAuthSigningAlgValues: ["ES256"] },
    extraParams: [],
  });
  provider.proxy = true;
  let serial = 0;
  provider.registerGrantType(
    GRANT_TYPE_TOKEN_EXCHANGE,
    async (ctx) => {
      assert.equal(ctx.oidc.params.requested_token_type, TOKEN_TYPE_ID_JAG);
      serial += 1;
      ctx.body = {
        access_token: signToken({ jti: `jti-${serial}`, aud: ctx.oidc.params.audience }),
        issued_token_type: TOKEN_TYPE_ID_JAG,
        token_type: "N_A",
        expires_in: 300,
      };
    },
    [
      "requested_token_type",
      "subject_token",
      "subject_token_type",
      "audience",
      "resource",
      "scope",
    ],
  );
  const verifier = createVerifier();
  provider.registerGrantType(
    GRANT_TYPE_JWT_BEARER,
    async (ctx) => {
      const result = await verifier.verify(ctx.oidc.params.assertion);
      if (result.ok) {
        ctx.body = {
          access_token: `granted-to-${ctx.oidc.client?.clientId}`,
          token_type: "Bearer",
        };
      } else {
        ctx.status = 400;
        ctx.body = { error: "invalid_grant", error_description: result.message };
      }
    },
    ["assertion", "resource", "scope"],
  );
  return provider;
}

import assert from "node:assert/strict";
import { signInWithBrowser } from "../../src/cli/signIn";
import type { Fetch } from "../../src/idjag";
import { messageOf } from "../provider/sandboxed";

const issuer = "https://acme.okta.com";

describe("the address of a sign-in", () => {
  /** Metadata with that endpoint; everything else would be an error. */
  const signIn = (endpoint: string, present: (url: URL) => void) => {
    const metadata = {
      issuer,
      authorization_endpoint: endpoint,
      token_endpoint: `${issuer}/oauth2/v1/token`,
      code_challenge_methods_supported: ["S256"],
    };
    const fetch = (async () => Response.json(metadata)) as unknown as Fetch;
    return signInWithBrowser({
      issuer,
      client: { clientId: "0oaProbe", method: "none" },
      redirectUri: "http://127.0.0.1:0/callback",
      scopes: ["openid"],
      fetch,
      present,
      timeout: 50,
    });
  };

  for (const endpoint of [
    "http://acme.okta.com/oauth2/v1/authorize",
    "https://acme.okta.com.evil.example/authorize",
    "https://acme.okta.com:8443/authorize",
    "https://evil.example/acme.okta.com",
    "file:///etc/passwd",
    "ms-msdt:/id",
  ]) {
    it(`is not opened, nor printed, as ${endpoint}`, async () => {
      const shown: URL[] = [];
      const message = await messageOf(signIn(endpoint, (url) => shown.push(url)));
      assert.match(
        message,
        /sends people to .* Expected is an address on https:\/\/acme\.okta\.com/,
      );
      assert.deepEqual(shown, []);
    });
  }

  it("is opened on the issuer's own host", async () => {
    const shown: string[] = [];
    await messageOf(
      signIn(`${issuer}/oauth2/v1/authorize`, ({ pathname }) => shown.push(pathname)),
    );
    assert.deepEqual(shown, ["/oauth2/v1/authorize"]);
  });
});

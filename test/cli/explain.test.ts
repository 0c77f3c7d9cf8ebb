import assert from "node:assert/strict";
import { once } from "node:events";
import { type AddressInfo, createServer, type Server } from "node:net";
import { requestIdJag, signIn } from "../../sandbox/developer";
import { signToken } from "../idjag/tokens";
import { REDIRECT_URI } from "../sandbox/developer/arrangement";
import { assertClean, oneLine, run, runInProcess, workplace } from "./commandLine";

/** Explains without any network or settings. */
async function explain(input: string, args: string[] = []) {
  const finished = await runInProcess(["explain", ...args], { input });
  assertClean(finished, []);
  return { ...finished, text: oneLine(finished.stdout) };
}

describe("context7-ema explain", () => {
  describe("an error of Okta", () => {
    const AMBIGUOUS =
      "The resource app is not completely configured or user is not assigned to the app.";
    const cases: [error: string, description: string, tag: string][] = [
      ["invalid_target", AMBIGUOUS, "exchange_ambiguous"],
      ["invalid_target", "'resource' is invalid or not supported.", "exchange_resource"],
      [
        "invalid_target",
        "Token Exchange requests must include a valid audience of the authorization server.",
        "exchange_audience",
      ],
      ["invalid_request", "'subject_token' is invalid.", "exchange_wrong_subject"],
      [
        "invalid_request",
        "'requested_token_type' is invalid or not supported.",
        "exchange_requested_type",
      ],
      [
        "invalid_request",
        "'subject_token' is invalid: the user account is not active.",
        "exchange_user_inactive",
      ],
      [
        "invalid_grant",
        "The 'subject_token' either expired or the session associated with it was terminated.",
        "exchange_sign_in_over",
      ],
      [
        "unauthorized_client",
        "This client cannot use a custom authorization server.",
        "exchange_custom_server",
      ],
      [
        "unauthorized_client",
        "The client is not authorized to use the provided grant type. Configured grant types: [authorization_code].",
        "exchange_grant_not_allowed",
      ],
      [
        "access_denied",
        "User is not assigned to the client application.",
        "exchange_user_not_assigned",
      ],
    ];
    for (const [error, description, tag] of cases) {
      it(`${error}: ${description}`, async () => {
        const json = JSON.stringify({ error, error_description: description });
        const { code, text, stdout } = await explain(json, ["--json"]);
        assert.equal(code, 0, text);
        const { version, kind, meanings } = JSON.parse(stdout);
        assert.equal(version, 1);
        assert.equal(kind, "error");
        assert.deepEqual(
          meanings.map((meaning: { leg: number; tag: string }) => [meaning.leg, meaning.tag]),
          [[1, tag]],
        );
        assert.ok(meanings[0].remedy);
      });
    }

    it("is explained for both places where its code says neither", async () => {
      const { text } = await explain("invalid_client");
      assert.match(text, /At Okta.*tag exchange_client.*At Context7.*tag redemption_client/);
      const only = await explain("invalid_client", ["--leg", "2"]);
      assert.doesNotMatch(only.text, /At Okta/);
    });

    it("is recognised as an HTTP answer, a redirect, a header, a log line, a text alone", async () => {
      const answer = `HTTP/1.1 400 Bad Request\r\ncontent-type: application/json\r\n\r\n{"error":"invalid_target","error_description":"${AMBIGUOUS}"}`;
      const redirect =
        "http://127.0.0.1:6276/cb?error=access_denied&error_description=User+is+not+assigned+to+the+client+application.&state=x";
      const inputs: [input: string, tag: RegExp][] = [
        [answer, /tag exchange_ambiguous/],
        [redirect, /tag exchange_user_not_assigned/],
        [`2026-11-22 ERROR invalid_target: ${AMBIGUOUS}`, /tag exchange_ambiguous/],
        [AMBIGUOUS, /tag exchange_ambiguous/],
        ["'subject_token' is invalid.", /tag exchange_wrong_subject/],
        [
          'Bearer error="invalid_token", error_description="Token expired"',
          /tag mcp_refused_token/,
        ],
        [
          '{"jsonrpc":"2.0","error":{"code":-32001,"message":"Token expired"},"id":null}',
          /tag mcp_refused_token/,
        ],
        ["invalid_grant: No teamspace trusts the issuer.", /tag redemption_untrusted/],
      ];
      for (const [input, tag] of inputs) {
        const { code, text } = await explain(input);
        assert.equal(code, 0, input);
        assert.match(text, tag, input);
      }
    });

    it("is not taken for one where there is none", async () => {
      for (const input of ["", "\n", "1234", '{"a":1}'.slice(0, 3)]) {
        const { code, stderr } = await explain(input);
        assert.equal(code, 1, JSON.stringify(input));
        assert.match(oneLine(stderr), /neither a token nor an error/);
      }
    });
  });

  it("says of a text without a known code that it has none, instead of explaining it", async () => {
    for (const input of ["hello world", "something went wrong", "Connection refused"]) {
      const { code, stdout, stderr } = await explain(input);
      assert.equal(code, 1, input);
      assert.equal(stdout, "");
      assert.match(oneLine(stderr), /no code that is known here/);
    }
  });

  it("does not say of an ID-JAG that nobody saw that it is good", async () => {
    const { code, text } = await explain("invalid_grant", ["--leg", "2"]);
    assert.equal(code, 0);
    assert.doesNotMatch(text, /The ID-JAG itself is good/);
    assert.match(
      text,
      /does not say whether the ID-JAG is good; if it is, most likely no teamspace/,
    );
  });

  describe("an ID-JAG without settings", () => {
    // Set when a test begins: long after this file was loaded.
    let now: number;
    let fresh: { iat: number; exp: number };
    beforeEach(() => {
      now = Math.floor(Date.now() / 1000);
      fresh = { iat: now - 5, exp: now + 295 };
    });

    it("holds so far: the signature is left open, and said so", async () => {
      const token = signToken(fresh);
      const { code, text, stdout } = await explain(token);
      assert.equal(code, 0, text);
      assert.match(text, /The ID-JAG holds so far\. Signature not established: the issuer's keys/);
      assert.match(text, /https:\/\/example\.okta\.com, the issuer in the token/);
      assert.match(stdout, /exp +\S+Z \(in (?:5|4) min\)/);
      assert.doesNotMatch(stdout, /dev.one@example/);
      for (const part of token.split(".")) assert.ok(!stdout.includes(part));
    });

    it("holds with each of the server's identifiers as resource", async () => {
      for (const path of ["", "/mcp", "/mcp/oauth"]) {
        const token = signToken({ ...fresh, resource: `https://mcp.context7.com${path}` });
        const { code, text } = await explain(token);
        assert.equal(code, 0, `${path}: ${text}`);
      }
    });

    it("is refused for its reason, with the remedy", async () => {
      const cases: [
        claims: Record<string, unknown>,
        header: Record<string, unknown>,
        tag: string,
      ][] = [
        [{ ...fresh, aud: "https://context7.com/" }, {}, "aud_trailing_slash"],
        [{ ...fresh, aud: "https://clerk.context7.com" }, {}, "aud_mismatch"],
        [{ ...fresh, email: undefined }, {}, "email_missing"],
        [{ ...fresh, resource: "https://context7.com" }, {}, "resource_not_allowed"],
        [{ ...fresh, exp: now + 3600 }, {}, "lifetime_too_long"],
        [fresh, { typ: "JWT" }, "wrong_typ"],
        [fresh, { alg: "HS256" }, "alg_not_allowed"],
      ];
      for (const [claims, header, tag] of cases) {
        const { code, stdout } = await explain(signToken(claims, header), ["--json"]);
        assert.equal(code, 3, tag);
        const { kind, holds, refusals } = JSON.parse(stdout);
        assert.deepEqual([kind, holds], ["idJag", false]);
        assert.deepEqual(
          refusals.map((refusal: { tag: string }) => refusal.tag),
          [`idJag.${tag}`],
        );
        assert.ok(refusals[0].remedy && refusals[0].source && refusals[0].summary);
      }
    });

    it("that has expired is also judged as of when it was made", async () => {
      const old = { iat: now - 4000, exp: now - 3700 };
      const good = JSON.parse((await explain(signToken(old), ["--json"])).stdout);
      assert.deepEqual(
        good.refusals.map(({ tag }: { tag: string }) => tag),
        ["idJag.expired"],
      );
      const { stdout } = await explain(signToken({ ...old, email: undefined }), ["--json"]);
      assert.deepEqual(
        JSON.parse(stdout).refusals.map(({ tag }: { tag: string }) => tag),
        ["idJag.expired", "idJag.email_missing"],
      );
    });

    it("is found in a header, in JSON, in quotes; and a broken one is told apart from an error", async () => {
      const token = signToken(fresh);
      const inputs = [
        `Authorization: Bearer ${token}`,
        JSON.stringify({ access_token: token }),
        `"${token}"`,
      ];
      for (const input of inputs) assert.equal((await explain(input)).code, 0);
      const { code, text } = await explain(`${token.split(".")[0]}.${token.split(".")[1]}.`);
      assert.equal(code, 3);
      assert.match(text, /tag idJag\.not_compact_jws/);
    });

    it("says of a custom authorization server's token what is wrong with its issuer", async () => {
      const token = signToken({ ...fresh, iss: "https://acme.okta.com/oauth2/default" });
      assert.match((await explain(token)).text, /is a custom authorization server/);
    });

    it("never fails on tokens made to break it", async () => {
      const hostile = [
        signToken({ ...fresh, email: "\u001b[31mred" }),
        signToken({ iat: 1e300, exp: -1, iss: ["x"], aud: {} }),
        signToken({ ...fresh, iss: "javascript:alert(1)" }),
      ];
      for (const token of hostile) {
        const finished = await explain(token);
        assert.equal(finished.code, 3, finished.stderr);
        assert.ok(!finished.stdout.includes("\u001b"));
      }
    });
  });

  describe("with an org at a private address", () => {
    let server: Server;
    let connections = 0;
    let target: string[];
    before(async () => {
      server = createServer((socket) => {
        connections += 1;
        socket.destroy();
      }).listen(0, "127.0.0.1");
      await once(server, "listening");
      const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
      target = ["--org-url", "--issuer", "--resource-issuer", "--mcp-url"].flatMap((o) => [o, url]);
    });
    beforeEach(() => {
      connections = 0;
    });
    after(() => server.close());

    it("an ID-JAG's keys are asked for with --private-host only, which the refusal names", async () => {
      const iat = Math.floor(Date.now() / 1000) - 5;
      const token = signToken({ iss: target[1], iat, exp: iat + 300 });
      const refused = await explain(token, target);
      assert.equal(refused.code, 3);
      assert.match(refused.text, /127\.0\.0\.1, which is not public; .* by --private-host, or/);
      assert.equal(connections, 0);
      const asked = await explain(token, [...target, "--private-host", "127.0.0.1"]);
      assert.doesNotMatch(asked.text, /not public/);
      assert.ok(connections > 0);
    });

    it("--check asks with it, too", async () => {
      const args = ["explain", ...target, "--check"];
      assert.equal((await run(args, { input: "invalid_target" })).code, 0);
      assert.equal(connections, 0);
      const allowed = [...args, "--private-host", "127.0.0.1"];
      assert.equal((await run(allowed, { input: "invalid_target" })).code, 0);
      assert.ok(connections > 0);
    });
  });

  describe("with the org named", () => {
    const place = workplace();

    async function idJag(): Promise<string> {
      const { client_id: clientId, client_secret: clientSecret } =
        place.requesting.credentials.oauthClient;
      const { login, password } = place.user;
      const at = { fetch: place.fetch, issuer: place.acme.url, redirectUri: REDIRECT_URI };
      const signedIn = await signIn({ ...at, clientId, clientSecret, login, password });
      assert.ok(signedIn.ok);
      const asked = { audience: "https://context7.com", resource: "https://mcp.context7.com" };
      const asserted = await requestIdJag(signedIn.reveal(), asked);
      assert.ok(asserted.ok);
      return asserted.reveal().idJag;
    }

    it("an ID-JAG of Okta holds, signature included, and stays good", async () => {
      const input = await idJag();
      for (const _ of [1, 2]) {
        const finished = await place.run(["explain", ...place.target, "--json"], { input });
        assert.equal(finished.code, 0, finished.stdout + finished.stderr);
        assertClean(finished, [...place.secretValues(), input]);
        const { holds, signatureHolds } = JSON.parse(finished.stdout);
        assert.deepEqual([holds, signatureHolds], [true, true]);
      }
    });

    it("a forged one does not; offline that stays open", async () => {
      const token = await idJag();
      const [header, payload] = token.split(".");
      const input = `${header}.${payload}.${Buffer.alloc(256, 1).toString("base64url")}`;
      const online = await place.run(["explain", ...place.target], { input });
      assert.equal(online.code, 3);
      assert.match(online.stdout, /tag +idJag\.signature_invalid/);
      const offline = await place.run(["explain", ...place.target, "--offline"], { input });
      assert.equal(offline.code, 0);
      assert.match(offline.stdout, /holds so far/);
    });

    it("an error's meaning is told by the checks", async () => {
      place.connection.status = "INACTIVE";
      const input =
        '{"error":"invalid_target","error_description":"The resource app is not completely configured or user is not assigned to the app."}';
      try {
        const finished = await place.run(["explain", ...place.target, "--check"], { input });
        assert.equal(finished.code, 0, finished.stderr);
        assert.match(finished.stdout, /tag +connection_inactive/);
      } finally {
        place.connection.status = "ACTIVE";
      }
      const stranger = ["--check", "--client", "stranger"];
      const unknown = await place.run(["explain", ...place.target, ...stranger], { input });
      assert.equal(unknown.code, 2);
      assert.match(oneLine(unknown.stderr), /no client "stranger"/);
      const none = await runInProcess(["explain", "--check"], { input });
      assert.equal(none.code, 1);
      assert.match(oneLine(none.stderr), /--check needs to know what to look at/);
    });
  });
});

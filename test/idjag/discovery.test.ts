import assert from "node:assert/strict";
import {
  chooseAuthorizationServer,
  DISCOVERY_REASONS,
  type DiscoveryReason,
  discoverAuthorizationServer,
  discoverAuthorizationServers,
  discoverProtectedResource,
  type Fetch,
  GRANT_PROFILE_ID_JAG,
  GRANT_TYPE_JWT_BEARER,
  type ProtectedResource,
} from "../../src/idjag";

const MCP = "https://mcp.context7.com/mcp/oauth";
const CONTEXT7 = "https://context7.com";
const CLERK = "https://clerk.context7.com";

/** As Context7's MCP server publishes it: Clerk first. */
const resourceMetadata = {
  resource: "https://mcp.context7.com",
  authorization_servers: [CLERK, CONTEXT7],
  scopes_supported: ["profile", "email"],
  bearer_methods_supported: ["header"],
};
const clerkMetadata = {
  issuer: CLERK,
  token_endpoint: `${CLERK}/oauth/token`,
  jwks_uri: `${CLERK}/.well-known/jwks.json`,
  grant_types_supported: ["authorization_code", "refresh_token"],
  token_endpoint_auth_methods_supported: ["client_secret_basic", "none"],
};
const context7Metadata = {
  issuer: CONTEXT7,
  token_endpoint: `${CONTEXT7}/api/oauth/token`,
  jwks_uri: `${CONTEXT7}/api/oauth/ema-jwks`,
  grant_types_supported: [GRANT_TYPE_JWT_BEARER],
  authorization_grant_profiles_supported: [GRANT_PROFILE_ID_JAG],
};

type Answer = object | Response | Error;

/** A network of exactly these addresses; all others answer 404. */
function network(answers: Record<string, Answer>) {
  const requested: string[] = [];
  const fetch: Fetch = async (url, { redirect }) => {
    requested.push(url);
    assert.equal(redirect, "manual");
    const answer = answers[url];
    if (answer === undefined) return new Response("", { status: 404 });
    if (answer instanceof Error) throw answer;
    return answer instanceof Response ? answer : Response.json(answer);
  };
  return { fetch, requested };
}

const wellKnown = (origin: string, name: string, path = "") =>
  `${origin}/.well-known/${name}${path}`;
const asAddress = wellKnown(CONTEXT7, "oauth-authorization-server");
const PRM = wellKnown("https://mcp.context7.com", "oauth-protected-resource");

const reasonOf = (result: { ok: true } | { ok: false; reason: string }) =>
  result.ok ? "found" : result.reason;

describe("idjag: discovery of the protected resource (RFC 9728)", () => {
  it("§3.1: first at the path's address, then at the origin's", async () => {
    const { fetch, requested } = network({ [PRM]: resourceMetadata });
    const found = await discoverProtectedResource(MCP, { fetch });
    assert.deepEqual(requested, [`${PRM}/mcp/oauth`, PRM]);
    assert.deepEqual(found, {
      ok: true,
      resource: "https://mcp.context7.com",
      identical: false,
      authorizationServers: [CLERK, CONTEXT7],
      scopesSupported: ["profile", "email"],
    });
  });

  it("§3.1: an address without a path is asked for once", async () => {
    const { fetch, requested } = network({});
    assert.equal(
      reasonOf(await discoverProtectedResource("https://mcp.context7.com", { fetch })),
      "not_found",
    );
    assert.deepEqual(requested, [PRM]);
  });

  it("§3.3: the identifier asked for is told from a parent of it", async () => {
    const resource = "https://mcp.context7.com/mcp/oauth";
    const { fetch } = network({ [`${PRM}/mcp/oauth`]: { ...resourceMetadata, resource } });
    const found = await discoverProtectedResource(MCP, { fetch });
    assert.ok(found.ok && found.identical);
  });

  for (const resource of [
    "https://evil.example",
    "https://mcp.context7.com.evil.example",
    "https://mcp.context7.com/mc",
    "https://mcp.context7.com/mcp/oauth/deeper",
    "https://mcp.context7.com:8443",
  ]) {
    it(`§3.3: metadata about ${resource} is not believed`, async () => {
      const { fetch } = network({ [PRM]: { ...resourceMetadata, resource } });
      assert.equal(reasonOf(await discoverProtectedResource(MCP, { fetch })), "resource_mismatch");
    });
  }

  it("members that are null count as absent; of another type, as malformed", async () => {
    const none = network({ [PRM]: { ...resourceMetadata, authorization_servers: null } });
    const found = await discoverProtectedResource(MCP, none);
    assert.deepEqual(found.ok && found.authorizationServers, []);
    const text = network({ [PRM]: { ...resourceMetadata, authorization_servers: CONTEXT7 } });
    assert.equal(reasonOf(await discoverProtectedResource(MCP, text)), "malformed");
  });
});

describe("idjag: discovery of an authorization server (RFC 8414)", () => {
  it("§3: at the OAuth address, and if there is nothing, at OpenID Connect's", async () => {
    const oauth = network({ [asAddress]: context7Metadata });
    const found = await discoverAuthorizationServer(CONTEXT7, oauth);
    assert.ok(found.ok);
    assert.equal(found.tokenEndpoint, `${CONTEXT7}/api/oauth/token`);
    assert.equal(found.jwksUri, `${CONTEXT7}/api/oauth/ema-jwks`);
    assert.deepEqual(oauth.requested, [asAddress]);

    const address = wellKnown(CONTEXT7, "openid-configuration");
    const oidc = network({ [address]: context7Metadata });
    assert.ok((await discoverAuthorizationServer(CONTEXT7, oidc)).ok);
    assert.deepEqual(oidc.requested, [asAddress, address]);
  });

  it("§2: members left out have their defaults", async () => {
    const { issuer, token_endpoint } = context7Metadata;
    const { fetch } = network({ [asAddress]: { issuer, token_endpoint } });
    const found = await discoverAuthorizationServer(CONTEXT7, { fetch });
    assert.ok(found.ok);
    assert.deepEqual(found.grantTypes, ["authorization_code", "implicit"]);
    assert.deepEqual(found.tokenEndpointAuthMethods, ["client_secret_basic"]);
    assert.deepEqual(found.grantProfiles, []);
  });

  const refusals: [reason: DiscoveryReason, name: string, answer: Answer][] = [
    [
      "issuer_mismatch",
      "§3.3: Clerk's metadata at Context7's address",
      { ...context7Metadata, issuer: CLERK },
    ],
    [
      "issuer_mismatch",
      "§3.3: nothing right but the beginning",
      { issuer: `${CONTEXT7}.evil.example` },
    ],
    [
      "issuer_trailing_slash",
      "§3.3: a slash too many",
      { ...context7Metadata, issuer: `${CONTEXT7}/` },
    ],
    ["malformed", "no issuer", { ...context7Metadata, issuer: undefined }],
    ["malformed", "no token endpoint", { ...context7Metadata, token_endpoint: undefined }],
    [
      "malformed",
      "a token endpoint without TLS",
      { ...context7Metadata, token_endpoint: "http://context7.com/t" },
    ],
    [
      "malformed",
      "grants as one string",
      { ...context7Metadata, grant_types_supported: GRANT_TYPE_JWT_BEARER },
    ],
    [
      "redirected",
      "a redirect is not followed",
      new Response(null, { status: 301, headers: { location: "https://evil.example" } }),
    ],
    ["bad_status", "HTTP 500", new Response("", { status: 500 })],
    ["bad_status", "a sign-in before it", new Response("", { status: 403 })],
    ["not_json", "a page", new Response("<html>")],
    ["not_json", "a list", Response.json([])],
    ["unreachable", "no answer", new TypeError("fetch failed")],
    ["unreachable", "a body without end", new Response("x".repeat(300_000))],
  ];
  for (const [reason, name, answer] of refusals) {
    it(`${name}: ${reason}`, async () => {
      const { fetch, requested } = network({ [asAddress]: answer });
      const result = await discoverAuthorizationServer(CONTEXT7, { fetch });
      assert.equal(reasonOf(result), reason);
      assert.deepEqual(requested, [asAddress]);
      assert.ok(!result.ok);
      assert.doesNotMatch(result.message, /\{(?:seen|expected)\}|\bundefined\b/);
    });
  }

  for (const issuer of [
    "http://context7.com",
    "context7.com",
    "",
    "https://context7.com?tenant=1",
    "https://context7.com#x",
    "https://user@context7.com",
    "https://:secret@context7.com",
    "file:///etc/passwd",
  ]) {
    it(`§2: nothing is asked of ${issuer || "an empty issuer"}`, async () => {
      const { fetch, requested } = network({});
      assert.equal(reasonOf(await discoverAuthorizationServer(issuer, { fetch })), "insecure_url");
      assert.equal(reasonOf(await discoverProtectedResource(issuer, { fetch })), "insecure_url");
      assert.deepEqual(requested, []);
    });
  }

  it("an answer that does not come is given up, and the signal reaches the fetch", async () => {
    const fetch: Fetch = (_url, { signal }) => {
      assert.ok(!signal.aborted);
      return Promise.reject(new DOMException("timed out", "TimeoutError"));
    };
    const result = await discoverAuthorizationServer(CONTEXT7, { fetch });
    assert.ok(!result.ok);
    assert.equal(result.seen, `${CONTEXT7}: no answer in time`);
  });
});

describe("idjag: choice of the authorization server (draft §7.2, MCP EMA §6)", () => {
  const resource = {
    ok: true,
    resource: "https://mcp.context7.com",
    identical: false,
    authorizationServers: [CLERK, CONTEXT7],
    scopesSupported: [],
  } as ProtectedResource;

  /** Discovers and chooses, with Context7's metadata changed. */
  async function choose(context7: Answer, options?: { expectedIssuer: string }, listed = resource) {
    const { fetch } = network({
      [wellKnown(CLERK, "oauth-authorization-server")]: clerkMetadata,
      [asAddress]: context7,
    });
    const discovered = await discoverAuthorizationServers(listed, { fetch });
    return chooseAuthorizationServer(listed, discovered, options);
  }

  it("is Context7's EMA server, though Clerk is listed first", async () => {
    const chosen = await choose(context7Metadata);
    assert.ok(chosen.ok);
    assert.equal(chosen.issuer, CONTEXT7);
  });

  it("grant without profile: refused, and the server is handed back for those who dare", async () => {
    const chosen = await choose({
      ...context7Metadata,
      authorization_grant_profiles_supported: undefined,
    });
    assert.ok(!chosen.ok);
    assert.equal(chosen.reason, "profile_missing");
    assert.equal(chosen.nearest?.issuer, CONTEXT7);
  });

  it("profile without grant is not enough (draft §7.2)", async () => {
    const chosen = await choose({
      ...context7Metadata,
      grant_types_supported: ["authorization_code"],
    });
    assert.equal(reasonOf(chosen), "grant_missing");
  });

  it("a server whose metadata is wrong is named, rather than the others' lack", async () => {
    assert.equal(reasonOf(await choose({ ...context7Metadata, issuer: CLERK })), "issuer_mismatch");
  });

  it("with an expected issuer, no other is taken, whatever it advertises", async () => {
    const evil = { ...resource, authorizationServers: ["https://evil.example", CONTEXT7] };
    const { fetch } = network({
      [wellKnown("https://evil.example", "oauth-authorization-server")]: {
        ...context7Metadata,
        issuer: "https://evil.example",
      },
      [asAddress]: context7Metadata,
    });
    const discovered = await discoverAuthorizationServers(evil, { fetch });
    const chosen = chooseAuthorizationServer(evil, discovered, { expectedIssuer: CONTEXT7 });
    assert.ok(chosen.ok);
    assert.equal(chosen.issuer, CONTEXT7);
    const other = await choose(context7Metadata, { expectedIssuer: CLERK });
    assert.equal(reasonOf(other), "grant_missing");
    const absent = await choose(context7Metadata, { expectedIssuer: "https://other.example" });
    assert.equal(reasonOf(absent), "issuer_not_listed");
  });

  it("an empty list", async () => {
    const chosen = await choose(context7Metadata, undefined, {
      ...resource,
      authorizationServers: [],
    });
    assert.equal(reasonOf(chosen), "no_authorization_server");
  });

  it("a list without end costs eight requests for metadata, not more", async () => {
    const servers = Array.from({ length: 1_000 }, (_, i) => `https://as${i}.example`);
    const { fetch, requested } = network({});
    await discoverAuthorizationServers({ ...resource, authorizationServers: servers }, { fetch });
    assert.equal(new Set(requested.map((url) => new URL(url).host)).size, 8);
  });

  it("every text is filled and complete", () => {
    for (const [reason, text] of Object.entries(DISCOVERY_REASONS)) {
      for (const part of Object.values(text)) assert.ok(part.length > 8, reason);
    }
  });
});

import assert from "node:assert/strict";
import type { Application } from "../../sandbox/world";
import { sandboxed } from "../provider/sandboxed";
import { catalogClient, firstStack } from "./configurations";
import { appNamed, connectionOf, feature, teamspace } from "./declared";
import type { Configuration, EngineStack } from "./harness";
import { stacksIn } from "./stacks";
import { writesOf } from "./writes";

/** The inputs of one object: what is changed, the writes that makes, and what is there then. */
interface Update {
  inputs: string;
  /** Assigned into the declaration at `of`; `undefined` takes an input away. */
  of: "resourceApp" | "claude-code" | "teamspace" | "stack";
  change(): Record<string, unknown>;
  writes: string[];
  holds(outputs: Outputs): void;
}

type Outputs = Record<string, { value: unknown } | undefined>;

const CLAUDE = ["PUT /apps/<claude-code>", "PUT /apps/<claude-code>/policies/<Any two factors>"];
const PUBLIC_KEY = { kid: "k1", kty: "RSA", e: "AQAB", n: "AQAB" };

describe("engine: an update of every input", function () {
  this.timeout(120_000);
  const world = sandboxed();
  const stacks = stacksIn(world);
  let stack: EngineStack;
  let declared: ReturnType<typeof firstDeclaration>;
  let claude: Application;
  let context7: Application;

  function firstDeclaration() {
    const { settingsUrl } = world.sandbox.description.context7;
    const clients: Record<string, object> = {
      "claude-code": catalogClient(world.sandbox),
      vscode: catalogClient(world.sandbox, { clientIdAtResource: "vscode-at-context7" }),
    };
    return {
      ...(firstStack(world.sandbox) as Configuration & { resourceApp: object }),
      requestingApps: clients,
      teamspace: { management: "api", settingsUrl } as object,
    };
  }

  before(async () => {
    declared = firstDeclaration();
    stack = await stacks.create({ configuration: declared });
    await stack.up();
    claude = appNamed(world, "claude-code");
    context7 = appNamed(world, "Context7");
  });

  const otherPolicy = () =>
    [...world.acme.policies.values()].find(({ system }) => !system)?.id as string;
  const fieldsOf = (role: "requestingApp" | "resourceApp") =>
    world.sandbox.description.okta.catalog[role];

  const updates: Update[] = [
    {
      inputs: "redirectUris, grantTypes and tokenEndpointAuthMethod of a client",
      of: "claude-code",
      change: () => ({
        redirectUris: ["http://127.0.0.1:1/a", "http://127.0.0.1:2/b"],
        grantTypes: ["authorization_code", "urn:ietf:params:oauth:grant-type:token-exchange"],
        tokenEndpointAuthMethod: "client_secret_post",
      }),
      writes: CLAUDE,
      holds() {
        const { redirect_uris, grant_types } = claude.oauthClient as Record<string, string[]>;
        assert.deepEqual(redirect_uris, ["http://127.0.0.1:1/a", "http://127.0.0.1:2/b"]);
        assert.deepEqual([...(grant_types ?? [])].sort(), [
          "authorization_code",
          "urn:ietf:params:oauth:grant-type:token-exchange",
        ]);
        assert.equal(authMethod(), "client_secret_post");
      },
    },
    {
      inputs: "jwks of a client",
      of: "claude-code",
      change: () => ({ tokenEndpointAuthMethod: undefined, jwks: [PUBLIC_KEY] }),
      writes: CLAUDE,
      holds() {
        assert.equal(authMethod(), "private_key_jwt");
        const { keys } = claude.oauthClient.jwks as { keys: object[] };
        assert.deepEqual(keys, [{ ...PUBLIC_KEY, status: "ACTIVE" }]);
      },
    },
    {
      inputs: "jwksUri of a client",
      of: "claude-code",
      change: () => ({ jwks: undefined, jwksUri: "https://client.example.com/jwks.json" }),
      writes: CLAUDE,
      holds() {
        assert.equal(claude.oauthClient.jwks_uri, "https://client.example.com/jwks.json");
        assert.equal(claude.oauthClient.jwks, undefined);
      },
    },
    {
      inputs: "clientIdAtResource, issuerUrl and catalog settings of a client",
      of: "claude-code",
      change: () => ({
        clientIdAtResource: "probe-at-context7",
        issuerUrl: "https://staging.context7.com",
        catalog: {
          key: fieldsOf("requestingApp").key,
          settings: { ...fieldsOf("requestingApp").settings, sandboxSignTokens: true },
        },
      }),
      writes: CLAUDE,
      holds(outputs) {
        assert.deepEqual(claude.app, {
          sandboxIssuerUrl: "https://staging.context7.com",
          sandboxClientId: "probe-at-context7",
          sandboxSignTokens: true,
        });
        const { requestingApps } = outputs;
        const results = requestingApps?.value as Record<string, Record<string, string>>;
        assert.equal(results["claude-code"]?.clientIdAtResource, "probe-at-context7");
      },
    },
    {
      inputs: "authenticationPolicy of a client",
      of: "claude-code",
      change: () => ({ authenticationPolicy: otherPolicy() }),
      writes: ["PUT /apps/<claude-code>", "PUT /apps/<claude-code>/policies/<Okta Dashboard>"],
      holds: () => assert.equal(claude.accessPolicyId, otherPolicy()),
    },
    {
      inputs: "connection.status",
      of: "claude-code",
      change: () => ({ authenticationPolicy: otherPolicy(), connection: { status: "INACTIVE" } }),
      writes: ["PATCH /apps/<claude-code>/cwo/connections/<connection>"],
      holds: () => assert.equal(connectionOf(world, "claude-code").status, "INACTIVE"),
    },
    {
      inputs: "connection.deleteAdopted, clientSecretAtResource and mcpClient",
      of: "claude-code",
      change: () => ({
        connection: { status: "INACTIVE", deleteAdopted: true },
        clientSecretAtResource: "secret-at-context7",
        mcpClient: "inspector",
      }),
      writes: [],
      holds(outputs) {
        const { clientConfiguration } = outputs;
        const files = clientConfiguration?.value as Record<string, object>;
        assert.match(JSON.stringify(files["claude-code"]), /secret-at-context7/);
        assert.ok(Object.keys(files["claude-code"] ?? {}).every((key) => /^inspector/.test(key)));
      },
    },
    {
      inputs: "connection.management, to guided and back, which leaves the connection alone",
      of: "claude-code",
      change: () => ({ connection: { status: "INACTIVE", management: "guided" } }),
      writes: [],
      holds: () => assert.equal(connectionOf(world, "claude-code").status, "INACTIVE"),
    },
    {
      inputs: "label of a client",
      of: "claude-code",
      change: () => ({ connection: { status: "INACTIVE" }, label: "Claude Code" }),
      writes: ["PUT /apps/<claude-code>", "PUT /apps/<claude-code>/policies/<Okta Dashboard>"],
      holds: () => assert.equal(claude.label, "Claude Code"),
    },
    {
      inputs: "label, issuerUrl, catalog settings and authenticationPolicy of the resource app",
      of: "resourceApp",
      change: () => ({
        label: "Context7 (staging)",
        issuerUrl: "https://staging.context7.com",
        catalog: {
          key: fieldsOf("resourceApp").key,
          settings: { ...fieldsOf("resourceApp").settings, sandboxAudienceTenant: true },
        },
        authenticationPolicy: otherPolicy(),
      }),
      writes: ["PUT /apps/<Context7>", "PUT /apps/<Context7>/policies/<Okta Dashboard>"],
      holds() {
        assert.equal(context7.label, "Context7 (staging)");
        assert.deepEqual(context7.app, {
          sandboxIssuerUrl: "https://staging.context7.com",
          sandboxAudienceTenant: true,
        });
        assert.equal(context7.accessPolicyId, otherPolicy());
      },
    },
    {
      inputs: "scope of the teamspace",
      of: "teamspace",
      change: () => ({ scope: "read write" }),
      writes: ["PUT /sandbox/ema-settings"],
      holds() {
        const settings = { issuer: "https://acme.okta.com", scope: "read write" };
        assert.deepEqual(teamspace(world).settings, settings);
      },
    },
    {
      inputs: "issuer, which the teamspace gets",
      of: "stack",
      change: () => ({ issuer: "https://globex.okta.com" }),
      writes: ["PUT /sandbox/ema-settings"],
      holds(outputs) {
        assert.equal(teamspace(world).settings?.issuer, "https://globex.okta.com");
        assert.equal(outputs.issuer?.value, "https://globex.okta.com");
      },
    },
    {
      inputs: "management of the teamspace, to guided, which leaves the settings",
      of: "teamspace",
      change: () => ({ management: "guided", settingsUrl: undefined }),
      writes: [],
      holds: () => assert.equal(teamspace(world).settings?.scope, "read write"),
    },
    {
      inputs: "mcpUrl, and manageFeature on",
      of: "stack",
      change() {
        feature(world).status = "DISABLED";
        return { mcpUrl: "https://mcp.context7.com/mcp", manageFeature: true };
      },
      writes: ["POST /features/<Cross App Access>/ENABLE"],
      holds(outputs) {
        assert.equal(feature(world).status, "ENABLED");
        assert.equal(outputs.mcpUrl?.value, "https://mcp.context7.com/mcp");
        assert.match(JSON.stringify(outputs.clientConfiguration?.value), /context7\.com\/mcp\b/);
        assert.doesNotMatch(JSON.stringify(outputs.clientConfiguration?.value), /mcp\/oauth/);
      },
    },
    {
      inputs: "manageFeature, off, which leaves the feature on",
      of: "stack",
      change: () => ({ manageFeature: undefined }),
      writes: [],
      holds: () => assert.equal(feature(world).status, "ENABLED"),
    },
  ];

  for (const { inputs, of, change, writes, holds } of updates) {
    it(inputs, async () => {
      const clients = declared.requestingApps;
      if (of === "stack") Object.assign(declared, change());
      else if (of === "claude-code") clients[of] = { ...clients[of], ...change() };
      else declared[of] = { ...declared[of], ...change() };
      await stack.configure(declared);
      let outputs: Outputs = {};
      const written = await writesOf(world, async () => {
        outputs = (await stack.up()).outputs;
      });
      holds(outputs);
      assert.deepEqual(written.sort(), [...writes].sort());
    });
  }

  it("up --refresh leaves the network zones that somebody set for an app", async () => {
    const zones = { connection: "ZONE", include: ["nzo1"] };
    claude.oauthClient.network = zones;
    const clients = declared.requestingApps;
    const redirectUris = ["http://127.0.0.1:3/c"];
    clients["claude-code"] = { ...clients["claude-code"], redirectUris };
    await stack.configure(declared);
    await stack.up({ refresh: true });
    assert.deepEqual(claude.oauthClient.redirect_uris, redirectUris);
    assert.deepEqual(claude.oauthClient.network, zones);
  });

  it("leaves nothing to be done", () => stack.up({ expectNoChanges: true, refresh: true }));

  const authMethod = () => claude.credentials.oauthClient.token_endpoint_auth_method;
});

import assert from "node:assert/strict";
import type { Application } from "../../sandbox/world";
import type { Finding } from "../../src/drift/report";
import { sandboxed } from "../provider/sandboxed";
import { catalogClient, firstStack } from "./configurations";
import {
  appNamed,
  connectionOf,
  feature,
  groupId,
  lookForDrift,
  teamspace,
  userId,
} from "./declared";
import { type Drifted, differences, drift, refreshDifferences } from "./driftCommand";
import type { EngineStack } from "./harness";
import { stacksIn } from "./stacks";
import { writesOf } from "./writes";

/** Something that somebody does in a console, how `drift` names it, and how it is undone. */
interface Fault {
  what: string;
  inject(): () => void;
  /** What `drift` says of it; nothing where it is no drift. */
  named?: RegExp;
}

/** What is gone because an app is: `drift` says so in the app's sentence. */
const WENT_ALONG = /^(CrossAppAccessConnection|GroupAssignment|User) context7-(client-)?adopted/;

describe("engine: drift and pulumi refresh give the same verdict", function () {
  this.timeout(300_000);
  const world = sandboxed();
  const stacks = stacksIn(world);
  const login = "contractor@acme.example";
  const apps = new Map<string, Application>();
  let stack: EngineStack;

  before(async () => {
    await world.addApp("requesting", "Adopted");
    const { settingsUrl } = world.sandbox.description.context7;
    const [policy] = [...world.acme.policies.values()].filter(({ system }) => !system);
    assert.ok(policy);
    const existing = { label: "Adopted" };
    stack = await stacks.create({
      configuration: firstStack(world.sandbox, {
        requestingApps: {
          claude: catalogClient(world.sandbox, { authenticationPolicy: policy.id }),
          keyed: catalogClient(world.sandbox, {
            jwks: [{ kid: "first", kty: "RSA", e: "AQAB", n: "sXchmA" }],
          }),
          adopted: { clientIdAtResource: "mcpclient-at-context7", existing },
        },
        assignments: { groupNames: ["Engineering"], userLogins: [login] },
        teamspace: { management: "api", settingsUrl },
        policies: {
          sourceTypes: { confluence: true },
          libraryFilters: { quality: { noThreshold: ["minTrustScore"] } },
        },
        manageFeature: true,
      }),
    });
    await stack.up();
    for (const label of ["Context7", "claude", "keyed", "Adopted"]) {
      apps.set(label, appNamed(world, label));
    }
  });

  /** By the label it was declared with, whatever it is called by then. */
  const app = (label: string) => {
    const found = apps.get(label);
    assert.ok(found, label);
    return found;
  };

  /** Changes an app and gives it back as it was. */
  function meddle(label: string, change: (app: Application) => void): () => void {
    const found = app(label);
    const { groups, users, ...rest } = found;
    const before = structuredClone(rest);
    change(found);
    return () => {
      for (const key of Object.keys(found)) {
        if (key !== "groups" && key !== "users" && !(key in before))
          Reflect.deleteProperty(found, key);
      }
      Object.assign(found, before);
    };
  }

  const oauth = (label: string, fields: object) => () =>
    meddle(label, (one) => Object.assign(one.oauthClient, fields));
  const settings = (label: string, fields: object) => () =>
    meddle(label, (one) => Object.assign(one.settings, fields));
  const credentials = (label: string, fields: object) => () =>
    meddle(label, (one) => Object.assign(one.credentials.oauthClient, fields));

  const changes: Fault[] = [
    {
      what: "an app's label",
      inject: () => meddle("claude", (one) => Object.assign(one, { label: "Renamed" })),
      named: /Application label: claude → Renamed/,
    },
    {
      what: "an app, deactivated",
      inject: () => meddle("Context7", (one) => Object.assign(one, { status: "INACTIVE" })),
      named: /The app was deactivated/,
    },
    {
      what: "an app's own settings",
      inject: () => meddle("claude", (one) => Object.assign(one.app, { sandboxClientId: "other" })),
      named: /sandboxClientId: mcpclient-at-context7 → other/,
    },
    {
      what: "an app's setting that was not declared",
      inject: () => meddle("Context7", (one) => Object.assign(one.app, { extra: null })),
      named: /extra: null → null/,
    },
    {
      what: "redirect URIs",
      inject: oauth("claude", { redirect_uris: ["https://elsewhere.example/callback"] }),
      named: /Sign-in redirect URIs: http:.* → https:\/\/elsewhere/,
    },
    {
      what: "grant and response types",
      inject: oauth("claude", { grant_types: ["authorization_code"], response_types: ["token"] }),
      named: /Grant type: .*token-exchange.* → authorization_code\nResponse type: code → token/,
    },
    {
      what: "the authentication policy",
      inject: () => meddle("claude", (one) => Object.assign(one, { accessPolicyId: "rst0" })),
      named: /Authentication policy: rst\w+ → rst0/,
    },
    {
      what: "client authentication and key rotation",
      inject: credentials("claude", {
        token_endpoint_auth_method: "none",
        autoKeyRotation: false,
      }),
      named:
        /Client authentication: client_secret_basic → none\nAutomatic key rotation: true → false/,
    },
    {
      what: "a public key",
      inject: oauth("keyed", {
        jwks: { keys: [{ kid: "second", kty: "RSA", e: "AQAB", n: "0vx7ag" }] },
      }),
      named: /Public keys: /,
    },
    {
      what: "visibility, self service and notes",
      inject: settings("Context7", {
        visibility: { autoSubmitToolbar: true, hide: { iOS: false, web: false } },
        accessibility: {
          selfService: true,
          errorRedirectUrl: "https://e",
          loginRedirectUrl: "https://l",
        },
        notes: { admin: "by hand", enduser: "by hand" },
        implicitAssignment: true,
        manualProvisioning: true,
        profile: { by: "hand" },
      }),
      named: /Do not display application icon to users: true → false/,
    },
    {
      what: "addresses, consent, login and logout",
      inject: oauth("Context7", {
        client_uri: "https://c.example",
        logo_uri: "https://l.example",
        policy_uri: "https://p.example",
        tos_uri: "https://t.example",
        initiate_login_uri: "https://i.example",
        post_logout_redirect_uris: ["https://o.example"],
        consent_method: "REQUIRED",
        issuer_mode: "DYNAMIC",
        idp_initiated_login: { mode: "SPEC", default_scope: ["openid"] },
        wildcard_redirect: "SUBDOMAIN",
        participate_slo: true,
        frontchannel_logout_uri: "https://f.example",
        frontchannel_logout_session_required: true,
        refresh_token: { rotation_type: "ROTATE", leeway: 30 },
        jwks_uri: "https://jwks.example",
        application_type: "native",
      }),
      named: /User consent: TRUSTED → REQUIRED/,
    },
    {
      what: "the user name's format",
      inject: () =>
        meddle("Context7", (one) => {
          const template = `\${source.email}`;
          one.credentials.userNameTemplate = { template, type: "CUSTOM" };
        }),
      named: /Application username format: .*login} → .*email}/,
    },
    {
      what: "an adopted app's client ID",
      inject: credentials("Adopted", { client_id: "another-client" }),
      named: /Client ID: 0oa\w+ → another-client/,
    },
    {
      what: "a connection, switched off",
      inject() {
        const connection = connectionOf(world, app("keyed").label);
        connection.status = "INACTIVE";
        return () => {
          connection.status = "ACTIVE";
        };
      },
      named: /Manage Connections: Context7 was switched off\./,
    },
    {
      what: "a user's name at the app",
      inject() {
        const assignment = app("keyed").users.get(userId(world, login));
        assert.ok(assignment);
        assignment.userName = "somebody@else.example";
        return () => {
          assignment.userName = login;
        };
      },
      named: /User name: contractor@acme\.example → somebody@else\.example/,
    },
    {
      what: "the teamspace's issuer and scope",
      inject: () => saveTeamspace({ issuer: "https://other.okta.com", scope: "read" }),
      named: /Identity provider issuer: .*acme.* → .*other\.okta\.com\nScope: null → read/,
    },
    {
      what: "the teamspace's policies, to nothing but what is off and 0",
      inject() {
        const { policies: before } = teamspace(world);
        const policies = structuredClone(before);
        policies.sourceTypes.confluence = { enabled: false };
        policies.libraryFilters.quality.minTrustScore = 0;
        teamspace(world).policies = policies;
        return () => {
          teamspace(world).policies = before;
        };
      },
      named: /Confluence: true → false\nTrust score: null → 0/,
    },
  ];

  const removals: Fault[] = [
    {
      what: "a connection",
      inject: () => removeConnection("claude"),
      named: /Manage Connections: Context7 was removed\./,
    },
    {
      what: "a connection that was made again",
      inject() {
        const connection = connectionOf(world, app("keyed").label);
        const undo = removeConnection("keyed");
        world.acme.connections.set("cwoAgain", { ...connection, id: "cwoAgain" });
        return () => {
          world.acme.connections.delete("cwoAgain");
          undo();
        };
      },
      named: /Manage Connections: Context7 was removed, and added again\./,
    },
    {
      what: "a group's assignment",
      inject: () => remove(app("Context7").groups, groupId(world, "Engineering")),
      named: /the group Engineering was removed from Context7/,
    },
    {
      what: "a user's assignment",
      inject: () => remove(app("claude").users, userId(world, login)),
      named: /contractor@acme\.example was removed from claude/,
    },
    {
      what: "the teamspace's settings",
      inject: () => saveTeamspace(undefined),
      named: /Enterprise: the Okta settings were cleared/,
    },
    {
      what: "an app that the stack adopted",
      inject: () => remove(world.acme.apps, app("Adopted").id),
      named: /The app, which the stack adopted, was deleted/,
    },
  ];

  const switches: Fault[] = [
    {
      what: "the feature, and with it the connections API",
      inject() {
        feature(world).status = "DISABLED";
        return () => {
          feature(world).status = "ENABLED";
        };
      },
      named: /Features: Cross App Access was switched off/,
    },
  ];

  const harmless: Fault[] = [
    {
      what: "a group's priority, which is not declared",
      inject() {
        const assignment = app("claude").groups.get(groupId(world, "Engineering"));
        assert.ok(assignment);
        const { priority } = assignment;
        assignment.priority = priority + 7;
        return () => {
          assignment.priority = priority;
        };
      },
    },
    {
      what: "what Okta decides for the resource app: policy, client ID, grant types, PKCE",
      inject: () =>
        meddle("Context7", (one) => {
          one.accessPolicyId = "rst0";
          Object.assign(one.credentials.oauthClient, { client_id: "other", pkce_required: true });
          Object.assign(one.oauthClient, { grant_types: ["implicit"], response_types: ["token"] });
        }),
    },
    {
      what: "the network zones an app is used from, which are left to the org",
      inject: oauth("claude", { network: { connection: "ZONE", include: ["nzo1"] } }),
    },
    {
      what: "the order of grant types",
      inject: () =>
        meddle("claude", (one) => {
          one.oauthClient.grant_types = [...(one.oauthClient.grant_types as string[])].reverse();
        }),
    },
    {
      what: "a setting that is false",
      inject: () => meddle("claude", (one) => Object.assign(one.app, { extra: false })),
    },
    {
      what: "an adopted app's label and status, which are its owner's",
      inject: () =>
        meddle("Adopted", (one) => Object.assign(one, { label: "Theirs", status: "INACTIVE" })),
    },
    {
      what: "a version of the teamspace's settings",
      inject: () => saveTeamspace({ issuer: world.acme.url }),
    },
    {
      what: "a policy of the teamspace that is not declared",
      inject() {
        const { quality } = teamspace(world).policies.libraryFilters;
        quality.requireVerified = true;
        return () => {
          quality.requireVerified = false;
        };
      },
    },
    {
      what: "objects that nobody declared",
      inject() {
        const { groups } = app("keyed");
        groups.set("00gSomebodys", { priority: 5, lastUpdated: "2026-01-01T00:00:00.000Z" });
        return () => groups.delete("00gSomebodys");
      },
    },
    {
      what: "settings of the OAuth client that Okta no longer shows",
      inject() {
        world.acme.hideCatalogOauthClient = true;
        return () => {
          world.acme.hideCatalogOauthClient = false;
        };
      },
    },
  ];

  round("changed", changes, 7);
  round("removed", removals, 7);
  round("switched off", switches, 7);
  round("changed, though not the stack's", harmless, 0);

  describe("an app that was deleted", () => {
    let undo: () => void;
    before(() => {
      undo = remove(world.acme.apps, app("claude").id);
    });
    after(() => undo());

    it("is drift (7), where the plugin makes an error of it (1)", async () => {
      const { code, counted } = await drift(stack);
      assert.equal(code, 7);
      assert.deepEqual(differences(counted), { "OAuth context7-claude": ["deleted"] });
      assert.match(counted[0]?.sentence ?? "", /deleted, and what depends on it: 3 other objects/);
      assert.equal((await lookForDrift(stack)).code, 1);
    });
  });

  it("both say 1 when Okta's connections API is gone", async () => {
    world.acme.connectionsApi = "gone-410";
    try {
      const { code, report } = await drift(stack);
      assert.equal(code, 1);
      assert.match(report.stacks[0]?.problems.join() ?? "", /does not offer the Cross App Access/);
      assert.equal((await lookForDrift(stack)).code, 1);
    } finally {
      world.acme.connectionsApi = "available";
    }
  });

  it("says 1 when Context7 refuses the API key, which nothing shows", async () => {
    const key = "ctx7sk-of-nobody";
    const args = ["--stacks", "dev"];
    const { code, report, text } = await drift(stack, args, { CONTEXT7_API_KEY: key });
    assert.equal(code, 1);
    const problems = report.stacks[0]?.problems.join("\n") ?? "";
    assert.match(problems, /refused the API key.*GET \S+\/api\/v2\/policies/);
    assert.ok(!text.includes(key));
  });

  /** All of them at once, through both: each resource and each property has to be named by both. */
  function round(title: string, faults: Fault[], verdict: 0 | 7): void {
    describe(title, () => {
      let found: Drifted;
      let refreshed: { code: number; text: string };
      let writes: string[];
      let undos: (() => void)[];

      before(async () => {
        undos = faults.map(({ inject }) => inject());
        writes = await writesOf(world, async () => {
          found = await drift(stack);
        });
        refreshed = await lookForDrift(stack);
      });
      after(() => {
        for (const undo of undos.reverse()) undo();
      });

      for (const { what, named } of faults) {
        it(named ? `names ${what}` : `is silent about ${what}`, () => {
          if (named) assert.match(found.counted.map(worded).join("\n"), named);
          else assert.deepEqual(found.counted, []);
        });
      }
      it(`both say ${verdict}`, () => {
        assert.equal(found.code, verdict, found.text);
        assert.equal(refreshed.code, verdict, refreshed.text);
      });
      it("refresh names the same resources and properties", () => {
        const named = Object.entries(refreshDifferences(refreshed.text));
        const byThemselves = named.filter(([key]) => !WENT_ALONG.test(key));
        assert.deepEqual(differences(found.counted), Object.fromEntries(byThemselves));
      });
      it("nothing is written", () => assert.deepEqual(writes, []));
    });
  }

  function worded({ sentence, changes }: Finding): string {
    const each = changes.map(({ label, declared, live }) => `${label}: ${declared} → ${live}`);
    return [sentence, ...each].join("\n");
  }

  function saveTeamspace(saved: { issuer: string; scope?: string } | undefined): () => void {
    const one = teamspace(world);
    const { settings: before } = one;
    one.settings = saved;
    one.revision += 1;
    return () => {
      one.settings = before;
      one.revision += 1;
    };
  }

  function removeConnection(label: string): () => void {
    return remove(world.acme.connections, connectionOf(world, app(label).label).id);
  }

  function remove<T>(from: Map<string, T>, key: string): () => void {
    const value = from.get(key);
    assert.ok(value !== undefined, `${key} is not there`);
    from.delete(key);
    return () => from.set(key, value);
  }
});

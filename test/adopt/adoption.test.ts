import assert from "node:assert/strict";
import type { LiveApplication } from "../../provider/okta/liveApplication";
import { adoption } from "../../src/adopt/adoption";
import type { AdoptionForm } from "../../src/adopt/form";
import type { FoundOrg } from "../../src/adopt/found";
import { foundClient, resourceApp, set } from "./found";

describe("adopt: what is declared of the apps", () => {
  const orgUrl = "https://acme.okta.com";
  const resourceIssuer = "https://context7.com";
  const declare = (found: FoundOrg, form: AdoptionForm = "catalog") =>
    adoption(found, { form, orgUrl, issuer: orgUrl, resourceIssuer });
  const org = () => ({ resourceApp: resourceApp(), clients: [foundClient("claude")] });

  it("as existing is their ids, and nothing that could be changed", () => {
    const { declared, notes } = declare(org(), "existing");
    assert.deepEqual(declared, {
      resourceApp: { existing: { id: "0oaContext7" } },
      requestingApps: {
        claude: { existing: { id: "0oaclaude" }, clientIdAtResource: "claude-at-context7" },
      },
    });
    assert.deepEqual(notes, []);
  });

  it("as catalog is all of their settings, false ones too, with the stack's values by name", () => {
    const { declared, notes } = declare(org());
    const app = declared.requestingApps.claude;
    assert.deepEqual(notes, []);
    assert.equal(declared.resourceApp.label, "Context7");
    assert.deepEqual(app?.catalog, {
      key: "some_catalog_key",
      settings: {
        // biome-ignore-start lint/suspicious/noTemplateCurlyInString: our placeholders
        issuer: "${issuerUrl}",
        client: "${clientIdAtResource}",
        // biome-ignore-end lint/suspicious/noTemplateCurlyInString: our placeholders
        sign: false,
      },
      importedId: "0oaclaude",
    });
    assert.equal(app?.tokenEndpointAuthMethod, "client_secret_basic");
    assert.deepEqual(app?.grantTypes, ["authorization_code"]);
    assert.equal(app?.authenticationPolicy, "rst1");
  });

  it("keeps a slash too many as it is, where a placeholder would take it away", () => {
    const found = org();
    set(found.resourceApp.app, "settings.app.issuer", "https://context7.com/");
    const { declared } = declare(found);
    assert.deepEqual(declared.resourceApp.catalog?.settings, { issuer: "https://context7.com/" });
  });

  it("names another issuer at the resource and at the org", () => {
    const issuer = "https://login.acme.example";
    const request = { form: "existing", orgUrl, issuer, resourceIssuer: "https://eu" } as const;
    const { declared } = adoption(org(), request);
    assert.equal(declared.issuer, issuer);
    assert.equal(declared.resourceApp.issuerUrl, "https://eu");
    assert.equal(declared.requestingApps.claude?.issuerUrl, "https://eu");
  });

  it("has connections as they are: switched off, or guided where they cannot be read", () => {
    const off = foundClient("off");
    const connection = { ...off.connection, status: "INACTIVE" } as NonNullable<
      typeof off.connection
    >;
    const unseen = { ...foundClient("unseen"), connection: undefined };
    const { declared } = declare(
      { ...org(), clients: [{ ...off, connection }, unseen] },
      "existing",
    );
    assert.deepEqual(declared.requestingApps.off?.connection, { status: "INACTIVE" });
    assert.deepEqual(declared.requestingApps.unseen?.connection, { management: "guided" });
  });

  type Change = (app: LiveApplication) => void;
  const changes: [what: string, change: Change, said: RegExp][] = [
    ["a note", (app) => set(app, "settings.notes.admin", "ask IT"), /notes.admin is "ask IT"/],
    ["being shown to users", (app) => set(app, "visibility.hide.web", false), /hide.web is false/],
    ["being inactive", (app) => set(app, "status", "INACTIVE"), /status is "INACTIVE"/],
    [
      "logout addresses",
      (app) => set(app, "settings.oauthClient.post_logout_redirect_uris", ["https://a"]),
      /post_logout_redirect_uris is \["https:\/\/a"\]/,
    ],
    [
      "rotating refresh tokens",
      (app) => set(app, "settings.oauthClient.refresh_token", { rotation_type: "ROTATE" }),
      /rotation_type is "ROTATE"/,
    ],
    [
      "required PKCE",
      (app) => set(app, "credentials.oauthClient.pkce_required", true),
      /pkce_required is true/,
    ],
    [
      "an authentication method that is not declared",
      (app) => set(app, "credentials.oauthClient.token_endpoint_auth_method", "client_secret_jwt"),
      /it authenticates by client_secret_jwt/,
    ],
    ["hidden settings", (app) => set(app, "settings.oauthClient", undefined), /does not show/],
    ["no catalog", (app) => set(app, "name", "oidc_client"), /a custom app/],
    ["a profile", (app) => set(app, "profile", { team: "x" }), /profile is not empty/],
    [
      "a setting that looks like ours",
      (app) => set(app, "settings.app.sign", "$".concat("{x}")),
      /a setting holds/,
    ],
  ];
  for (const [what, change, said] of changes) {
    it(`reads an app only, and says why, that has ${what}`, () => {
      const found = org();
      change(firstApp(found));
      const { declared, notes } = declare(found);
      assert.deepEqual(declared.requestingApps.claude, {
        existing: { id: "0oaclaude" },
        clientIdAtResource: "claude-at-context7",
      });
      assert.equal(notes.length, 1);
      assert.match(notes[0] ?? "", said);
    });
  }
});

function firstApp({ clients: [first] }: FoundOrg): LiveApplication {
  assert.ok(first);
  return first.app;
}

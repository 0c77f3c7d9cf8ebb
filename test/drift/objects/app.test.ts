import assert from "node:assert/strict";
import { compareApp } from "../../../src/drift/objects/app";
import type { PropertyChange } from "../../../src/drift/report";
import { ALL_READ, app, CLAUDE, groupAssignment, liveApp, namesIn, org } from "../declarations";

const SECRET = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };

describe("drift of an app", () => {
  function compare(inputs: object, live: object | undefined) {
    const resource = app(CLAUDE, { label: "Claude", ...inputs });
    const inventory = live ? org({}, liveApp(CLAUDE, "Claude", live)) : org();
    const dependents = [groupAssignment(CLAUDE, "00g1"), groupAssignment(CLAUDE, "00g2")];
    return compareApp(
      resource,
      "requesting app",
      dependents,
      inventory,
      namesIn(inventory, resource),
    );
  }
  const changesOf = (inputs: object, live: object): PropertyChange[] =>
    compare(inputs, live).findings.flatMap(({ changes }) => changes);
  const oauth = (oauthClient: object) => ({ settings: { oauthClient } });

  it("is none where everything is as declared", () => {
    const inputs = {
      redirectUris: ["https://a"],
      appSettingsJson: '{"app":{"issuer":"https://c"}}',
    };
    const live = {
      settings: { app: { issuer: "https://c" }, oauthClient: { redirect_uris: ["https://a"] } },
    };
    assert.deepEqual(compare(inputs, live), { findings: [], problems: [], compared: true });
  });

  it("names the property, its place in the console, and both values", () => {
    const [finding, ...more] = compare(
      { redirectUris: ["https://a"] },
      oauth({ redirect_uris: ["https://b"] }),
    ).findings;
    assert.deepEqual(more, []);
    assert.equal(finding?.kind, "changed");
    assert.equal(finding.object.console, "Applications > Applications > Claude > General");
    assert.equal(
      finding.sentence,
      "Sign-in redirect URIs was changed from “https://a” to “https://b”.",
    );
    assert.deepEqual(finding.changes, [
      {
        property: "redirectUris",
        label: "Sign-in redirect URIs",
        declared: ["https://a"],
        live: ["https://b"],
      },
    ]);
  });

  it("says that it was deactivated, and what else", () => {
    const [finding] = compare(
      {},
      { status: "INACTIVE", settings: { notes: { admin: "x" } } },
    ).findings;
    assert.equal(
      finding?.sentence,
      "The app was deactivated. Application notes for admins was changed from nothing to “x”.",
    );
  });

  it("is deleted when it is gone, with what depends on it; the remedy is a command", () => {
    const [finding] = compare({}, undefined).findings;
    assert.equal(finding?.kind, "deleted");
    assert.match(finding.sentence, /deleted, and what depends on it: 2 other objects/);
    assert.match(finding.remedy, /pulumi state delete 'urn:pulumi:dev::/);
  });

  it("is forced out of the state where it, or what goes with it, is protected", () => {
    const remedy = (isProtected: boolean, dependent: boolean) => {
      const resource = { ...app(CLAUDE, { label: "Claude" }), isProtected };
      const group = { ...groupAssignment(CLAUDE, "00g1"), isProtected: dependent };
      const look = compareApp(resource, "requesting app", [group], org(), namesIn(org()));
      return look.findings[0]?.remedy ?? "";
    };
    assert.doesNotMatch(remedy(false, false), /--force/);
    assert.match(remedy(true, false), /--target-dependents --force/);
    assert.match(remedy(false, true), /--target-dependents --force/);
  });

  it("is not known when it could not be read", () => {
    const resource = app(CLAUDE, { label: "Claude" });
    const why = { kind: "403", message: "The credentials may not do this in Okta." };
    const inventory = org({ unread: { ...ALL_READ, apps: new Map([[CLAUDE, why]]) } });
    const look = compareApp(resource, "requesting app", [], inventory, namesIn(inventory));
    assert.deepEqual(look, { findings: [], problems: [why], compared: false });
  });

  describe("does not compare", () => {
    const cases: [string, object, object][] = [
      [
        "what Okta decides unless it is declared",
        {},
        oauth({ grant_types: ["implicit"], response_types: ["token"] }),
      ],
      [
        "an undeclared policy",
        {},
        { _links: { accessPolicy: { href: "https://x/policies/rst1" } } },
      ],
      ["the order of grant types", { grantTypes: ["a", "b"] }, oauth({ grant_types: ["b", "a"] })],
      ["an OAuth client that is not shown", { redirectUris: ["https://a"] }, { settings: {} }],
      [
        "settings that are false",
        { appSettingsJson: '{"app":{}}' },
        { settings: { app: { sign: false } } },
      ],
      [
        "settings with a property of their own",
        { appSettingsJson: '{"app":{}}' },
        { settings: { app: {}, notifications: { vpn: 1 } } },
      ],
      [
        "empty for nothing",
        {},
        {
          settings: { notes: { admin: "", enduser: null } },
          accessibility: { selfService: false },
        },
      ],
      [
        "network zones, which the components leave to the org",
        {},
        oauth({ network: { connection: "ZONE", include: ["z"] } }),
      ],
    ];
    for (const [what, inputs, live] of cases) {
      it(what, () => assert.deepEqual(changesOf(inputs, live), []));
    }
  });

  describe("compares", () => {
    const cases: [string, object, object, string][] = [
      [
        "a declared policy",
        { authenticationPolicy: "rst1" },
        { _links: { accessPolicy: { href: "https://x/policies/rst2" } } },
        "authenticationPolicy",
      ],
      [
        "the order of redirect URIs",
        { redirectUris: ["a", "b"] },
        oauth({ redirect_uris: ["b", "a"] }),
        "redirectUris",
      ],
      [
        "keys, whatever else they have",
        { jwks: [{ kid: "1", kty: "RSA" }] },
        oauth({ jwks: { keys: [{ kid: "2", kty: "RSA", use: "sig" }] } }),
        "jwks",
      ],
      ["an app profile", { profile: '{"a":1}' }, { profile: { a: 2 } }, "profile"],
      [
        "a setting that was added, even null",
        { appSettingsJson: '{"app":{}}' },
        { settings: { app: { extra: null } } },
        "appSettingsJson.app.extra",
      ],
      [
        "a setting that is gone",
        { appSettingsJson: '{"app":{"a":{"b":1}}}' },
        { settings: { app: { a: {} } } },
        "appSettingsJson.app.a.b",
      ],
    ];
    for (const [what, inputs, live, property] of cases) {
      it(what, () => assert.equal(changesOf(inputs, live)[0]?.property, property));
    }
  });

  it("shows neither side of a secret", () => {
    const appSettingsJson = { ...SECRET, plaintext: JSON.stringify('{"app":{"id":"hush"}}') };
    const [change] = changesOf({ appSettingsJson }, { settings: { app: { id: "other" } } });
    assert.deepEqual(change, {
      property: "appSettingsJson.app.id",
      label: "id",
      declared: "(secret)",
      live: "(secret)",
    });
    const clientId = { ...SECRET, plaintext: '"hush"' };
    const [other] = changesOf(
      { clientId },
      { credentials: { oauthClient: { client_id: "other" } } },
    );
    assert.equal(`${other?.declared} ${other?.live}`, "(secret) (secret)");
  });

  it("shows no value of a setting whose name says that it is a secret, only that it differs", () => {
    for (const name of ["clientSecret", "api_token", "password", "apiKey", "privateKey", "key"]) {
      const appSettingsJson = JSON.stringify({ app: { [name]: "hush" } });
      const look = compare({ appSettingsJson }, { settings: { app: { [name]: "other" } } });
      assert.equal(look.findings[0]?.sentence, `${name} was changed.`);
      assert.doesNotMatch(JSON.stringify(look), /hush|other/, name);
    }
    const inner = {
      app: { list: [{ token: "hush", site: "here" }], credentials: { user: "hush" } },
    };
    const look = compare({ appSettingsJson: JSON.stringify(inner) }, { settings: { app: {} } });
    assert.doesNotMatch(JSON.stringify(look), /hush/);
    assert.match(JSON.stringify(look), /here/);
    const profile = compare({ profile: '{"secret":"hush"}' }, { profile: { secret: "other" } });
    assert.doesNotMatch(JSON.stringify(profile), /hush|other/);
    const shown = { app: { publicKey: "1", catalogKeyId: "2", issuer: "3" } };
    const plain = changesOf({ appSettingsJson: JSON.stringify(shown) }, { settings: { app: {} } });
    assert.deepEqual(
      plain.map(({ declared }) => declared),
      ["1", "2", "3"],
    );
  });
});

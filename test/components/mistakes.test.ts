import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { EnterpriseManagedAuth, type EnterpriseManagedAuthArgs, RequestingApp } from "../../src";
import { enterpriseManagedAuthMistakes } from "../../src/components/enterpriseManagedAuthMistakes";
import { record } from "./recording";

const existing = { id: "0oa1" };
const claude = { clientIdAtResource: "mcpclient-at-context7", existing };
const good: EnterpriseManagedAuthArgs = {
  resourceApp: { existing },
  requestingApps: { claude },
};
const catalog = { key: "k", settings: {} };

/** Path → part of the sentence that must stand there, for each way to get the arguments wrong. */
const WRONG: [string, unknown, string, RegExp][] = [
  ["no resource app", { resourceApp: undefined }, "resourceApp", /is missing/],
  ["neither catalog nor existing", { resourceApp: {} }, "resourceApp.catalog", /neither of/],
  [
    "both catalog and existing",
    { requestingApps: { claude: { ...claude, catalog } } },
    "requestingApps.claude.catalog",
    /both `catalog` and `existing` are given/,
  ],
  [
    "existing by nothing",
    { resourceApp: { existing: {} } },
    "resourceApp.existing.id",
    /neither of `id` and `label`/,
  ],
  [
    "existing by id and label",
    { resourceApp: { existing: { id: "0oa1", label: "Context7" } } },
    "resourceApp.existing.id",
    /both `id` and `label`/,
  ],
  [
    "an empty catalog key",
    { resourceApp: { catalog: { key: "", settings: {} } } },
    "resourceApp.catalog.key",
    /Apps API/,
  ],
  [
    "no client ID at the resource",
    { requestingApps: { claude: { existing } } },
    "requestingApps.claude.clientIdAtResource",
    /an example, not a default/,
  ],
  [
    "a setting on an adopted app",
    { requestingApps: { claude: { ...claude, redirectUris: ["https://a.example"] } } },
    "requestingApps.claude.redirectUris",
    /adopted app, which is never changed/,
  ],
  [
    "a label on an adopted resource app",
    { resourceApp: { existing, label: "Context7" } },
    "resourceApp.label",
    /adopted app/,
  ],
  [
    "a private key",
    {
      requestingApps: {
        claude: {
          clientIdAtResource: "c",
          catalog,
          jwks: [{ kid: "1", kty: "RSA", n: "n", e: "AQAB", d: "private" }],
        },
      },
    },
    "requestingApps.claude.jwks[0]",
    /private key \(`d`\).*treat this one as disclosed/,
  ],
  [
    "keys twice",
    {
      requestingApps: {
        claude: {
          clientIdAtResource: "c",
          catalog,
          jwks: [],
          jwksUri: "https://a.example/jwks",
        },
      },
    },
    "requestingApps.claude.jwks",
    /both `jwks` and `jwksUri`/,
  ],
  [
    "a key that cannot be in a name",
    { requestingApps: { "claude code": claude } },
    "requestingApps.claude code",
    /letters, digits/,
  ],
  [
    "an empty group",
    { assignments: { groupNames: [""] } },
    "assignments.groupNames[0]",
    /is empty/,
  ],
  [
    "an empty user of a client",
    { requestingApps: { claude: { ...claude, assignments: { userLogins: ["a", " "] } } } },
    "requestingApps.claude.assignments.userLogins[1]",
    /is empty/,
  ],
  [
    "the api without an address",
    { teamspace: { management: "api" } },
    "teamspace.settingsUrl",
    /Context7 offers none today/,
  ],
  [
    "an issuer with a path",
    { issuer: "https://acme.okta.com/oauth2/default" },
    "issuer",
    /org authorization server.*https:\/\/acme\.okta\.com/,
  ],
  ["an issuer with a slash", { issuer: "https://acme.okta.com/" }, "issuer", /slash/],
  ["an issuer over http", { issuer: "http://acme.okta.com" }, "issuer", /https/],
  [
    "the Admin Console's address",
    { issuer: "https://acme-admin.okta.com" },
    "issuer",
    /Admin Console.*Use https:\/\/acme\.okta\.com/,
  ],
];

describe("EnterpriseManagedAuth: mistakes in the arguments", () => {
  it("finds none in good ones", () => {
    assert.deepEqual(enterpriseManagedAuthMistakes(good), []);
    const issuer = "https://login.acme.example";
    assert.deepEqual(enterpriseManagedAuthMistakes({ ...good, issuer }), []);
  });

  for (const [what, change, path, sentence] of WRONG) {
    it(`${what}: says so at ${path}, and nothing else`, () => {
      const args = { ...good, ...(change as object) } as EnterpriseManagedAuthArgs;
      const mistakes = enterpriseManagedAuthMistakes(args);
      assert.deepEqual(
        mistakes.map((mistake) => mistake.propertyPath),
        [path],
      );
      assert.match(mistakes[0]?.reason ?? "", sentence);
    });
  }

  it("reports all at once, as the engine's own kind of error", async () => {
    const args = { resourceApp: {}, requestingApps: { claude: { existing } } };
    const thrown = await record(() => {
      try {
        new EnterpriseManagedAuth("context7", args as unknown as EnterpriseManagedAuthArgs);
      } catch (error) {
        return error;
      }
      return undefined;
    });
    assert.ok(pulumi.InputPropertiesError.isInstance(thrown.result));
    assert.deepEqual(
      thrown.result.errors.map((error) => error.propertyPath),
      ["resourceApp.catalog", "requestingApps.claude.clientIdAtResource"],
    );
  });

  it("a part used alone checks itself, without a prefix", async () => {
    await record(() => {
      assert.throws(
        () => new RequestingApp("claude", { clientIdAtResource: "x" }),
        /RequestingApp "claude" cannot be declared like this:\n {2}- catalog: neither/,
      );
    });
  });

  it("without an org it says how to name one", async () => {
    const saved = process.env.OKTA_ORG_NAME;
    delete process.env.OKTA_ORG_NAME;
    await record(() => {
      assert.throws(
        () => new EnterpriseManagedAuth("context7", good),
        /pulumi config set okta:orgName acme/,
      );
    }, {});
    if (saved !== undefined) process.env.OKTA_ORG_NAME = saved;
  });

  it("an org named by its Admin Console is refused with the right name", async () => {
    await record(
      () => {
        assert.throws(
          () => new EnterpriseManagedAuth("context7", good),
          /okta:orgName: .*Use https:\/\/acme\.okta\.com/,
        );
      },
      { "okta:orgName": "acme-admin", "okta:baseUrl": "okta.com" },
    );
  });
});

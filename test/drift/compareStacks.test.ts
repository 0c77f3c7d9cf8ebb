import assert from "node:assert/strict";
import { compareStacks } from "../../src/drift/compareStacks";
import { stackComparison, type WantedDifference } from "../../src/drift/comparison";
import { declaredStack, type StackOptions } from "./declaredStacks";

/** The differences between `staging` and `prod`, as `path: staging's value → prod's`. */
function differences(staging: Partial<StackOptions>, prod: Partial<StackOptions> = {}): string[] {
  const comparison = compareStacks([
    declaredStack({ stack: "staging", ...staging }),
    declaredStack({ stack: "prod", ...prod }),
  ]);
  return comparison.differences.map(({ path, values }) => {
    const of = (stack: string) => values.find(({ stacks }) => stacks.includes(stack))?.value;
    return `${path}: ${JSON.stringify(of("staging"))} → ${JSON.stringify(of("prod"))}`;
  });
}

describe("environments side by side", () => {
  it("are alike where only IDs, the org, its address and what a run left behind differ", () => {
    const comparison = compareStacks(
      ["dev", "staging", "prod"].map((stack) => declaredStack({ stack })),
    );
    assert.deepEqual(comparison.differences, []);
    assert.equal(comparison.verdict, "none");
    assert.ok(comparison.compared > 20);
    stackComparison.parse(comparison);
  });

  const cases: [string, Partial<StackOptions>, string[]][] = [
    [
      "a client, once and not setting by setting",
      { clients: { "claude-code": {} } },
      ['requestingApps.vscode: null → "declared"'],
    ],
    [
      "groups, by their names",
      { clients: { "claude-code": { groups: ["Engineering", "Beta"] }, vscode: {} } },
      ['requestingApps.claude-code.assignments.groups: ["Beta","Engineering"] → ["Engineering"]'],
    ],
    [
      "groups given by ID, by their number",
      { clients: { "claude-code": { groupIds: ["00g1"] }, vscode: {} } },
      [
        'requestingApps.claude-code.assignments.groups: ["Engineering","1 given by ID"] → ["Engineering"]',
      ],
    ],
    [
      "users, by their logins",
      { clients: { "claude-code": { users: ["dev.one@acme.example"] }, vscode: {} } },
      ['requestingApps.claude-code.assignments.users: ["dev.one@acme.example"] → null'],
    ],
    [
      "redirect URIs, grant types and authentication",
      {
        clients: {
          "claude-code": {
            inputs: {
              redirectUris: ["https://elsewhere.example"],
              grantTypes: ["authorization_code"],
              tokenEndpointAuthMethod: "none",
            },
          },
          vscode: {},
        },
      },
      [
        'requestingApps.claude-code.grantTypes: ["authorization_code"] → ["authorization_code","refresh_token"]',
        'requestingApps.claude-code.redirectUris: ["https://elsewhere.example"] → ["http://127.0.0.1:33418"]',
        'requestingApps.claude-code.tokenEndpointAuthMethod: "none" → "client_secret_basic"',
      ],
    ],
    [
      "a field of the catalog app's settings",
      {
        clients: {
          "claude-code": {},
          vscode: {
            inputs: { appSettingsJson: '{"app":{"issuer":"https://context7.com","client":"x"}}' },
          },
        },
      },
      ['requestingApps.vscode.catalog.settings.client: "x" → "vscode"'],
    ],
    [
      "whether there is an authentication policy of its own",
      { clients: { "claude-code": { inputs: { authenticationPolicy: "rst1" } }, vscode: {} } },
      ['requestingApps.claude-code.authenticationPolicy: "given by ID" → null'],
    ],
    [
      "a connection",
      { clients: { "claude-code": { connection: { status: "INACTIVE" } }, vscode: {} } },
      ['requestingApps.claude-code.connection.status: "INACTIVE" → "ACTIVE"'],
    ],
    [
      "whether the resource app is adopted",
      { existing: "Context7" },
      [
        'resourceApp.catalog.key: null → "xaa_resource"',
        'resourceApp.catalog.settings.issuer: null → "https://context7.com"',
        'resourceApp.existing: "Context7" → null',
        'resourceApp.issuerUrl: "https://context7.com" → null',
        'resourceApp.label: null → "Context7"',
      ],
    ],
    ["whether the feature is managed", { manageFeature: true }, ["manageFeature: true → null"]],
    ["whether the teamspace is", { teamspace: false }, ['teamspace: null → "declared"']],
    [
      "whether the teamspace's policies are declared",
      { policies: { sourceTypes: { confluence: false } } },
      ['policies: "declared" → null'],
    ],
    [
      "who manages the teamspace, not its address",
      { teamspace: { management: "api", settingsUrl: "https://context7.com/t/1" } },
      ['teamspace.management: "api" → "guided"', 'teamspace.settingsUrl: "given" → null'],
    ],
    [
      "the teamspace's scope and issuer",
      { teamspace: { scope: "mcp", issuer: "https://login.acme.example" } },
      ['teamspace.issuer: "https://login.acme.example" → "{org}"', 'teamspace.scope: "mcp" → null'],
    ],
  ];
  for (const [what, staging, expected] of cases) {
    it(`differ in ${what}`, () => assert.deepEqual(differences(staging), expected));
  }

  it("differ in the teamspace's policies, setting by setting as the configuration has them", () => {
    const quality = { minTrustScore: 7, blockedLibraries: ["/a/b", "/c/d"] };
    const policies = { sourceTypes: { confluence: true }, libraryFilters: { quality } };
    const reordered = { ...quality, minTrustScore: 0, blockedLibraries: ["/c/d", "/a/b"] };
    const other = { sourceTypes: { confluence: false }, libraryFilters: { quality: reordered } };
    assert.deepEqual(differences({ policies }, { policies: other }), [
      "policies.libraryFilters.quality.minTrustScore: 7 → 0",
      "policies.sourceTypes.confluence: true → false",
    ]);
  });

  it("are alike whatever the order of a list is", () => {
    const uris = ["https://a.example", "https://b.example"];
    const one = { clients: { c: { inputs: { redirectUris: uris } } } };
    const other = { clients: { c: { inputs: { redirectUris: [...uris].reverse() } } } };
    assert.deepEqual(differences(one, other), []);
  });

  it("show and compare no secret, opened or not", () => {
    const secret = (rest: object) => ({
      "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
      ...rest,
    });
    const clients = (inputs: Record<string, unknown>) => ({ clients: { c: { inputs } } });
    const opened = secret({ plaintext: '"hunter2"' });
    const sealed = secret({ ciphertext: "v1:abc" });
    const one = clients({ appSettingsJson: opened, clientSecret: "hunter2", clientUri: opened });
    const other = clients({ appSettingsJson: sealed, clientSecret: "hunter3", clientUri: sealed });
    assert.deepEqual(differences(one, other), []);
    assert.doesNotMatch(JSON.stringify(differences(one, { clients: {} })), /hunter/);
    assert.match(
      differences(one, clients({ clientUri: "https://c.example" })).join(),
      /"\(secret\)"/,
    );
  });

  it("show no setting of a catalog app that is secret by its name", () => {
    const clients = (region: string, partnerSecret: string) => {
      const appSettingsJson = JSON.stringify({ app: { region, partnerSecret } });
      return { clients: { c: { inputs: { preconfiguredApp: "k", appSettingsJson } } } };
    };
    const found = differences(clients("eu", "hunter2"), clients("us", "hunter3")).join();
    assert.match(found, /region: "eu" → "us"/);
    assert.doesNotMatch(found, /hunter/);
  });

  it("group the stacks by what they have, what most have first", () => {
    const more = { clients: { "claude-code": { groups: ["Beta"] }, vscode: {} } };
    const { differences: found } = compareStacks([
      declaredStack({ stack: "dev", ...more }),
      declaredStack({ stack: "staging" }),
      declaredStack({ stack: "prod" }),
    ]);
    assert.deepEqual(found, [
      {
        path: "requestingApps.claude-code.assignments.groups",
        values: [
          { value: ["Engineering"], stacks: ["staging", "prod"] },
          { value: ["Beta"], stacks: ["dev"] },
        ],
      },
    ]);
  });

  it("keep clients apart that share a path, or have a dot in their key", () => {
    const dotted = declaredStack({ stack: "dev", clients: { "vs.code": {} } });
    const paths = compareStacks([dotted, declaredStack({ stack: "prod", clients: {} })]);
    assert.deepEqual(
      paths.differences.map(({ path }) => path),
      ["requestingApps.vs.code"],
    );
    const twice = declaredStack({ stack: "dev" });
    const both = {
      ...twice,
      resources: [
        ...twice.resources,
        ...declaredStack({ stack: "dev", org: "b" }).resources.map((one) => ({
          ...one,
          name: `b-${one.name}`,
        })),
      ],
    };
    const found = compareStacks([both, both]);
    assert.deepEqual(found.differences, []);
    assert.ok(found.compared > compareStacks([twice, twice]).compared);
  });

  describe("with wanted differences", () => {
    const stacks = [
      declaredStack({ stack: "dev", clients: { "claude-code": { groups: ["Beta"] } } }),
      declaredStack({ stack: "staging", clients: { "claude-code": {} } }),
      declaredStack({ stack: "prod", clients: { "claude-code": {} } }),
    ];
    const groups = (more: Partial<WantedDifference> = {}): WantedDifference => ({
      path: "requestingApps.*.assignments.groups",
      reason: "dev is open to testers",
      ...more,
    });

    it("do not count, and say why", () => {
      const { verdict, differences: found, unmatched } = compareStacks(stacks, [groups()]);
      assert.equal(verdict, "none");
      assert.equal(found[0]?.wanted, "dev is open to testers");
      assert.deepEqual(unmatched, []);
    });

    it("count where another stack differs than may", () => {
      assert.equal(compareStacks(stacks, [groups({ stacks: ["dev"] })]).verdict, "none");
      assert.equal(compareStacks(stacks, [groups({ stacks: ["d*"] })]).verdict, "none");
      const other = compareStacks(stacks, [groups({ stacks: ["staging"] })]);
      assert.equal(other.verdict, "different");
      assert.equal(other.unmatched.length, 1);
    });

    it("take patterns part by part", () => {
      for (const path of [
        "requestingApps.**",
        "**.groups",
        "*.claude-code.*.groups",
        "requestingApps.{claude-code,x}.assignments.*",
      ]) {
        assert.equal(compareStacks(stacks, [groups({ path })]).verdict, "none", path);
      }
      for (const path of [
        "requestingApps.*",
        "requestingApps.*.groups",
        "requestingApps.vscode.**",
        "groups",
      ]) {
        assert.equal(compareStacks(stacks, [groups({ path })]).verdict, "different", path);
      }
    });

    it("are told where they match nothing", () => {
      const stale = groups({ path: "teamspace.scope" });
      assert.deepEqual(compareStacks(stacks, [groups(), stale]).unmatched, [stale]);
    });
  });

  it("are unknown where a stack could not be read, with what was found", () => {
    const alike = [declaredStack({ stack: "dev" }), declaredStack({ stack: "prod" })];
    const { verdict, problems } = compareStacks(alike, [], ["staging: no such stack."]);
    assert.equal(verdict, "unknown");
    assert.deepEqual(problems, ["staging: no such stack."]);
  });
});

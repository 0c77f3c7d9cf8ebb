import assert from "node:assert/strict";
import { APPLICATION_LOOKUP, OAUTH_APP, TEAMSPACE_POLICIES } from "../../../provider/typeTokens";
import { accessFor, oktaAccess, orgUrlOfResource } from "../../../src/drift/access";
import type { DeclaredResource } from "../../../src/drift/declared";
import { fallbackFor, place } from "../../../src/drift/lookForDrift";
import { parseSettings } from "../../../src/drift/settings";
import { chosenStacks } from "../../../src/drift/stacks/names";
import type { ReadStack } from "../../../src/drift/stacks/read";
import { needsSecrets, parseState } from "../../../src/drift/stacks/state";
import { messageOf } from "../../provider/sandboxed";
import { declared, stackOf } from "../declarations";

const STACK = "urn:pulumi:dev::project::pulumi:pulumi:Stack::project-dev";
const EMA = "urn:pulumi:dev::project::context7-ema:index:EnterpriseManagedAuth::context7";
const SEALED = {
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  ciphertext: "v1:…",
};

describe("the stacks that drift examines", () => {
  it("are named, or matched by globs, each once and in order", () => {
    const all = ["dev", "staging", "prod-eu", "prod-us"];
    assert.deepEqual(chosenStacks(all, ["prod-*", "dev", "prod-eu"]), [
      "prod-eu",
      "prod-us",
      "dev",
    ]);
    assert.deepEqual(chosenStacks(all, []), all);
    assert.throws(() => chosenStacks(all, ["qa*"]), /No stack of the project matches qa\*/);
  });

  describe("as their state has them", () => {
    const provider = "urn:pulumi:dev::project::pulumi:providers:okta::acme";
    const assignment = {
      urn: `${EMA}$okta:app/groupAssignment:GroupAssignment::own`,
      type: "okta:app/groupAssignment:GroupAssignment",
      custom: true,
      id: "00g1",
      parent: EMA,
      inputs: { appId: "0oa1", groupId: "00g1", __defaults: [] },
      provider: `${provider}::id`,
    };
    const resources = [
      { urn: STACK, type: "pulumi:pulumi:Stack" },
      { urn: EMA, type: "context7-ema:index:EnterpriseManagedAuth", parent: STACK },
      {
        urn: provider,
        type: "pulumi:providers:okta",
        custom: true,
        id: "id",
        inputs: { orgName: "acme", baseUrl: "okta.com", apiToken: SEALED },
      },
      assignment,
      {
        ...assignment,
        urn: `${STACK}$okta:app/groupAssignment:GroupAssignment::foreign`,
        parent: STACK,
      },
      { ...assignment, urn: `${EMA}::going`, delete: true },
    ];
    const parse = (more: object[] = resources) =>
      parseState({ version: 3, deployment: { resources: more } }, "dev", "of Pulumi.yaml");

    it("hold what is below this package's components, and nothing else", () => {
      const state = parse();
      assert.deepEqual(
        state?.declared.resources.map(({ name, inputs }) => ({ name, inputs })),
        [{ name: "own", inputs: { appId: "0oa1", groupId: "00g1" } }],
      );
      assert.equal(state?.declared.project, "project");
    });
    it("know what the program makes of Okta's apps besides, but for what it only reads or takes away", () => {
      const app = { urn: `${STACK}::app`, type: "okta:app/oAuth:OAuth", custom: true, id: "0oa2" };
      const state = parse([
        ...resources,
        app,
        { ...app, urn: `${STACK}::read`, external: true },
        { ...app, urn: `${STACK}::going`, delete: true },
        { ...app, urn: `${STACK}::group`, type: "okta:group/group:Group" },
      ]);
      assert.deepEqual(
        state?.besides.map(({ name }) => name),
        ["foreign", "app"],
      );
    });
    it("need their secrets opened for a provider that the program makes, or a secret that is compared", () => {
      const state = parse();
      assert.ok(state);
      assert.equal(needsSecrets(state), true);
      const plain = { ...assignment, provider: "" };
      const sealed = { ...plain, inputs: { appId: SEALED } };
      const needs = (one: object) => needsSecrets(parse([...resources.slice(0, 2), one]) ?? state);
      assert.deepEqual([needs(plain), needs(sealed)], [false, true]);
    });
    it("say what Pulumi protects", () => {
      const [own] =
        parse([...resources.slice(0, 2), { ...assignment, protect: true }])?.declared.resources ??
        [];
      assert.equal(own?.isProtected, true);
    });
    it("may be empty, and are refused if they are something else", () => {
      assert.equal(parse([])?.declared.project, "of Pulumi.yaml");
      assert.equal(parseState([], "dev", ""), undefined);
    });
    it("have a teamspace's policies, which may hold secrets and are in no org", () => {
      const state = parse();
      assert.ok(state);
      const inputs = { libraryFilters: SEALED };
      const policies = declared(TEAMSPACE_POLICIES, "context7", { inputs });
      const bare = { declared: stackOf("dev", policies), providers: new Map() };
      assert.equal(needsSecrets(bare), true);
      const stack: ReadStack = { ...state, configuration: new Map(), variables: {} };
      const { provider = "" } = stack.declared.resources[0] ?? {};
      assert.equal(orgUrlOfResource({ ...policies, provider }, stack), undefined);
    });
    it("name the org of a resource by its provider", () => {
      const state = parse();
      assert.ok(state);
      const stack: ReadStack = { ...state, configuration: new Map(), variables: {} };
      const [own] = stack.declared.resources;
      assert.ok(own);
      assert.equal(orgUrlOfResource(own, stack), "https://acme.okta.com");
    });
  });

  describe("get the credentials", () => {
    const state = parseState({ deployment: { resources: [] } }, "dev", "project");
    assert.ok(state);
    const resource = {
      urn: "",
      type: "okta:app/user:User",
      name: "",
      id: "",
      inputs: {},
      outputs: {},
      provider: "",
    };
    const environment = { OKTA_API_TOKEN: "environment" };
    const one = new Set(["https://acme.okta.com"]);
    const two = new Set([...one, "https://globex.okta.com"]);
    const access = (
      values: [string, string][],
      variables: Record<string, string>,
      orgUrls = one,
      unplaced: string[] = [],
    ) => {
      const stack = { ...state, configuration: new Map(values), variables };
      const fallback = { orgUrls, unplaced, environment };
      return oktaAccess("https://acme.okta.com", accessFor(resource, stack, fallback), fallback);
    };

    it("of their ESC environments, before those of the environment", () => {
      const { environment: seen } = access([], { OKTA_API_TOKEN: "esc" });
      assert.equal(seen?.OKTA_API_TOKEN, "esc");
      assert.equal(access([], {}).environment?.OKTA_API_TOKEN, "environment");
    });
    it("of the environment for one org only", async () => {
      const text = await messageOf(Promise.resolve().then(() => access([], {}, two)));
      assert.match(
        text,
        /OKTA_API_TOKEN, which is not used: the examined stacks are of several orgs/,
      );
      assert.ok(!text.includes(`"${environment.OKTA_API_TOKEN}"`));
    });
    it("of the environment only where all is known to be of that org", async () => {
      const text = await messageOf(Promise.resolve().then(() => access([], {}, one, ["prod"])));
      assert.match(
        text,
        /OKTA_API_TOKEN, which is not used: it is not known in which org .* prod is/,
      );
      assert.equal(
        access([["okta:apiToken", "own"]], {}, one, ["prod"]).get("okta:apiToken"),
        "own",
      );
    });
    it("of no environment where a stack could not be read, or a resource is nowhere", () => {
      const inputs = { orgUrl: "https://acme.okta.com" };
      const read = (...resources: DeclaredResource[]): ReadStack => ({
        ...state,
        declared: stackOf("dev", ...resources),
        configuration: new Map(),
        variables: {},
      });
      const here = read(declared(APPLICATION_LOOKUP, "context7", { inputs }));
      const nowhere = read(declared(OAUTH_APP, "claude"));
      const attempts = [
        { name: "staging", stack: here },
        { name: "dev", stack: nowhere },
        { name: "prod", problem: "incorrect passphrase" },
      ];
      const fallback = fallbackFor(attempts, [place(here), place(nowhere)], environment);
      assert.deepEqual(fallback, { orgUrls: one, unplaced: ["dev", "prod"], environment });
      assert.deepEqual(fallbackFor(attempts.slice(0, 1), [place(here)], environment).unplaced, []);
    });
    it("never those of another org", async () => {
      const configured = access.bind(undefined, [["okta:orgName", "globex"]], {});
      const text = await messageOf(Promise.resolve().then(() => configured()));
      assert.match(
        text,
        /objects are in https:\/\/acme\.okta\.com, but it is configured for https:\/\/globex/,
      );
    });
    it("nor the environment's token of another org, though the stack is configured for this one", async () => {
      const named: [string, string][] = [["okta:orgName", "acme"]];
      const globex = { OKTA_ORG_NAME: "globex" };
      const text = await messageOf(Promise.resolve().then(() => access(named, globex)));
      assert.match(text, /credentials in the environment are for https:\/\/globex.*OKTA_ORG_NAME/);
      access(named, { OKTA_ORG_NAME: "acme" });
      access([...named, ["okta:apiToken", "its own"]], globex);
    });
  });

  it("are judged by context7-ema.yaml, whose mistakes are named", () => {
    assert.deepEqual(parseSettings(""), { ignore: [], strict: false, wanted: [], stacks: [] });
    assert.deepEqual(parseSettings("drift:\n  ignore: ['changed/*']\n").ignore, ["changed/*"]);
    assert.throws(() => parseSettings("drift: { strict: perhaps }"), /drift\.strict/);
    assert.throws(() => parseSettings("drift: { ignore: [foo] }"), /"foo" can match nothing/);
    assert.throws(() => parseSettings("drift: ["), /is not YAML/);
  });
});

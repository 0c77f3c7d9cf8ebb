import assert from "node:assert/strict";
import * as types from "../../provider/typeTokens";
import { comparisonText } from "../../src/cli/comparisonText";
import { compareStacks } from "../../src/drift/compareStacks";
import { type StackComparison, stackComparison } from "../../src/drift/comparison";
import { comparisonMarkdown } from "../../src/drift/comparisonMarkdown";
import { declaredStack, type StackOptions } from "./declaredStacks";

const GROUPS = "requestingApps.c.assignments.groups";

describe("environments side by side, where something is given by ID", () => {
  const withGroups = (...groupIds: string[]) => ({ clients: { c: { groups: [], groupIds } } });
  const stack = (name: string, org: string, more: Partial<StackOptions>) =>
    declaredStack({ stack: name, org, ...more });
  const valuesOf = ({ differences }: StackComparison) =>
    Object.fromEntries(differences.map(({ path, values }) => [path, values]));

  it("differ in one org by the IDs themselves", () => {
    const comparison = compareStacks([
      stack("staging", "acme", withGroups("00gEngineering")),
      stack("prod", "acme", withGroups("00gEveryone")),
    ]);
    assert.equal(comparison.verdict, "different");
    assert.deepEqual(valuesOf(comparison), {
      [GROUPS]: [
        { stacks: ["staging"], value: ["ID 00gEngineering"] },
        { stacks: ["prod"], value: ["ID 00gEveryone"] },
      ],
    });
    assert.deepEqual(comparison.notComparable, []);
  });

  it("are alike in one org where the IDs are, in any order, or where another stack knows their name", () => {
    const alike = compareStacks([
      stack("staging", "acme", withGroups("00g1", "00g2")),
      stack("prod", "acme", withGroups("00g2", "00g1")),
    ]);
    assert.deepEqual([alike.verdict, alike.notComparable], ["none", []]);
    const named = compareStacks([
      stack("staging", "acme", { clients: { c: { groups: ["Engineering"] } } }),
      stack("prod", "acme", withGroups("00g-acme-Engineering")),
    ]);
    assert.deepEqual([named.verdict, named.notComparable], ["none", []]);
  });

  it("differ by an authentication policy, and by an existing app", () => {
    const policy = (authenticationPolicy: string) => ({
      clients: { c: { inputs: { authenticationPolicy } } },
    });
    const policies = compareStacks([
      stack("staging", "acme", policy("rst1")),
      stack("prod", "acme", policy("rst2")),
    ]);
    assert.deepEqual(valuesOf(policies), {
      "requestingApps.c.authenticationPolicy": [
        { stacks: ["staging"], value: "ID rst1" },
        { stacks: ["prod"], value: "ID rst2" },
      ],
    });
    const key = "4dabf18193072939515e22adb298388d";
    const marked = { [key]: "1b47061264138c4ac30d75fd1eb44270", plaintext: '"rstHidden"' };
    const secret = { clients: { c: { inputs: { authenticationPolicy: marked } } } };
    const hidden = compareStacks([
      stack("staging", "acme", secret),
      stack("prod", "acme", policy("rst2")),
    ]);
    assert.equal(valuesOf(hidden)["requestingApps.c.authenticationPolicy"]?.[0]?.value, "(secret)");
    const adopting = (name: string, existingId: string) => {
      const { resources, ...rest } = stack(name, "acme", { existing: "Context7" });
      const byId = resources.map((one) => {
        const { existingLabel, ...inputs } = one.inputs;
        return existingLabel === undefined ? one : { ...one, inputs: { ...inputs, existingId } };
      });
      return { ...rest, resources: byId };
    };
    const existing = compareStacks([adopting("staging", "0oa1"), adopting("prod", "0oa2")]);
    assert.deepEqual(Object.keys(valuesOf(existing)), ["resourceApp.existing"]);
  });

  it("differ by the app that is assigned, or connected, where that is given by ID", () => {
    const loose = (name: string, app: string) => {
      const bare = stack(name, "acme", { clients: {} });
      const one = { urn: "", name: "loose", id: "x", provider: "", outputs: {} };
      const all = [
        { ...one, type: types.GROUP_ASSIGNMENT, inputs: { appId: app, groupId: "00g1" } },
        { ...one, type: types.CONNECTION, inputs: { requestingAppId: app } },
      ];
      return { ...bare, resources: [...bare.resources, ...all] };
    };
    assert.deepEqual(compareStacks([loose("a", "0oa1"), loose("b", "0oa1")]).differences, []);
    assert.deepEqual(valuesOf(compareStacks([loose("a", "0oa1"), loose("b", "0oa2")])), {
      "apps.given by ID.assignments.groups": [
        { stacks: ["a"], value: ["ID 00g1 on ID 0oa1"] },
        { stacks: ["b"], value: ["ID 00g1 on ID 0oa2"] },
      ],
      "connections.loose.requestingApp": [
        { stacks: ["a"], value: "ID 0oa1" },
        { stacks: ["b"], value: "ID 0oa2" },
      ],
    });
  });

  describe("in different orgs", () => {
    const comparison = compareStacks([
      stack("staging", "acme", withGroups("00g1")),
      stack("prod", "globex", withGroups("00g2")),
    ]);

    it("are not said to be alike, and do not differ", () => {
      assert.deepEqual([comparison.verdict, comparison.differences], ["none", []]);
      assert.deepEqual(comparison.notComparable, [
        {
          path: GROUPS,
          values: [
            { stacks: ["staging"], value: ["ID 00g1"] },
            { stacks: ["prod"], value: ["ID 00g2"] },
          ],
        },
      ]);
      stackComparison.parse(comparison);
    });
    it("have that in the text and in Markdown", () => {
      const text = comparisonText(comparison, { width: 120, color: false });
      assert.match(
        text,
        /c\.assignments\.groups\n {2}staging {2}ID 00g1\n {2}prod {5}ID 00g2\n {2}note {5}given by ID in different orgs, not comparable/,
      );
      assert.match(text, /\n2 stacks, \d+ settings: no differences, 1 setting not comparable\.$/);
      assert.match(
        comparisonMarkdown(comparison),
        /<summary>requestingApps\.c\.assignments\.groups: given by ID in different orgs, not comparable/,
      );
    });
  });

  it("differ within an org beside another one, which a wanted difference can allow", () => {
    const stacks = [
      stack("dev", "acme", withGroups("00g1")),
      stack("staging", "acme", withGroups("00g2")),
      stack("prod", "globex", withGroups("00g3")),
    ];
    const reason = "testers";
    const allowing = (name: string) =>
      compareStacks(stacks, [{ path: GROUPS, stacks: [name], reason }]);
    const { verdict, differences } = compareStacks(stacks);
    assert.equal(verdict, "different");
    assert.deepEqual(
      differences[0]?.values.map(({ value }) => value),
      [["ID 00g1"], ["ID 00g2"], ["1 given by ID"]],
    );
    assert.deepEqual(
      ["dev", "staging", "prod"].map((name) => allowing(name).verdict),
      ["none", "none", "different"],
    );
  });
});

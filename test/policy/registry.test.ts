import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import "../../policy";
import {
  type EmaPoliciesArgs,
  initialConfigOf,
  registeredRules,
  registerRule,
} from "../../policy/registry";
import { repository } from "../../scripts/engine";

describe("policy: the rules and their settings", () => {
  it("every file in rules/ registers its rule, under its own name", async () => {
    const files = await readdir(join(repository, "policy/rules"));
    const names = files.map((file) => file.replace(/\.ts$/, "")).sort();
    assert.deepEqual([...registeredRules().keys()], names);
    const tests = await readdir(join(repository, "test/policy/rules"));
    assert.deepEqual(tests.map((file) => file.replace(/\.test\.ts$/, "")).sort(), names);
  });

  it("names of policies differ, and each says in one sentence what has to hold", () => {
    const policies = [...registeredRules().values()].map(({ policy }) => policy);
    assert.equal(new Set(policies.map(({ name }) => name)).size, policies.length);
    for (const { name, description } of policies) {
      assert.match(name, /^[a-z]+(-[a-z]+)+$/);
      assert.match(description, /^[A-Z].*\.$/);
    }
  });

  it("everything is advisory unless said otherwise", () => {
    assert.deepEqual(initialConfigOf({}), { all: "advisory", "secret-marks": "remediate" });
  });

  it("levels and settings go to the policy of the rule", () => {
    const environments = ["live"];
    const config = initialConfigOf({
      all: "mandatory",
      notEveryone: "disabled",
      noDirectUsers: { environments },
      teamspaceConfirmed: undefined,
    });
    assert.deepEqual(config, {
      all: "mandatory",
      "not-everyone": "disabled",
      "no-direct-users": { environments },
      "secret-marks": "remediate",
    });
  });

  it("a misspelt rule is refused with the rules there are", () => {
    const misspelt = { notEverybody: "mandatory" } as EmaPoliciesArgs;
    assert.throws(
      () => initialConfigOf(misspelt),
      /no rule "notEverybody"; its rules are .*notEveryone/,
    );
  });

  it("two rules cannot share a property", () => {
    const rule = registeredRules().get("notEveryone");
    assert.ok(rule);
    assert.throws(() => registerRule("notEveryone", rule), /notEveryone is registered twice/);
  });
});

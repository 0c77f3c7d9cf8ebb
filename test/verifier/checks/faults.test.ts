import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { CHECKS } from "../../../src/verifier/registry";
import type { CheckResult } from "../../../src/verifier/report";
import type { RequestingAppTarget } from "../../../src/verifier/target";
import { addApp, assign, connect, named } from "../../sandbox/developer/arrangement";
import { complaints, type Setup, verifiedSandbox } from "../arrangement";
import { CONTEXT7_FAULTS } from "./faults/context7";
import type { FaultRow } from "./faults/fault";
import { ORG_FAULTS } from "./faults/org";
import { RESOURCE_FAULTS } from "./faults/resource";
import { SOUND } from "./faults/sound";

const FAULTS = [...ORG_FAULTS, ...RESOURCE_FAULTS, ...CONTEXT7_FAULTS];

describe("faults × checks", () => {
  const sandbox = verifiedSandbox();

  it("every check passes in a healthy setup", async () => {
    const { results, verdict, chain } = await sandbox.run();
    assert.deepEqual(unlessPassed(results), []);
    assert.equal(verdict, "pass");
    assert.ok(chain.every((link) => link.verdict === "pass"));
    const expected = CHECKS.filter(({ group }) => group !== "live").map(({ id }) => id);
    assert.deepEqual(
      results.map(({ id }) => id),
      expected,
    );
  });

  for (const { fault, inject, check, verdict = "fail", tag, alsoSkips = [] } of FAULTS) {
    it(`${fault}: ${check} says ${tag}, and no other check complains`, async () => {
      inject({ ...sandbox.setup, plan: sandbox.plan });
      const report = await sandbox.run();
      const { results } = report;
      assert.deepEqual(complaints(report), [[check, verdict, tag]]);
      const complaint = results.find(({ id }) => id === check);
      assert.ok(complaint?.remedy && complaint.source && !/\{\w+\}/.test(complaint.summary));
      for (const skipped of results.filter((result) => result.verdict === "skip")) {
        const explained = dependsOn(skipped.id, check) || alsoSkips.includes(skipped.id);
        assert.ok(explained, `${skipped.id} was skipped: ${skipped.reason}`);
        assert.ok(skipped.reason);
      }
    });
  }

  for (const { fault, inject, check, verdict = "fail", tag } of FAULTS.filter(isOfOneClient)) {
    it(`${fault}: with another client beside it, ${check} complains of the broken one alone`, async () => {
      addHealthyClient(sandbox.setup);
      inject({ ...sandbox.setup, plan: sandbox.plan });
      const { results } = await sandbox.run();
      const complaining = results.filter((result) => !["pass", "skip"].includes(result.verdict));
      assert.deepEqual(
        complaining.map((result) => [result.id, result.client, result.verdict, result.tag]),
        [[check, "claude", verdict, tag]],
      );
      const ofOther = results.filter(({ client }) => client === "codex");
      assert.deepEqual(unlessPassed(ofOther), []);
      assert.equal(ofOther.length, CHECKS.filter(({ each }) => each === "client").length);
    });
  }

  for (const { difference, make } of SOUND) {
    it(`${difference}: no check complains`, async () => {
      make({ ...sandbox.setup, plan: sandbox.plan });
      assert.deepEqual(complaints(await sandbox.run()), []);
    });
  }

  it("says how many undeclared objects it does not name", async () => {
    const { org, resource } = sandbox.setup;
    for (let n = 0; n < 12; n += 1) connect(org, addApp(org, "requesting", `Extra ${n}`), resource);
    const { results } = await sandbox.run();
    const found = results.find(({ id }) => id === "okta.undeclaredObjects");
    assert.match(found?.summary ?? "", / and \d+ more/);
  });

  it("has a fault for every check that needs no live flow", () => {
    const covered = new Set(FAULTS.map(({ check }) => check));
    const missing = CHECKS.filter(({ group, id }) => group !== "live" && !covered.has(id));
    assert.deepEqual(missing, []);
  });
});

function isOfOneClient({ check }: FaultRow): boolean {
  return CHECKS.some(({ id, each }) => id === check && each === "client");
}

/** A second client with somebody of its own, beside the one that a fault breaks. */
function addHealthyClient({ org, resource, target }: Setup): void {
  const app = addApp(org, "requesting", "Codex");
  const somebody = named(org, "dev.two");
  for (const each of [app, resource]) assign(each, somebody);
  const { id: connectionId } = connect(org, app, resource);
  const like = target.requestingApps.claude as RequestingAppTarget;
  target.requestingApps.codex = { ...like, appId: app.id, clientId: app.id, connectionId };
}

function unlessPassed(results: CheckResult[]) {
  return results
    .filter(({ verdict }) => verdict !== "pass")
    .map(({ id, verdict, summary, reason }) => ({ id, verdict, summary, reason }));
}

/** Whether a check needs another one, directly or through others. */
function dependsOn(id: string, other: string): boolean {
  const needs = CHECKS.find((check) => check.id === id)?.needs ?? [];
  return needs.some((need) => need === other || dependsOn(need, other));
}

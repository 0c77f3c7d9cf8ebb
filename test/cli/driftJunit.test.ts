import assert from "node:assert/strict";
import fc from "fast-check";
import { driftJunit } from "../../src/cli/driftJunit";
import { arbitraryReport, sampleReport } from "../drift/reports";
import { parseXml } from "./xml";

describe("the drift report as JUnit", () => {
  it("has a suite for each stack: drift fails, an unread stack is an error, the rest is skipped", () => {
    const root = parseXml(driftJunit(sampleReport()));
    const { tests, failures, errors, skipped } = root.attributes;
    assert.deepEqual(
      { tests, failures, errors, skipped },
      { tests: "10", failures: "3", errors: "1", skipped: "4" },
    );
    const outcomes = root.children.map(({ attributes, children }) => [
      attributes.name,
      children.map((each) => each.children[0]?.name ?? "passed").join(" "),
    ]);
    assert.deepEqual(outcomes, [
      ["context7-ema.drift.dev", "error"],
      ["context7-ema.drift.staging", "system-out skipped"],
      ["context7-ema.drift.prod", "system-out failure failure failure skipped skipped skipped"],
    ]);
  });

  it("names the object, and has in the failure what differs, who did it and what to do", () => {
    const root = parseXml(driftJunit(sampleReport()));
    const [, connection] = root.children[2]?.children ?? [];
    assert.equal(
      connection?.attributes.name,
      "connection: Claude Code → Context7 [cwo1a2b3c4d5e6f7g8h9]",
    );
    const [failure] = connection?.children ?? [];
    assert.equal(failure?.attributes.type, "changed");
    assert.equal(failure?.attributes.message, "Manage Connections: Context7 was switched off.");
    assert.match(
      failure?.text ?? "",
      /\nStatus: ACTIVE → INACTIVE\nby: Alice Admin, .*\nwhere: .*\nresource: urn:.*\nremedy: /,
    );
  });

  it("says what is left uncounted, and not of what nobody can observe", () => {
    const report = sampleReport();
    const [connection] = report.stacks[2]?.findings ?? [];
    assert.ok(connection);
    connection.counts = false;
    const [, staging, prod] = parseXml(driftJunit(report)).children;
    const messages = [staging, prod].map(
      (suite) => suite?.children[1]?.children[0]?.attributes.message ?? "",
    );
    assert.match(messages[0] ?? "", /^The teamspace is guided/);
    assert.match(messages[1] ?? "", /^Not counted: Manage Connections: Context7 was switched off/);
  });

  it("is an error where a stack is unknown without a reason", () => {
    const report = sampleReport();
    for (const stack of report.stacks) Object.assign(stack, { verdict: "unknown", problems: [] });
    assert.equal(parseXml(driftJunit(report)).attributes.errors, "3");
  });

  it("is well-formed, whatever the labels are", () => {
    fc.assert(
      fc.property(arbitraryReport(), (report) => {
        const root = parseXml(driftJunit(report));
        const cases = report.stacks.reduce((sum, { findings }) => sum + findings.length + 1, 0);
        assert.equal(root.attributes.tests, String(cases));
      }),
    );
  });
});

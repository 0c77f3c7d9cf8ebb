import assert from "node:assert/strict";
import fc from "fast-check";
import type { DriftReport } from "../../src/drift/report";
import { driftSarif } from "../../src/drift/sarif";
import { arbitraryReport, sampleReport } from "./reports";

const run = (report: DriftReport, folder?: string) => {
  const [only] = driftSarif(report, "1.2.3", folder).runs;
  assert.ok(only?.results);
  return { ...only, results: only.results };
};

describe("the drift report as SARIF", () => {
  it("has what GitHub's code scanning requires", () => {
    const log = driftSarif(sampleReport(), "1.2.3");
    assert.equal(log.version, "2.1.0");
    assert.match(log.$schema ?? "", /^https:/);
    const { tool, results } = run(sampleReport());
    const rules = tool.driver.rules ?? [];
    for (const rule of rules) {
      for (const text of [
        rule.shortDescription?.text,
        rule.fullDescription?.text,
        rule.help?.text,
      ]) {
        assert.ok(text && text.length <= 1024, rule.id);
      }
    }
    assert.equal(new Set(rules.map(({ id }) => id)).size, rules.length);
    assert.equal(results.length, 7);
    for (const { ruleId, ruleIndex = -1, message, locations, partialFingerprints } of results) {
      assert.equal(rules[ruleIndex]?.id, ruleId);
      assert.ok(message.text);
      const [location] = locations ?? [];
      assert.match(location?.physicalLocation?.artifactLocation?.uri ?? "", /^Pulumi\.\w+\.yaml$/);
      const region = location?.physicalLocation?.region;
      assert.deepEqual(region, { startLine: 1, startColumn: 1, endLine: 1, endColumn: 2 });
      assert.ok(partialFingerprints?.primaryLocationLineHash);
    }
    const prints = results.map((each) => each.partialFingerprints?.primaryLocationLineHash);
    assert.equal(new Set(prints).size, results.length);
  });

  it("is an error where it counts, and says what differs, who did it and what to do", () => {
    const { results } = run(sampleReport());
    assert.deepEqual(
      results.map(({ ruleId, level }) => `${level} ${ruleId}`),
      [
        "error drift/changed/connection",
        "error drift/changed/requesting-app",
        "error drift/deleted/group-assignment",
        "note drift/not-observable/teamspace",
        ...Array(3).fill("note drift/undeclared/requesting-app"),
      ],
    );
    const text = results[0]?.message.text ?? "";
    assert.match(
      text,
      /^prod: Claude Code → Context7: Manage Connections: Context7 was switched off\./,
    );
    assert.match(text, /Status: ACTIVE → INACTIVE/);
    assert.match(text, /Changed by Alice Admin, 2026-11-22 21:14 UTC/);
    assert.match(text, /What to do: pulumi up/);
  });

  it("is the same alert in every run, whatever the values and the label are by then", () => {
    const later = sampleReport();
    later.at = "2026-11-24T02:15:00.000Z";
    const drifted = later.stacks[2]?.findings[1];
    assert.ok(drifted);
    drifted.object.name = "VS Code (older)";
    drifted.sentence = "3 settings differ.";
    const print = (report: DriftReport) =>
      run(report).results[1]?.partialFingerprints?.primaryLocationLineHash;
    assert.equal(print(later), print(sampleReport()));
  });

  it("is an alert of its own for each undeclared assignment of one group", () => {
    const report = sampleReport();
    const [one, other] = report.stacks[2]?.findings.slice(3) ?? [];
    assert.ok(one && other);
    for (const { object } of [one, other])
      Object.assign(object, { kind: "group assignment", id: "00g1" });
    const prints = run(report).results.map(
      (each) => each.partialFingerprints?.primaryLocationLineHash,
    );
    assert.equal(new Set(prints).size, prints.length);
  });

  it("names the stack's file where the repository has it, and the resource", () => {
    const report = sampleReport();
    for (const stack of report.stacks) stack.stack = `acme/context7-ema/${stack.stack}`;
    const [location] = run(report, "./infra/okta ema/").results[0]?.locations ?? [];
    const uri = location?.physicalLocation?.artifactLocation?.uri;
    assert.equal(uri, "infra/okta%20ema/Pulumi.prod.yaml");
    const [logical] = location?.logicalLocations ?? [];
    assert.match(
      logical?.fullyQualifiedName ?? "",
      /^urn:pulumi:prod::.*CrossAppAccessConnection::c7$/,
    );
    assert.equal(logical?.kind, "resource");
  });

  it("says what could not be looked at, and that the run did not succeed", () => {
    const [invocation] = run(sampleReport()).invocations ?? [];
    assert.equal(invocation?.executionSuccessful, false);
    const [notification] = invocation?.toolExecutionNotifications ?? [];
    assert.match(
      notification?.message.text ?? "",
      /^dev could not be looked at: .*PASSPHRASE_FILE/,
    );
  });

  it("has the report's notes as notifications, which leave the run successful", () => {
    const report = sampleReport();
    report.verdict = "drift";
    report.stacks = report.stacks.filter(({ verdict }) => verdict === "drift");
    report.notes = ["{note}"];
    const [invocation] = run(report).invocations ?? [];
    assert.deepEqual(invocation, {
      executionSuccessful: true,
      toolExecutionNotifications: [{ level: "note", message: { text: "{{note}}" } }],
    });
  });

  it("keeps within what GitHub shows, what counts first", () => {
    const report = sampleReport();
    const prod = report.stacks[2];
    const [counted, , , other] = prod?.findings ?? [];
    assert.ok(prod && counted && other);
    prod.findings = [...Array(5000).fill(other), counted];
    const { results, invocations } = run(report);
    assert.equal(results.length, 5000);
    assert.equal(results[0]?.level, "error");
    const texts = invocations?.[0]?.toolExecutionNotifications?.map(({ message }) => message.text);
    assert.ok(texts?.includes("2 more findings are left out."));
  });

  it("stays JSON without links, placeholders and control characters, whatever the labels are", () => {
    fc.assert(
      fc.property(arbitraryReport(), (report) => {
        const log = driftSarif(report, "1.2.3");
        assert.deepEqual(JSON.parse(JSON.stringify(log)), JSON.parse(JSON.stringify(log)));
        const [only] = log.runs;
        const notifications = only?.invocations?.[0]?.toolExecutionNotifications ?? [];
        for (const { message, locations } of [...(only?.results ?? []), ...notifications]) {
          const text = message.text ?? "";
          assert.ok(!text.includes("]("), text);
          assert.doesNotMatch(text.replace(/\{\{|\}\}/g, ""), /[{}]/);
          assert.doesNotMatch(text.replaceAll("\n", ""), /[\p{Cc}\p{Cf}\p{Cs}]/u);
          if (!locations) continue;
          const uri = locations[0]?.physicalLocation?.artifactLocation?.uri ?? "";
          assert.match(uri, /^Pulumi\.[\w.!~*'()%-]*\.yaml$/);
        }
      }),
    );
  });
});

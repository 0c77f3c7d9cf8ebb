import assert from "node:assert/strict";
import pLimit from "p-limit";
import * as types from "../../provider/typeTokens";
import { compareOrg } from "../../src/drift/compareOrg";
import type { DeclaredResource } from "../../src/drift/declared";
import { lookAtTeamspaces } from "../../src/drift/lookAtTeamspaces";
import { app, CLAUDE, declared, groupAssignment, liveApp, org, stackOf } from "./declarations";

const SECRET = "a value that nobody may see";

describe("a state that is not as expected", () => {
  const odd: [string, DeclaredResource, RegExp][] = [
    [
      "of a connection",
      declared(types.CONNECTION, "c", { outputs: { requestingAppId: 7, status: SECRET } }),
      /orgUrl/,
    ],
    ["of the feature", declared(types.FEATURE, "f", { outputs: { name: 7 } }), /featureId/],
    ["of an app's settings", app("0oaOdd", { label: "Odd", appSettingsJson: SECRET }), /no JSON/],
    ["of an app's profile", app("0oaOdd", { label: "Odd", profile: SECRET }), /no JSON/],
    ["of settings that are no object", app("0oaOdd", { label: "Odd", profile: "1" }), /no JSON/],
  ];
  for (const [what, resource, why] of odd) {
    it(`${what} is a problem of its stack; the others are compared`, () => {
      const claude = app(CLAUDE, { label: "Claude" });
      const gone = groupAssignment(CLAUDE, "00gGone");
      const [one, other] = [stackOf("dev", resource, claude), stackOf("prod", claude, gone)];
      const there = [liveApp(CLAUDE, "Renamed"), liveApp("0oaOdd", "Odd")];
      const found = compareOrg(
        [one, other],
        org({ groupAssignments: new Map([[CLAUDE, new Map()]]) }, ...there),
      );
      const { problems = [], findings = [] } = found.get(one) ?? {};
      assert.equal(problems.length, 1);
      assert.match(problems[0] ?? "", why);
      assert.ok(problems[0]?.includes(resource.urn));
      assert.ok(!problems[0]?.includes(SECRET));
      assert.equal(findings.length, 1);
      assert.deepEqual(found.get(other)?.problems, []);
      assert.equal(found.get(other)?.findings.length, 2);
    });
  }

  const teamspaces: [string, Record<string, unknown>, RegExp][] = [
    ["of a teamspace", { issuer: 7, management: "guided" }, /issuer/],
    ["of a teamspace's address", { issuer: "x", management: "api", settingsUrl: "?" }, /address/],
  ];
  for (const [what, outputs, why] of teamspaces) {
    it(`${what} is a problem`, async () => {
      const resource = declared(types.TEAMSPACE, "t", { outputs });
      const read = {
        declared: stackOf("dev", resource),
        providers: new Map(),
        configuration: new Map(),
        variables: {},
        besides: [],
      };
      const fallback = { orgUrls: new Set<string>(), unplaced: [], environment: {} };
      const [comparison] = await lookAtTeamspaces(read, fallback, pLimit(1));
      assert.match(comparison?.problems.join() ?? "", why);
      assert.equal(comparison?.compared, 0);
    });
  }
});

import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { type CheckResult, reportSchema } from "../../../src/verifier/report";
import { addApp, assign } from "../../sandbox/developer/arrangement";
import { verifiedSandbox } from "../arrangement";

const skipped = (results: CheckResult[]) => results.filter(({ verdict }) => verdict === "skip");

describe("a run of the checks", () => {
  const sandbox = verifiedSandbox();

  it("makes a report that its schema accepts, with every link of the chain", async () => {
    const report = await sandbox.run({ live: await sandbox.live({ probes: ["secondUse"] }) });
    assert.deepEqual(reportSchema.parse(JSON.parse(JSON.stringify(report))), {
      ...JSON.parse(JSON.stringify(report)),
    });
    assert.deepEqual(
      report.chain.map(({ link, verdict }) => `${link}: ${verdict}`),
      ["client", "requestingApp", "connection", "resourceApp", "context7", "mcpServer"].map(
        (link) => `${link}: pass`,
      ),
    );
    const { pass, warn, fail, skip } = report.counts;
    assert.equal(pass + warn + fail + skip, report.results.length);
  });

  it("asks Okta for the same thing once, however many checks need it", async () => {
    const before = sandbox.setup.world.requests.length;
    await sandbox.run();
    const asked = sandbox.setup.world.requests
      .slice(before)
      .filter(({ method }) => method === "GET")
      .map(({ host, path }) => host + path);
    assert.deepEqual(
      asked.filter((path, index) => asked.indexOf(path) !== index),
      [],
    );
  });

  it("makes only the groups asked for", async () => {
    const { results, groups } = await sandbox.run({ groups: ["context7"] });
    assert.deepEqual(groups, ["context7"]);
    assert.ok(results.length > 0 && results.every(({ group }) => group === "context7"));
  });

  it("skips what needs the admin API when there is no client for it, and says so", async () => {
    sandbox.setup.access = { ...sandbox.setup.access, okta: undefined };
    const { results, verdict } = await sandbox.run();
    assert.equal(verdict, "pass");
    const okta = skipped(results);
    assert.ok(okta.length > 10);
    assert.ok(okta.every(({ reason }) => reason?.includes("docs/permissions.md")));
    const made = results.filter((result) => result.verdict === "pass").map(({ id }) => id);
    assert.ok(made.includes("okta.metadata") && made.includes("okta.signingKeys"));
  });

  it("skips a check whose scope is missing, and no other", async () => {
    for (const admin of sandbox.setup.org.apiTokens.values()) admin.scopes = ["okta.apps.read"];
    const { results, verdict } = await sandbox.run();
    assert.equal(verdict, "pass");
    const [feature, ...others] = skipped(results);
    assert.deepEqual([feature?.id, others], ["okta.feature", []]);
    assert.match(feature?.reason ?? "", /okta\.features\.read/);
  });

  it("skips what needs a skipped check, and names that check", async () => {
    for (const admin of sandbox.setup.org.apiTokens.values()) admin.scopes = ["okta.users.read"];
    const { results } = await sandbox.run({ groups: ["okta"] });
    const reasonOf = (wanted: string) => results.find(({ id }) => id === wanted)?.reason;
    const first = "“The verifier can read the org” (okta.adminApi) failed";
    assert.equal(reasonOf("okta.requestingApp"), first);
    const second = "“The requesting app is there and active” (okta.requestingApp) was skipped";
    assert.equal(reasonOf("okta.requestingAppGrants"), second);
  });

  it("makes checks that do not need each other at once", async () => {
    const { access } = sandbox.setup;
    let underWay = 0;
    let most = 0;
    const fetch: typeof access.fetch = async (url, init) => {
      underWay += 1;
      most = Math.max(most, underWay);
      try {
        return await access.fetch(url, init);
      } finally {
        underWay -= 1;
      }
    };
    sandbox.setup.access = { ...access, fetch };
    await sandbox.run();
    // Two metadata documents of servers, one of the MCP server, the EMA keys, the MCP server.
    assert.equal(most, 5);
  });

  it("looks at each client by itself: one broken client stops no other", async () => {
    const { org, target, developer, connection } = sandbox.setup;
    const second = addApp(org, "requesting", "VS Code");
    assign(second, developer);
    const { claude } = target.requestingApps;
    assert.ok(claude);
    const vscode = { ...claude, appId: second.id, clientId: second.id, connectionId: undefined };
    target.requestingApps.vscode = vscode;
    const id = `${connection.id}2`;
    org.connections.set(id, { ...connection, id, requestingAppInstanceId: second.id });
    second.status = "INACTIVE";

    const { results, chain } = await sandbox.run({ groups: ["okta"] });
    const verdicts = (client: string) =>
      new Set(results.filter((each) => each.client === client).map(({ verdict }) => verdict));
    assert.deepEqual(verdicts("claude"), new Set(["pass"]));
    assert.deepEqual(verdicts("vscode"), new Set(["fail", "skip"]));
    assert.equal(chain.find(({ link }) => link === "requestingApp")?.verdict, "fail");

    const only = await sandbox.run({ groups: ["okta"], clients: ["claude"] });
    assert.equal(only.verdict, "pass");
    assert.ok(only.results.every(({ client }) => client !== "vscode"));
  });

  it("refuses a client that the target does not have, and names those it has", async () => {
    const message = "There is no requesting app “cursor” in the target; there are: claude.";
    await assert.rejects(sandbox.run({ clients: ["cursor"] }), { name: "RangeError", message });
  });

  it("tells each result as it comes", async () => {
    const told: CheckResult[] = [];
    const { results } = await sandbox.run({ onResult: (result) => told.push(result) });
    const sorted = (list: CheckResult[]) => list.map(({ id }) => id).sort();
    assert.deepEqual(sorted(told), sorted(results));
  });

  it("reports a mistake in a check as one, and goes on", async () => {
    const { access } = sandbox.setup;
    const settings = {
      ...access.context7,
      get: () => Promise.reject(new TypeError("x is not a function")),
    };
    sandbox.setup.access = { ...access, context7: settings as typeof access.context7 };
    const { results } = await sandbox.run();
    const failed = results.filter(({ verdict }) => verdict === "fail");
    assert.deepEqual(
      failed.map(({ id, tag }) => [id, tag]),
      [["context7.teamspace", "internal"]],
    );
    assert.match(failed[0]?.summary ?? "", /TypeError: x is not a function/);
  });

  describe("where Okta's API hides something", () => {
    it("skips the feature that the org does not list any more", async () => {
      const { org } = sandbox.setup;
      const features = [...org.features.values()];
      org.features.clear();
      const { results, verdict } = await sandbox.run({ groups: ["okta"] });
      for (const feature of features) org.features.set(feature.id, feature);
      assert.equal(verdict, "pass");
      assert.deepEqual(
        skipped(results).map(({ id }) => id),
        ["okta.feature"],
      );
    });

    it("skips the grant types of a catalog app that is shown without them", async () => {
      sandbox.setup.org.hideCatalogOauthClient = true;
      const { results, verdict } = await sandbox.run({ groups: ["okta"] });
      assert.equal(verdict, "pass");
      assert.deepEqual(
        skipped(results).map(({ id }) => id),
        ["okta.requestingAppGrants"],
      );
    });

    it("skips what the removed connections API would tell", async () => {
      sandbox.setup.org.connectionsApi = "gone-410";
      const { results, verdict } = await sandbox.run({ groups: ["okta"] });
      assert.equal(verdict, "pass");
      assert.deepEqual(
        skipped(results).map(({ id }) => id),
        ["okta.connection", "okta.undeclaredObjects"],
      );
    });

    it("skips the issuer of a custom app, whose settings are in the console only", async () => {
      const { resource } = sandbox.setup;
      resource.name = "oidc_client";
      resource.app = {};
      const { results, verdict } = await sandbox.run({ groups: ["okta"] });
      assert.equal(verdict, "pass");
      assert.deepEqual(
        skipped(results).map(({ id }) => id),
        ["okta.resourceAppIssuer"],
      );
    });
  });

  describe("the teamspace's settings", () => {
    const teamspace = async () => {
      const { results } = await sandbox.run({ groups: ["context7"] });
      return results.find(({ id }) => id === "context7.teamspace");
    };

    it("pass when guided and confirmed, saying that only the flow proves them", async () => {
      const { target } = sandbox.setup;
      if (target.teamspace) target.teamspace.management = "guided";
      const result = await teamspace();
      assert.equal(result?.verdict, "pass");
      assert.match(result?.summary ?? "", /only the live flow proves/);
    });

    it("are skipped when another stack owns them", async () => {
      sandbox.setup.target.teamspace = undefined;
      assert.match((await teamspace())?.reason ?? "", /another stack/);
    });

    it("are skipped when they could be read and there is no key", async () => {
      sandbox.setup.access = { ...sandbox.setup.access, context7: undefined };
      assert.match((await teamspace())?.reason ?? "", /no API key/);
    });

    it("are the same with their scopes in another order", async () => {
      const { target, teamspace: saved, org } = sandbox.setup;
      if (target.teamspace) target.teamspace.scope = "one two";
      saved.settings = { issuer: org.url, scope: "two  one" };
      assert.equal((await teamspace())?.verdict, "pass");
    });
  });

  it("finds the resource app by its label where no id is known", async () => {
    const { target } = sandbox.setup;
    target.resourceApp = { id: undefined, label: "Context7" };
    assert.equal((await sandbox.run({ groups: ["okta"] })).verdict, "pass");
    target.resourceApp = { id: undefined, label: "Context" };
    const { results } = await sandbox.run({ groups: ["okta"] });
    assert.equal(results.find(({ verdict }) => verdict === "fail")?.tag, "resource_app_missing");
  });

  it("takes no app that another stack declares for nobody's", async () => {
    const { org, target } = sandbox.setup;
    const elsewhere = addApp(org, "requesting", "Elsewhere");
    target.declaredElsewhere = [elsewhere.id];
    const { results, verdict } = await sandbox.run({ groups: ["okta"] });
    assert.equal(verdict, "pass");
    assert.deepEqual(
      skipped(results).map(({ id }) => id),
      ["okta.peopleWithoutClient"],
    );
  });
});

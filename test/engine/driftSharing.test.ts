import assert from "node:assert/strict";
import { join } from "node:path";
import { pacedDispatcher } from "../../provider/okta/pacedDispatcher";
import { sandboxDispatcher } from "../../sandbox/dispatcher";
import { bucketUse } from "../../sandbox/network/windows";
import { cliRoot } from "../../scripts/engine";
import { lookForDrift } from "../../src/drift/lookForDrift";
import type { Finding } from "../../src/drift/report";
import { findProject } from "../../src/drift/stacks/project";
import { sandboxed } from "../provider/sandboxed";
import { catalogClient, firstStack } from "./configurations";
import { copyStack } from "./environments";
import type { EngineStack } from "./harness";
import { stacksIn } from "./stacks";

const STACKS = ["dev", "staging", "prod"];
const CLIENTS = ["claude", "code", "cursor", "codex"];

/** Okta's limits for a developer org: low enough to be reached. */
const LIMITS = { "/api/v1/apps*": 20, "/api/v1/apps/{id}/cwo/connections*": 10, "/*": 100 };

const kindOf = ({ object }: Finding) => object.kind;

describe("engine: drift of three environments in one org", function () {
  this.timeout(180_000);
  const world = sandboxed({ skipTime: true });
  const stacks = stacksIn(world);
  let stack: EngineStack;

  before(async () => {
    const client = catalogClient(world.sandbox);
    stack = await stacks.create({
      configuration: firstStack(world.sandbox, {
        requestingApps: Object.fromEntries(CLIENTS.map((key) => [key, client])),
        assignments: { groupNames: ["Engineering", "Design"] },
        manageFeature: true,
      }),
    });
    await stack.up();
    await copyStack(stack, world.acme, STACKS.slice(1));
    world.acme.rateLimits = LIMITS;
  });

  const look = async () => {
    const { workDir: directory, envVars } = stack.stack.workspace;
    const PATH = `${join(cliRoot, "bin")}:${process.env.PATH}`;
    const environment = { ...process.env, ...envVars, PATH };
    const dispatcher = sandboxDispatcher(world.sandbox.description);
    try {
      return await lookForDrift({
        project: { directory, environment, file: await findProject(directory), stacks: [] },
        stacks: STACKS,
        parallel: 2,
        strict: true,
        ignore: [],
        now: new Date(),
        dispatcher: pacedDispatcher(dispatcher, { clock: world.sandbox.world.clock }),
      });
    } finally {
      await dispatcher.close();
    }
  };

  it("reads the org once for all of them, with less than half of every limit", async () => {
    const { requests } = world.sandbox.world;
    const from = requests.length;

    const report = await look();

    const problems = report.stacks.flatMap((one) => one.problems);
    assert.deepEqual(problems, []);
    assert.equal(report.verdict, "none", JSON.stringify(report.stacks, null, 1));
    const made = requests.slice(from).filter(({ host }) => host === "acme.okta.com");
    assert.equal(made.filter(({ status }) => status !== 200).length, 0);
    const apps = STACKS.length * (1 + CLIENTS.length);
    const calls = made.map(({ path }) => (path.split("?")[0] ?? "").replace(/0oa\w{17}/, "{id}"));
    const times = (call: string) => calls.filter((one) => one === call).length;
    assert.equal(times("/api/v1/apps"), 2);
    assert.equal(times("/api/v1/apps/{id}/groups"), apps);
    assert.equal(times("/api/v1/apps/{id}/users"), apps);
    assert.equal(times("/api/v1/apps/{id}/cwo/connections"), STACKS.length);
    assert.equal(times("/api/v1/groups"), 1);
    assert.equal(times("/api/v1/features"), 1);
    assert.equal(made.length, 4 + 2 * apps + STACKS.length);
    const use = bucketUse(made, LIMITS);
    for (const { bucket, limit, most } of use) {
      assert.ok(most < limit / 2, `${bucket}: ${most} of ${limit}`);
    }
    assert.equal(use.find(({ bucket }) => bucket === "/api/v1/apps*")?.windows, 4);
  });

  it("tells each stack its own", async () => {
    const { acme } = world;
    const [connection] = [...acme.connections.values()].slice(-1);
    const app = [...acme.apps.values()].find(({ label }) => label === "Context7");
    assert.ok(connection && app);
    connection.status = "INACTIVE";
    app.label = "Renamed";

    const { verdict, stacks: seen } = await look();

    assert.equal(verdict, "drift");
    assert.deepEqual(
      seen.map(({ findings }) => findings.filter(({ counts }) => counts).map(kindOf)),
      [["resource app"], [], ["connection"]],
    );
  });
});

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Org } from "../../sandbox/world";
import { type Sandboxed, sandboxed } from "../provider/sandboxed";
import { type ExampleStack, exampleStack } from "./exampleStack";
import { installExample, type PackageManager } from "./installation";
import { packTarball } from "./tarball";

const run = promisify(execFile);

/** What is special about one example: the org it needs, its configuration, and the apps it owns. */
interface Example {
  name: string;
  isTypeScript: boolean;
  /** Plays the steps its reader has taken in the Admin Console. */
  inTheConsole?(cloud: Sandboxed): Promise<unknown>;
  configuration(cloud: Sandboxed): Record<string, unknown>;
  /** Labels of the apps in the org while the stack is up. */
  labels: string[];
  /** Labels of the apps that are still there after `destroy`. */
  remaining: string[];
}

const twoApps = async (cloud: Sandboxed) => {
  await cloud.addApp("resource", "Context7");
  await cloud.addApp("requesting", "MCP Client");
};

const EXAMPLES: Example[] = [
  {
    name: "quickstart",
    isTypeScript: true,
    configuration: ({ sandbox }) => ({
      resourceAppKey: sandbox.description.okta.catalog.resourceApp.key,
      resourceAppSettings: sandbox.description.okta.catalog.resourceApp.settings,
      requestingAppKey: sandbox.description.okta.catalog.requestingApp.key,
      requestingAppSettings: sandbox.description.okta.catalog.requestingApp.settings,
      clientIdAtResource: "mcpclient-at-context7",
      groupName: "Engineering",
    }),
    labels: ["Claude Code", "Context7"],
    remaining: [],
  },
  {
    name: "existing-apps",
    isTypeScript: true,
    inTheConsole: twoApps,
    configuration: () => ({
      clientIdAtResource: "mcpclient-at-context7",
      groupName: "Engineering",
    }),
    labels: ["Context7", "MCP Client"],
    remaining: ["Context7", "MCP Client"],
  },
  {
    name: "configuration-only",
    isTypeScript: false,
    inTheConsole: twoApps,
    // All of it stands in the example's own Pulumi.dev.yaml.
    configuration: () => ({}),
    labels: ["Context7", "MCP Client"],
    remaining: ["Context7", "MCP Client"],
  },
];

const MANAGERS = ["npm", "pnpm"] as const;

/** Both package managers at once, each with a cloud of its own: it halves the time. */
function withBoth<T>(step: (manager: PackageManager) => Promise<T>): Promise<T[]> {
  return Promise.all(MANAGERS.map(step));
}

describe("the packed package, installed by npm and by pnpm into an empty folder", () => {
  const clouds: Record<PackageManager, Sandboxed> = { npm: sandboxed(), pnpm: sandboxed() };

  for (const example of EXAMPLES) {
    describe(`with the example ${example.name}`, () => {
      const folders = new Map<PackageManager, string>();
      const removals: (() => Promise<void>)[] = [];
      const folderOf = (manager: PackageManager) => folders.get(manager) ?? "";

      before(async function () {
        this.timeout(240_000);
        await packTarball();
        await withBoth(async (manager) => {
          const { folder, remove } = await installExample(example.name, manager);
          folders.set(manager, folder);
          removals.push(remove);
          await example.inTheConsole?.(clouds[manager]);
        });
      });
      after(async () => {
        await Promise.all(removals.map((remove) => remove()));
        for (const { acme } of Object.values(clouds)) {
          acme.apps.clear();
          acme.connections.clear();
        }
      });

      if (example.isTypeScript) {
        it("type-checks", () => withBoth((manager) => typeCheck(folderOf(manager)))).timeout(
          60_000,
        );
      }

      it("previews, applies, applies again without changes, destroys", () =>
        withBoth(async (manager) => {
          const cloud = clouds[manager];
          const stack = await exampleStack(folderOf(manager), cloud.sandbox);
          removals.push(stack.remove);
          await configure(stack, cloud, example.configuration(cloud));

          await stack.pulumi("preview");
          assert.deepEqual(labels(cloud.acme), example.remaining, "preview changed nothing");

          await stack.pulumi("up", "--yes", "--skip-preview");
          assert.deepEqual(labels(cloud.acme), example.labels);
          const statuses = [...cloud.acme.connections.values()].map(({ status }) => status);
          assert.deepEqual(statuses, ["ACTIVE"]);
          assert.deepEqual(assigned(cloud.acme), ["Engineering", "Engineering"]);

          await stack.pulumi("up", "--yes", "--skip-preview", "--expect-no-changes");

          await stack.pulumi("destroy", "--yes", "--skip-preview");
          assert.deepEqual(labels(cloud.acme), example.remaining);
          assert.equal(cloud.acme.connections.size, 0);
        })).timeout(240_000);
    });
  }
});

/** Sets the configuration as the README says, with `--path` for what is inside an object. */
async function configure(
  stack: ExampleStack,
  { sandbox }: Sandboxed,
  configuration: Record<string, unknown>,
) {
  await stack.pulumi("stack", "init", "dev");
  const { apiToken, orgUrl } = sandbox.description.okta;
  const [orgName = "", ...baseUrl] = new URL(orgUrl).hostname.split(".");
  const settings = { "okta:orgName": orgName, "okta:baseUrl": baseUrl.join("."), ...configuration };
  const plain = Object.entries(settings)
    .flatMap(([key, value]) => leaves(key, value))
    .flatMap((assignment) => ["--plaintext", assignment]);
  const secret = ["--secret", `okta:apiToken=${apiToken}`];
  await stack.pulumi("config", "set-all", "--path", ...plain, ...secret);
}

function leaves(path: string, value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [`${path}=${value}`];
  return Object.entries(value).flatMap(([key, inner]) => leaves(`${path}.${key}`, inner));
}

/** With the example's own TypeScript and its own tsconfig.json. */
async function typeCheck(folder: string): Promise<void> {
  const compiler = join(folder, "node_modules/typescript/bin/tsc");
  await run(process.execPath, [compiler, "-p", "."], { cwd: folder }).catch((error) => {
    throw new Error(`${folder} does not type-check:\n${error.stdout}`);
  });
}

function labels(org: Org): string[] {
  return [...org.apps.values()].map(({ label }) => label).sort();
}

/** Names of the groups that are assigned to the org's apps, once for every assignment. */
function assigned(org: Org): string[] {
  return [...org.apps.values()].flatMap(({ groups }) =>
    [...groups.keys()].map((id) => org.groups.get(id)?.name ?? id),
  );
}

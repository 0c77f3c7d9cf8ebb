import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Sandbox, startSandbox } from "../../../sandbox";
import { provideEngine, repository } from "../../../scripts/engine";
import { catalogClient, firstStack } from "../configurations";
import { type Configuration, createStack } from "../harness";
import { RECORDED_STACK, record, save } from "./recording";

/**
 * `npm run record-release`: applies a stack that has a bit of everything with the version that
 * package.json names, and keeps its state for the versions to come.
 */
async function main(): Promise<void> {
  provideEngine((line) => console.error(line));
  const { version } = JSON.parse(await readFile(join(repository, "package.json"), "utf8"));
  const sandbox = await startSandbox();
  try {
    console.log(`Recorded ${await save(version, await recorded(sandbox))}`);
  } finally {
    await sandbox.stop();
  }
}

async function recorded(sandbox: Sandbox) {
  const configuration = aBitOfEverything(sandbox);
  const home = await mkdtemp(join(tmpdir(), "recording-"));
  const { apiToken: OKTA_API_TOKEN } = sandbox.description.okta;
  const environment = { OKTA_API_TOKEN, XDG_STATE_HOME: home };
  const stack = await createStack({ sandbox, configuration, environment, ...RECORDED_STACK });
  try {
    await stack.up();
    return await record(stack, sandbox, configuration);
  } finally {
    // With it ends the verifier.
    await stack.destroy();
    await stack.remove();
    await rm(home, { recursive: true, force: true });
  }
}

/** The token comes from the environment, so that no recording holds one. */
function aBitOfEverything(sandbox: Sandbox): Configuration {
  const { settingsUrl } = sandbox.description.context7;
  return firstStack(sandbox, {
    "okta:apiToken": undefined,
    requestingApps: {
      "claude-code": catalogClient(sandbox, { mcpClient: "claude" }),
      vscode: catalogClient(sandbox, {
        label: "VS Code",
        clientIdAtResource: "vscode-at-context7",
        jwksUri: "https://client.example.com/jwks.json",
        connection: { status: "INACTIVE" },
        assignments: { groupNames: ["Engineering"], userLogins: ["contractor@acme.example"] },
      }),
      probe: catalogClient(sandbox, {
        clientIdAtResource: "probe-at-context7",
        connection: { management: "guided" },
      }),
    },
    assignments: { groupNames: ["Engineering", "Design"], userLogins: ["dev.one@acme.example"] },
    teamspace: { management: "api", settingsUrl, scope: "context7.read" },
    manageFeature: true,
    policies: {
      sourceTypes: { confluence: false },
      libraryFilters: {
        mode: "quality",
        quality: { minTrustScore: 7, noThreshold: ["maxAgeDays"], blockedLibraries: ["/nodejs"] },
      },
    },
    verifier: { kind: "process", process: { port: 18484 } },
  });
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { signIn } from "../../sandbox/developer";
import { cliRoot, pulumiHome } from "../../scripts/engine";
import type { Report } from "../../src/verifier/report";
import { REDIRECT_URI } from "../sandbox/developer/arrangement";
import { assertClean, CLIENT_AT_CONTEXT7, oneLine, workplace } from "./commandLine";

const exec = promisify(execFile);
/** How Pulumi's state marks a secret that is not encrypted. */
const SECRET = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };

describe("--stack, with the real Pulumi CLI", () => {
  const place = workplace();
  let folder: string;
  let environment: Record<string, string | undefined>;

  /** A stack with the outputs of src/stack.ts, its secret encrypted. */
  before(async () => {
    folder = join(place.folder, "project");
    const state = join(place.folder, "backend");
    await mkdir(folder);
    await mkdir(state);
    environment = {
      PULUMI_BACKEND_URL: `file://${state}`,
      PULUMI_CONFIG_PASSPHRASE: "command line tests",
      PULUMI_HOME: pulumiHome,
      PATH: `${join(cliRoot, "bin")}:${process.env.PATH}`,
    };
    const env = { ...process.env, ...environment, PULUMI_SKIP_UPDATE_CHECK: "true" };
    const pulumi = (...args: string[]) =>
      exec("pulumi", [...args, "--non-interactive"], { cwd: folder, env });
    await writeFile(join(folder, "Pulumi.yaml"), "name: cli\nruntime: yaml\n");
    await pulumi("stack", "init", "dev");
    const { stdout } = await pulumi("stack", "export");
    const exported = JSON.parse(stdout);
    exported.deployment.resources = [
      {
        urn: "urn:pulumi:dev::cli::pulumi:pulumi:Stack::cli-dev",
        custom: false,
        type: "pulumi:pulumi:Stack",
        outputs: outputs(),
      },
    ];
    const file = join(place.folder, "state.json");
    await writeFile(file, JSON.stringify(exported));
    await pulumi("stack", "import", "--file", file);
  });

  const outputs = () => ({
    orgUrl: place.acme.url,
    issuer: place.acme.url,
    mcpUrl: "https://mcp.context7.com/mcp/oauth",
    resourceAppId: place.resource.id,
    requestingApps: {
      probe: {
        appId: place.requesting.id,
        clientId: place.requesting.id,
        clientSecret: {
          ...SECRET,
          plaintext: JSON.stringify(place.requesting.credentials.oauthClient.client_secret),
        },
        clientIdAtResource: CLIENT_AT_CONTEXT7,
        connectionId: place.connection.id,
      },
    },
    teamspace: {
      issuer: place.acme.url,
      scope: "",
      confirmationCode: "code",
      confirmed: true,
      observable: false,
    },
  });

  it("takes the target from the stack's outputs", async () => {
    const finished = await place.run(["doctor", "--stack", "dev", "-C", folder, "--json"], {
      environment: { ...environment, OKTA_ORG_NAME: undefined },
    });
    assert.equal(finished.code, 0, finished.stdout + finished.stderr);
    assertClean(finished, place.secretValues());
    const report = JSON.parse(finished.stdout) as Report;
    assert.deepEqual(report.target.clients, ["probe"]);
    assert.equal(report.target.teamspace, "guided");
  });

  it("takes the client's secret from the stack for a live flow", async () => {
    const { client_id: clientId, client_secret: clientSecret } =
      place.requesting.credentials.oauthClient;
    const { login, password } = place.user;
    const at = { fetch: place.fetch, issuer: place.acme.url, redirectUri: REDIRECT_URI };
    const signedIn = await signIn({ ...at, clientId, clientSecret, login, password });
    assert.ok(signedIn.ok);
    const path = join(place.folder, "stack.token");
    await writeFile(path, signedIn.reveal().refreshToken ?? "", { mode: 0o600 });
    const { CONTEXT7_EMA_CLIENT_SECRET: _, ...atResource } = place.secrets;
    const args = [
      "--stack",
      "dev",
      "-C",
      folder,
      "--client",
      "probe",
      "--refresh-token-file",
      path,
    ];
    const finished = await place.run(["flow", ...args, "--okta-auth", "client_secret_post"], {
      environment: { ...environment, ...atResource },
    });
    assert.equal(finished.code, 0, finished.stdout + finished.stderr);
    assertClean(finished, place.secretValues());
  });

  it("asks for secrets only where they are needed", async () => {
    const asked = join(place.folder, "asked");
    const bin = join(place.folder, "bin");
    await mkdir(bin);
    const text = JSON.stringify({ ...outputs(), requestingApps: {} });
    const script = `#!/bin/sh\necho "$@" >> "${asked}"\ncat <<'END'\n${text}\nEND\n`;
    await writeFile(join(bin, "pulumi"), script, { mode: 0o755 });
    const PATH = `${bin}:${process.env.PATH}`;
    const calls = async () => (await readFile(asked, "utf8")).trim().split("\n");
    await place.run(["doctor", "--stack", "dev"], { environment: { PATH } });
    const flow = ["flow", "--stack", "dev", "--client", "probe"];
    await place.run(flow, { environment: { PATH, ...place.secrets } });
    await place.run(flow, { environment: { PATH } });
    const [doctor, withSecret, without] = await calls();
    assert.equal(doctor, "stack output --json --stack dev --non-interactive");
    assert.equal(withSecret, doctor);
    assert.equal(without, "stack output --json --stack dev --show-secrets --non-interactive");
  });

  it("says what to do about another stack, a folder without one, outputs that do not fit, no CLI", async () => {
    const said = async (args: string[], more: Record<string, string | undefined> = {}) => {
      const finished = await place.run(["doctor", ...args], {
        environment: { ...environment, ...more },
      });
      assert.equal(finished.code, 1, finished.stdout);
      assertClean(finished, place.secretValues());
      return oneLine(finished.stderr);
    };
    assert.match(await said(["--stack", "prod", "-C", folder]), /stack prod .*Pulumi says: .*prod/);
    assert.match(await said(["--stack", "dev", "-C", place.folder]), /Pulumi says: .*Pulumi\.yaml/);
    assert.match(await said(["--stack", "dev", "-C", "/nonexistent"]), /could not be started/);
    const bare = { PATH: "/nonexistent" };
    assert.match(await said(["--stack", "dev", "-C", folder], bare), /`pulumi` is not on the PATH/);
    const bin = join(place.folder, "bin-empty");
    await mkdir(bin);
    await writeFile(join(bin, "pulumi"), "#!/bin/sh\necho '{}'\n", { mode: 0o755 });
    const PATH = `${bin}:${process.env.PATH}`;
    assert.match(
      await said(["--stack", "dev"], { PATH }),
      /The outputs of the stack dev do not say .*- orgUrl: .*- requestingApps: .* has to export them at the top level/,
    );
  });
});

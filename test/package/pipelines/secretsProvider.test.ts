import assert from "node:assert/strict";
import { once } from "node:events";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { cliRoot, pulumiHome, repository } from "../../../scripts/engine";
import { PIPELINES } from "./files";
import { runCommands } from "./shell";

const EXAMPLES = join(repository, "examples/multi-environment");
const FOLDERS = ["org-each", "one-org/owner", "one-org/clients"];

/** A cloud's key that is there without a cloud: Vault's transit engine, as far as Pulumi asks it. */
const VAULT = "hashivault://context7-ema";

/** The provider in every `stack init` of a README. */
async function providersIn(readme: string): Promise<string[]> {
  const text = await readFile(readme, "utf8");
  const lines = text.match(/^pulumi .*stack init .*$/gm) ?? [];
  assert.ok(lines.length > 0, readme);
  return lines.map((line) => / --secrets-provider '([^']*)'/.exec(line)?.[1] ?? `none: ${line}`);
}

describe("the pipelines' secrets provider", function () {
  this.timeout(120_000);
  let root: string;
  let vault: Server;

  before(async () => {
    root = await mkdtemp(join(tmpdir(), "secrets-provider-"));
    vault = createServer(async (request, response) => {
      const body = JSON.parse(Buffer.concat(await request.toArray()).toString());
      const data = request.url?.includes("/encrypt/")
        ? { ciphertext: `vault:v1:${body.plaintext}` }
        : { plaintext: body.ciphertext.replace("vault:v1:", "") };
      response.setHeader("content-type", "application/json").end(JSON.stringify({ data }));
    });
    vault.listen(0, "127.0.0.1");
    await once(vault, "listening");
  });
  after(async () => {
    vault.close();
    await rm(root, { recursive: true, force: true });
  });

  it("is the same in every stack's file and in the READMEs", async () => {
    const readmes = [join(PIPELINES, "README.md"), join(EXAMPLES, "README.md")];
    const [provider, ...others] = (await Promise.all(readmes.map(providersIn))).flat();
    assert.match(provider ?? "", /^awskms:\/\//);
    for (const folder of FOLDERS) {
      const files = (await readdir(join(EXAMPLES, folder))).filter((file) =>
        /^Pulumi\.\w+\.yaml$/.test(file),
      );
      assert.ok(files.length > 0, folder);
      for (const file of files) {
        const text = await readFile(join(EXAMPLES, folder, file), "utf8");
        others.push(parse(text).secretsprovider);
      }
    }
    assert.deepEqual([...new Set(others)], [provider]);
  });

  /** Runs a `stack init` in a folder that has the example's file, with `VAULT` as provider. */
  async function initialised(name: string, line: string) {
    const folder = join(root, name);
    await cp(join(EXAMPLES, "org-each"), folder, {
      recursive: true,
      filter: (source) => !source.endsWith("node_modules"),
    });
    await mkdir(join(folder, "state"));
    const file = join(folder, "Pulumi.dev.yaml");
    const before = (await readFile(file, "utf8")).replace(/awskms:\S*/, VAULT);
    await writeFile(file, before);
    const done = await runCommands(line, folder, {
      HOME: process.env.HOME,
      PATH: `${join(cliRoot, "bin")}:${process.env.PATH}`,
      PULUMI_HOME: pulumiHome,
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_BACKEND_URL: `file://${join(folder, "state")}`,
      PULUMI_CONFIG_PASSPHRASE: "pipelines",
      VAULT_SERVER_URL: `http://127.0.0.1:${(vault.address() as AddressInfo).port}`,
      VAULT_SERVER_TOKEN: "hvs.token",
    });
    assert.equal(done.code, 0, done.text);
    return { before: parse(before), after: parse(await readFile(file, "utf8")) };
  }

  it("`stack init` with it adds the encrypted key to the file, and leaves the rest", async () => {
    const text = await readFile(join(PIPELINES, "README.md"), "utf8");
    const [line = ""] = /^pulumi stack init .*$/m.exec(text) ?? [];
    const { before, after } = await initialised("given", line.replace(/awskms:[^']*/, VAULT));
    const { encryptedkey, ...rest } = after;
    assert.deepEqual(rest, before);
    assert.match(Buffer.from(encryptedkey, "base64").toString(), /^vault:v1:/);
  });

  it("`stack init` without it would put a passphrase in its place, as the README warns", async () => {
    const { after } = await initialised("left-out", "pulumi stack init dev");
    assert.equal(after.secretsprovider, undefined);
    assert.match(after.encryptionsalt, /^v1:/);
  });
});

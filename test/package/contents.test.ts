import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import manifest from "../../package.json";
import { repository } from "../../scripts/engine";
import { packTarball, STALE } from "./tarball";

/** Files of the package that are not compiled. */
const TEXTS = ["CHANGELOG.md", "LICENSE", "README.md", "package.json"];

describe("the packed tarball", () => {
  let file = "";
  let contents: string[] = [];

  before(async function () {
    this.timeout(120_000);
    ({ file, contents } = await packTarball());
  });

  const under = (folder: string) => contents.filter((path) => path.startsWith(folder));
  const scripts = () => under("dist/").filter((path) => path.endsWith(".js"));
  const read = (...paths: string[]) =>
    execFileSync("tar", ["-xzOf", file, ...paths.map((path) => `package/${path}`)], {
      encoding: "utf8",
      maxBuffer: 1 << 26,
    });

  it("holds the compiled product, its documents and nothing else", () => {
    const others = contents.filter((path) => !/^(dist\/(src|provider|policy)|docs)\//.test(path));
    assert.deepEqual(others.sort(), TEXTS);
  });

  it("holds a source's JavaScript and types, and nothing without a source", () => {
    const compiled = under("dist/").map((path) => path.slice("dist/".length));
    const orphans = compiled.filter((path) => {
      const source = path.replace(/(\.d\.ts|\.js)$/, ".ts");
      return source === path || !existsSync(join(repository, source));
    });
    assert.deepEqual(orphans, []);
    const stems = (suffix: string) =>
      compiled.filter((path) => path.endsWith(suffix)).map((path) => path.slice(0, -suffix.length));
    assert.deepEqual(stems(".js").sort(), stems(".d.ts").sort());
  });

  it("is packed from a fresh build", () => {
    assert.ok(!contents.includes(STALE), "what an earlier build left behind was packed");
  });

  it("has everything that package.json points at", () => {
    const targets = [
      manifest.main,
      manifest.types,
      ...Object.values(manifest.bin),
      ...Object.values(manifest.exports).flatMap((entry) =>
        typeof entry === "string" ? [entry] : Object.values(entry),
      ),
      ...Object.values(manifest.typesVersions["*"]).flat(),
    ];
    for (const target of targets) {
      const pattern = new RegExp(`^${target.replace(/^\.\//, "").replace("*", "[^/]+")}$`);
      assert.ok(
        contents.some((path) => pattern.test(path)),
        `${target} is not in the tarball`,
      );
    }
  });

  it("points at no source map that is not there", () => {
    assert.doesNotMatch(read(...scripts()), /^\/\/# sourceMappingURL=/m);
  });

  it("requires the packages that it depends on, and depends on no other", () => {
    const required = [...read(...scripts()).matchAll(/\brequire\("([^".][^"]*)"\)/g)]
      .map(([, specifier]) => specifier as string)
      .filter((specifier) => !specifier.startsWith("node:"))
      .map((specifier) => /^(@[^/]+\/)?[^/]+/.exec(specifier)?.[0] as string);
    const declared = { ...manifest.dependencies, ...manifest.peerDependencies };
    const missing = new Set(
      required.filter((name) => name !== manifest.name && !Object.hasOwn(declared, name)),
    );
    assert.deepEqual([...missing], [], "required, but no dependency");
    const needless = Object.keys(manifest.dependencies).filter((name) => !required.includes(name));
    assert.deepEqual(needless, [], "dependencies that nothing requires");
  });

  it("has every document that its README links to", () => {
    const links = [...read("README.md").matchAll(/\]\((docs\/[^)#]+)/g)].map(([, path]) => path);
    assert.ok(links.length > 0);
    const missing = links.filter((path) => !contents.includes(path as string));
    assert.deepEqual(missing, []);
  });

  it("has the licence that package.json names", async () => {
    assert.equal(read("LICENSE"), await readFile(join(repository, "LICENSE"), "utf8"));
    assert.match(read("LICENSE"), /Apache License\s+Version 2\.0/);
    assert.equal(manifest.license, "Apache-2.0");
  });
});

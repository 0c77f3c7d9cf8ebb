import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { signIn } from "../../sandbox/developer";
import { type Report, reportSchema } from "../../src/verifier/report";
import { PROXY_NOTE } from "../../src/verifier/transport";
import { REDIRECT_URI } from "../sandbox/developer/arrangement";
import { assertClean, oneLine, type RunOptions, runInProcess, workplace } from "./commandLine";
import { parseXml } from "./xml";

describe("context7-ema doctor", () => {
  const place = workplace();
  const doctor = async (args: string[], options?: RunOptions) => {
    const finished = await place.run(["doctor", ...place.target, ...args], options);
    assertClean(finished, place.secretValues());
    return finished;
  };
  const inactive = async <T>(work: () => Promise<T>): Promise<T> => {
    place.connection.status = "INACTIVE";
    try {
      return await work();
    } finally {
      place.connection.status = "ACTIVE";
    }
  };

  it("says that everything holds, and how many checks did not run", async () => {
    const { code, stdout, stderr } = await doctor([]);
    assert.equal(code, 0, stdout + stderr);
    assert.match(stdout, /^\d+ checks: \d+ pass, 0 warn, 0 fail; \d+ did not run\.$/m);
    assert.match(stdout, /^Okta$/m);
    assert.match(stdout, /^Context7$/m);
    // Once, and nothing else: the sandbox is reached through a proxy.
    assert.equal(oneLine(stderr).trim(), PROXY_NOTE);
  });

  it("fits 80 columns, addresses aside, and is plain text where there is no terminal", async () => {
    const { stdout } = await inactive(() => doctor([]));
    const long = stdout.split("\n").filter((line) => [...line].length > 80);
    assert.deepEqual(long, []);
    assert.ok(!stdout.includes("\u001b"));
    assert.doesNotMatch(stdout, /[ \t]$/m);
  });

  it("puts the remedy under what fails, and exits with 3", async () => {
    const { code, stdout } = await inactive(() => doctor([]));
    assert.equal(code, 3);
    assert.match(
      oneLine(stdout),
      /FAIL The connection .*not active, so Okta refuses.* remedy Admin Console → .*tag connection_inactive/,
    );
    assert.match(oneLine(stdout), /Chain .*Connection: FAIL/);
  });

  it("prints the report as JSON, by its schema", async () => {
    const { code, stdout } = await inactive(() => doctor(["--json"]));
    assert.equal(code, 3);
    const report = reportSchema.parse(JSON.parse(stdout));
    assert.equal(report.verdict, "fail");
    const failed = report.results.filter(({ verdict }) => verdict === "fail");
    assert.deepEqual(
      failed.map(({ id, client, tag }) => [id, client, tag]),
      [["okta.connection", "probe", "connection_inactive"]],
    );
  });

  it("writes a JUnit report with the same verdicts", async () => {
    const path = join(place.folder, "checks.xml");
    const { stdout } = await inactive(() => doctor(["--json", "--junit", path]));
    const report = JSON.parse(stdout) as Report;
    const root = parseXml(await readFile(path, "utf8"));
    assert.equal(root.name, "testsuites");
    const cases = root.children.flatMap(({ children }) => children);
    assert.equal(cases.length, report.results.length);
    assert.equal(root.attributes.failures, String(report.counts.fail));
    assert.equal(root.attributes.skipped, String(report.counts.skip));
    const failed = cases.filter(({ children }) => children.some(({ name }) => name === "failure"));
    assert.deepEqual(
      failed.map(({ attributes }) => attributes.name?.split(" ")[0]),
      ["okta.connection"],
    );
    assert.equal(failed[0]?.children[0]?.attributes.type, "connection_inactive");
    assert.match(failed[0]?.children[0]?.text ?? "", /remedy: Admin Console → /);
  });

  it("makes a skip in a required group a failure, on the screen and in JUnit", async () => {
    const environment = { OKTA_API_TOKEN: undefined };
    const without = await doctor([], { environment });
    assert.equal(without.code, 0, without.stdout);
    assert.match(
      oneLine(without.stdout),
      /skip The verifier can read the org the verifier has no client/,
    );
    assert.match(oneLine(without.stderr), /not asked, .*OKTA_API_TOKEN/);
    const path = join(place.folder, "required.xml");
    const required = await doctor(["--require", "okta", "--junit", path], { environment });
    assert.equal(required.code, 3);
    assert.match(
      oneLine(required.stderr),
      /Required, but did not run: .*okta\.connection \(probe\)/,
    );
    const xml = await readFile(path, "utf8");
    assert.match(xml, /<failure message="Required, but did not run: /);
    const live = await doctor(["--require", "live"]);
    assert.equal(live.code, 3);
    assert.match(oneLine(live.stderr), /Required, but did not run: .*live\.exchange/);
  });

  it("makes the live flow where asked", async () => {
    const { client_id: clientId, client_secret: clientSecret } =
      place.requesting.credentials.oauthClient;
    const { login, password } = place.user;
    const at = { fetch: place.fetch, issuer: place.acme.url, redirectUri: REDIRECT_URI };
    const signedIn = await signIn({ ...at, clientId, clientSecret, login, password });
    assert.ok(signedIn.ok);
    const path = join(place.folder, "doctor.token");
    const token = signedIn.reveal().refreshToken ?? "";
    await writeFile(path, token, { mode: 0o600 });
    const args = ["--live", "--client", "probe", "--refresh-token-file", path];
    const post = ["--okta-auth", "client_secret_post", "--require", "live", "--json"];
    const finished = await doctor([...args, ...post], { environment: place.secrets });
    assert.equal(finished.code, 0, finished.stdout + finished.stderr);
    assertClean(finished, [token]);
    const report = JSON.parse(finished.stdout) as Report;
    assert.equal(report.live?.verdict, "pass");
    assert.ok(report.groups.includes("live"));
  });

  it("looks at one client only where told", async () => {
    const extra = ["--requesting-app", "other=0oa11111111111111111,other-at-context7"];
    const all = JSON.parse((await doctor([...extra, "--json"])).stdout) as Report;
    assert.ok(all.results.some(({ client }) => client === "other"));
    const one = await doctor([...extra, "--json", "--client", "probe"]);
    assert.equal(one.code, 0);
    const report = JSON.parse(one.stdout) as Report;
    assert.ok(!report.results.some(({ client }) => client === "other"));
  });

  it("takes the target from a file, over which flags win", async () => {
    const path = join(place.folder, "target.json");
    const { id, label } = place.resource;
    const target = {
      orgUrl: place.acme.url,
      issuer: place.acme.url,
      resourceApp: { label },
      requestingApps: {},
    };
    await writeFile(path, JSON.stringify(target));
    const options = { environment: { OKTA_ORG_NAME: "globex" } };
    const plain = await place.run(["doctor", "--json", "--target", path], options);
    assert.equal(plain.code, 0, plain.stdout);
    const report = JSON.parse(plain.stdout) as Report;
    assert.equal(report.target.orgUrl, place.acme.url);
    assert.deepEqual(
      report.results.filter(({ verdict }) => verdict === "warn").map(({ id }) => id),
      [],
      "nobody is on none of the clients, where none is declared",
    );
    const flagged = ["doctor", "--json", "--target", path, "--resource-app", id];
    const other = [...flagged, "--mcp-url", "https://mcp.context7.com/mcp"];
    const { target: seen } = JSON.parse((await place.run(other, options)).stdout) as Report;
    assert.equal(seen.mcpUrl, "https://mcp.context7.com/mcp");
  });

  it("cannot run without knowing the org, or with settings that do not fit", async () => {
    const nowhere = await doctor([], { environment: { OKTA_ORG_NAME: undefined } });
    assert.equal(nowhere.code, 1);
    assert.match(oneLine(nowhere.stderr), /--stack dev.*--org-url https:\/\/acme\.okta\.com/);
    const wrong = await doctor(["--mcp-url", "ftp://x", "--issuer", "acme"]);
    assert.equal(wrong.code, 1);
    assert.match(wrong.stderr, /^ {2}- mcpUrl: /m);
    assert.match(wrong.stderr, /^ {2}- issuer: /m);
    const path = join(place.folder, "broken.json");
    await writeFile(path, "{");
    const broken = await place.run(["doctor", "--target", path]);
    assert.equal(broken.code, 1);
    assert.match(oneLine(broken.stderr), /it is not JSON/);
    const ambiguous = await doctor([], { environment: { OKTA_ACCESS_TOKEN: "another-way-in" } });
    assert.equal(ambiguous.code, 1);
    assert.match(oneLine(ambiguous.stderr), /more than one way to sign in/);
    const unwritable = await doctor(["--junit", join(place.folder, "no", "folder.xml")]);
    assert.equal(unwritable.code, 1);
    assert.match(oneLine(unwritable.stderr), /cannot be written: ENOENT/);
    assert.match(unwritable.stdout, /^\d+ checks: /m, "The report is not lost with the file.");
  });

  it("has its usage checked", async () => {
    const wrong: string[][] = [
      ["--require", "okta,nothing"],
      ["--no-such-option"],
      ["surplus"],
      ["--live"],
      ["--live", "--client", "a", "--client", "b"],
      ["--client", "nobody"],
      ["--probes"],
      ["--requesting-app", "probe"],
      ["--stack", "a", "--target", "b"],
      ["-C", "."],
    ];
    for (const args of wrong) {
      const environment = { OKTA_ORG_NAME: "acme" };
      const line = ["doctor", ...place.target, ...args];
      const { code, stdout, stderr } = await runInProcess(line, { environment });
      assert.equal(code, 2, `${args.join(" ")}: ${stderr}`);
      assert.notEqual(stderr, "", args.join(" "));
      assert.equal(stdout, "", args.join(" "));
    }
    const child = await doctor(["--require", "okta,nothing"]);
    assert.equal(child.code, 2);
  });

  it("says that Okta cannot be reached as a failed check, not as an error", async () => {
    const environment = { HTTPS_PROXY: "http://127.0.0.1:1", https_proxy: "http://127.0.0.1:1" };
    const finished = await doctor([], {
      environment: { ...environment, OKTA_API_TOKEN: undefined },
    });
    assert.equal(finished.code, 3, finished.stdout + finished.stderr);
    assert.match(finished.stdout, /FAIL/);
  });
});

import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { signIn } from "../../sandbox/developer";
import { signInInBrowser } from "../../sandbox/developer/browser";
import { freePort } from "../../scripts/freePort";
import { reportSchema } from "../../src/verifier/report";
import { REDIRECT_URI } from "../sandbox/developer/arrangement";
import { assertClean, oneLine, workplace } from "./commandLine";

const CLIENT = ["--client", "probe", "--okta-auth", "client_secret_post"];

describe("what does not hold shows in the exit code", () => {
  const place = workplace();

  it("of doctor --live, with all other checks made, where the sign-in is refused", async () => {
    const redirectUri = `http://127.0.0.1:${await freePort()}/oauth/callback`;
    place.requesting.oauthClient.redirect_uris = [REDIRECT_URI, redirectUri];
    place.requesting.users.delete(place.user.id);
    const path = join(place.folder, "refused.xml");
    const live = ["--live", ...CLIENT, "--redirect-uri", redirectUri, "--no-open"];
    try {
      const running = place.start(["doctor", ...place.target, ...live, "--json", "--junit", path], {
        environment: place.secrets,
      });
      const [url] = await running.said(/https:\/\/acme\.okta\.com\/oauth2\/\S+/);
      const back = await signInInBrowser(place.fetch, new URL(url), redirectUri, place.user);
      await (await fetch(back)).text();
      const finished = await running.finished;
      assertClean(finished, place.secretValues());
      assert.equal(finished.code, 3, finished.stderr);
      assert.match(oneLine(finished.stderr), /may not use the requesting app .* Assignments/);
      assert.match(oneLine(finished.stderr), /Required, but did not run: .*live\.exchange/);

      const report = reportSchema.parse(JSON.parse(finished.stdout));
      const made = report.results.filter(({ verdict }) => verdict === "pass").map(({ id }) => id);
      for (const id of ["okta.connection", "context7.mcpServer"]) assert.ok(made.includes(id), id);
      const skipped = report.results.filter(({ group }) => group === "live");
      assert.ok(skipped.length > 0);
      assert.ok(skipped.every(({ verdict }) => verdict === "skip"));
      assert.match(skipped[0]?.reason ?? "", /^Okta refused the sign-in .*\(access_denied/);
      const xml = await readFile(path, "utf8");
      assert.match(xml, /<failure message="Required, but did not run: Okta refused the sign-in/);
    } finally {
      place.requesting.users.set(place.user.id, { userName: place.user.login, created: "" });
    }
  });

  it("of flow, where what a developer's flow depends on fails beside it", async () => {
    const { client_id: clientId, client_secret: clientSecret } =
      place.requesting.credentials.oauthClient;
    const { login, password } = place.user;
    const at = { fetch: place.fetch, issuer: place.acme.url, redirectUri: REDIRECT_URI };
    const signedIn = await signIn({ ...at, clientId, clientSecret, login, password });
    assert.ok(signedIn.ok);
    const path = join(place.folder, "beside.token");
    await writeFile(path, signedIn.reveal().refreshToken ?? "", { mode: 0o600 });
    // It takes the token, and anybody without one: no client is ever sent to sign in.
    const open = ["--mcp-url", "https://mcp.context7.com/mcp"];
    const args = ["flow", ...CLIENT, ...place.target, "--refresh-token-file", path];
    const finished = await place.run([...args, ...open, "--json"], { environment: place.secrets });
    const report = reportSchema.parse(JSON.parse(finished.stdout));
    assert.notEqual(report.live?.verdict, "fail", finished.stdout);
    assert.equal(finished.code, 3, finished.stdout + finished.stderr);
    assert.match(oneLine(finished.stderr), /depends on fails: context7\.mcpServer \(mcp_open\)/);
  });

  it("where nobody reads on to the end, as behind head -1", async () => {
    place.connection.status = "INACTIVE";
    try {
      // The file is written after the report is printed: the end of the pipe is noticed before the command ends.
      const junit = ["--junit", join(place.folder, "unread.xml")];
      const running = place.start(["doctor", ...place.target, ...junit]);
      running.child.stdout?.destroy();
      assert.equal((await running.finished).code, 3);
    } finally {
      place.connection.status = "ACTIVE";
    }
  });
});

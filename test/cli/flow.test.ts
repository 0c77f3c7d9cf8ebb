import assert from "node:assert/strict";
import { chmod, mkdir, readdir, readFile, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { signIn } from "../../sandbox/developer";
import { signInInBrowser } from "../../sandbox/developer/browser";
import { freePort } from "../../scripts/freePort";
import type { Report } from "../../src/verifier/report";
import { REDIRECT_URI } from "../sandbox/developer/arrangement";
import {
  assertClean,
  type Finished,
  oneLine,
  type RunOptions,
  runInProcess,
  workplace,
} from "./commandLine";

describe("context7-ema flow", () => {
  const place = workplace();
  const issued: string[] = [];
  let redirectUri: string;

  before(async () => {
    redirectUri = `http://127.0.0.1:${await freePort()}/oauth/callback`;
    place.requesting.oauthClient.redirect_uris = [REDIRECT_URI, redirectUri];
  });
  beforeEach(() => {
    place.sandbox.world.faults.length = 0;
  });

  const flow = (args: string[], options: RunOptions = {}) =>
    place.start(["flow", "--client", "probe", ...place.target, ...POST, ...args], {
      environment: { ...place.secrets, ...options.environment },
    });
  const clean = (finished: Finished) => assertClean(finished, [...place.secretValues(), ...issued]);

  /** A sign-in of the person, for its refresh token. */
  async function refreshToken(): Promise<string> {
    const { client_id: clientId, client_secret: clientSecret } =
      place.requesting.credentials.oauthClient;
    const { login, password } = place.user;
    const issuer = place.acme.url;
    const client = {
      fetch: place.fetch,
      issuer,
      clientId,
      clientSecret,
      redirectUri: REDIRECT_URI,
    };
    const signedIn = await signIn({ ...client, login, password });
    assert.ok(signedIn.ok);
    const { refreshToken: token = "", idToken } = signedIn.reveal();
    issued.push(token, idToken);
    return token;
  }

  async function tokenFile(name: string, mode = 0o600): Promise<string> {
    const path = join(place.folder, name);
    await writeFile(path, `${await refreshToken()}\n`);
    await chmod(path, mode);
    return path;
  }

  /** The person follows the printed address; what the page says when the browser is back. */
  async function signInAt(url: string): Promise<string> {
    const back = await signInInBrowser(place.fetch, new URL(url), redirectUri, place.user);
    issued.push(back.searchParams.get("code") ?? "");
    const page = await (await fetch(back)).text();
    return page;
  }

  it("works from the browser sign-in to the MCP server's tools", async () => {
    const running = flow(["--redirect-uri", redirectUri, "--no-open"]);
    const [url] = await running.said(/https:\/\/acme\.okta\.com\/oauth2\/\S+/);
    const { searchParams } = new URL(url);
    assert.equal(searchParams.get("code_challenge_method"), "S256");
    assert.equal(searchParams.get("scope"), "openid email");
    assert.match(await signInAt(url), /You are signed in/);
    const finished = await running.finished;
    assert.equal(finished.code, 0, finished.stdout + finished.stderr);
    assert.match(oneLine(finished.stderr), /may be billed.*250 ID-JAGs/);
    assert.match(oneLine(finished.stdout), /1 ID-JAG was issued; 1 of at most 250 in \d{4}-\d\d/);
    assert.match(finished.stdout, /client_id +mcpclient-at-context7/);
    clean(finished);
  });

  it("ignores answers that are not its own, and refuses other addresses", async () => {
    const running = flow(["--redirect-uri", redirectUri, "--no-open"]);
    const [url] = await running.said(/https:\/\/acme\.okta\.com\/oauth2\/\S+/);
    const status = async (path: string) => (await fetch(new URL(path, redirectUri))).status;
    assert.equal(await status("/oauth/callback?code=stolen&state=other"), 400);
    assert.equal(await status("/oauth/callback"), 400);
    assert.equal(await status("/"), 404);
    await signInAt(url);
    assert.equal((await running.finished).code, 0);
  });

  it("explains a refused sign-in", async () => {
    place.requesting.users.delete(place.user.id);
    try {
      const running = flow(["--redirect-uri", redirectUri, "--no-open"]);
      const [url] = await running.said(/https:\/\/acme\.okta\.com\/oauth2\/\S+/);
      assert.match(await signInAt(url), /Okta refused the sign-in/);
      const finished = await running.finished;
      assert.equal(finished.code, 3);
      assert.match(oneLine(finished.stderr), /may not use the requesting app .* Assignments/);
      clean(finished);
    } finally {
      place.requesting.users.set(place.user.id, { userName: place.user.login, created: "" });
    }
  });

  it("gives up when nobody comes back", async () => {
    const finished = await flow(["--redirect-uri", redirectUri, "--timeout", "1"]).finished;
    assert.equal(finished.code, 1);
    assert.match(oneLine(finished.stderr), /No answer from the browser within 1 s/);
  });

  it("keeps the refresh token of a browser sign-in, and signs in with it", async () => {
    const path = join(place.folder, "kept.token");
    const running = flow(["--redirect-uri", redirectUri, "--save-refresh-token", path]);
    const [url] = await running.said(/https:\/\/acme\.okta\.com\/oauth2\/\S+/);
    await signInAt(url);
    assert.equal((await running.finished).code, 0);
    assert.equal((await stat(path)).mode & 0o777, 0o600);
    issued.push((await readFile(path, "utf8")).trim());
    const again = await flow(["--refresh-token-file", path]).finished;
    assert.equal(again.code, 0, again.stdout + again.stderr);
    clean(again);
  });

  it("prints the report as JSON, alone on standard output, and counts over runs", async () => {
    const path = await tokenFile("json.token");
    const finished = await flow(["--refresh-token-file", path, "--json", "--probes"]).finished;
    assert.equal(finished.code, 0, finished.stdout + finished.stderr);
    const report = JSON.parse(finished.stdout) as Report;
    assert.equal(report.version, 1);
    assert.equal(report.live?.client, "probe");
    assert.deepEqual(
      report.live?.probes.map(({ verdict }) => verdict),
      ["pass", "pass", "pass"],
    );
    const counted = report.idJagsThisMonth.users[place.user.id] ?? 0;
    assert.ok(counted > (report.live?.idJagsIssued ?? 0), "the runs before are counted too");
    clean(finished);
  });

  it("puts the new refresh token in the old one's place, at once and whole", async () => {
    const path = await tokenFile("rotated.token");
    const successor = "successor-of-the-refresh-token";
    issued.push(successor);
    place.sandbox.world.faults.push({
      host: "acme.okta.com",
      method: "POST",
      path: /\/v1\/token$/,
      times: 1,
      respond: {
        status: 200,
        body: {
          token_type: "N_A",
          issued_token_type: "urn:ietf:params:oauth:token-type:id-jag",
          access_token: "no.real.one",
          expires_in: 300,
          refresh_token: successor,
        },
      },
    });
    const finished = await flow(["--refresh-token-file", path]).finished;
    assert.equal(finished.code, 3, "what came with it was no ID-JAG");
    assert.equal(await readFile(path, "utf8"), `${successor}\n`);
    assert.equal((await stat(path)).mode & 0o777, 0o600);
    const beside = (await readdir(place.folder)).filter((name) => name.includes(".rotated.token."));
    assert.deepEqual(beside, []);
    clean(finished);
  });

  describe("refuses a refresh token file", () => {
    const refusal = async (path: string) => {
      const line = ["flow", "--client", "probe", ...place.target, "--refresh-token-file", path];
      const environment = { ...place.environment, ...place.secrets };
      const finished = await runInProcess(line, { environment });
      assert.equal(finished.code, 1, finished.stderr);
      clean(finished);
      return oneLine(finished.stderr);
    };

    it("that others can read", async () => {
      const path = await tokenFile("open.token", 0o644);
      assert.match(await refusal(path), /its mode is 0644.*chmod 600/);
      assert.equal((await flow(["--refresh-token-file", path]).finished).code, 1);
      await chmod(path, 0o620);
      assert.match(await refusal(path), /its mode is 0620/);
    });

    it("that is not there, a folder, a link, empty or something else", async () => {
      const at = (name: string) => join(place.folder, name);
      assert.match(await refusal(at("absent")), /there is no such file/);
      await mkdir(at("folder"), { mode: 0o700 });
      assert.match(await refusal(at("folder")), /is not a plain file/);
      await symlink(await tokenFile("target.token"), at("link"));
      assert.match(await refusal(at("link")), /symbolic link/);
      await writeFile(at("empty"), "", { mode: 0o600 });
      assert.match(await refusal(at("empty")), /does not hold one refresh token/);
      await writeFile(at("letter"), "Dear Sir or Madam", { mode: 0o600 });
      assert.match(await refusal(at("letter")), /does not hold one refresh token/);
      await writeFile(at("large"), "x".repeat(20_000), { mode: 0o600 });
      assert.match(await refusal(at("large")), /has 20000 bytes/);
    });
  });

  describe("says what is wrong in a broken chain:", () => {
    const broken = async (change: () => () => void) => {
      const path = await tokenFile("broken.token");
      const restore = change();
      try {
        const finished = await flow(["--refresh-token-file", path]).finished;
        assert.equal(finished.code, 3, finished.stdout + finished.stderr);
        clean(finished);
        return oneLine(finished.stdout);
      } finally {
        restore();
      }
    };

    it("the connection is off", async () => {
      const text = await broken(() => {
        place.connection.status = "INACTIVE";
        return () => {
          place.connection.status = "ACTIVE";
        };
      });
      assert.match(text, /invalid_target: The resource app is not completely configured/);
      assert.match(text, /tag connection_inactive/);
      assert.match(text, /Manage Connections/);
    });

    it("the user is on one app only", async () => {
      const text = await broken(() => {
        const assignment = place.resource.users.get(place.user.id);
        place.resource.users.delete(place.user.id);
        return () => {
          if (assignment) place.resource.users.set(place.user.id, assignment);
        };
      });
      assert.match(text, /invalid_target/);
      assert.match(text, /tag people_missing_on_resource_app/);
    });

    it("the teamspace trusts another issuer", async () => {
      const text = await broken(() => {
        place.teamspace.settings = { issuer: "https://globex.okta.com" };
        return () => {
          place.teamspace.settings = { issuer: place.acme.url };
        };
      });
      assert.match(text, /invalid_grant/);
      assert.match(text, /tag redemption_untrusted/);
    });
  });

  it("needs what the client proves itself by, and says which variable has it", async () => {
    const path = await tokenFile("unused.token");
    const args = ["--refresh-token-file", path];
    const without = { CONTEXT7_EMA_CLIENT_SECRET: "" };
    const secret = await flow(args, { environment: without }).finished;
    assert.equal(secret.code, 1);
    assert.match(oneLine(secret.stderr), /Set CONTEXT7_EMA_CLIENT_SECRET,/);
    const wrong = { CONTEXT7_EMA_CLIENT_SECRET: "a-wrong-secret-of-the-client" };
    const refused = await flow(args, { environment: wrong }).finished;
    assert.equal(refused.code, 3);
    assert.match(oneLine(refused.stdout), /tag exchange_client/);
    assertClean(refused, Object.values(wrong));
    const both = { CONTEXT7_EMA_CLIENT_SECRET_FILE: path };
    const twice = await flow(args, { environment: both }).finished;
    assert.equal(twice.code, 1);
    assert.match(oneLine(twice.stderr), /Both CONTEXT7_EMA_CLIENT_SECRET and/);
    clean(twice);
  });

  it("takes a secret from a file", async () => {
    const path = await tokenFile("filed.token");
    const secretFile = join(place.folder, "secret");
    await writeFile(secretFile, `${place.secrets.CONTEXT7_EMA_CLIENT_SECRET}\n`);
    const environment = {
      CONTEXT7_EMA_CLIENT_SECRET: undefined,
      CONTEXT7_EMA_CLIENT_SECRET_FILE: secretFile,
    };
    const finished = await flow(["--refresh-token-file", path], { environment }).finished;
    assert.equal(finished.code, 0, finished.stdout + finished.stderr);
  });

  it("has its usage checked", async () => {
    const code = async (args: string[]) => {
      const environment = { OKTA_ORG_NAME: "acme", ...place.secrets };
      const finished = await runInProcess(args, { environment });
      assertClean(finished, place.secretValues());
      assert.doesNotMatch(
        finished.stderr,
        /signs in for real/,
        "no bill for who mistyped something",
      );
      return [finished.code, oneLine(finished.stderr)] as const;
    };
    const [none, nonesSaid] = await code(["flow"]);
    assert.equal(none, 2);
    assert.match(nonesSaid, /required option '--client <key>'/);
    const [unknown, unknownSaid] = await code(["flow", "--client", "other", ...place.target]);
    assert.equal(unknown, 2);
    assert.match(unknownSaid, /no client "other". The clients are: probe/);
    const client = ["flow", "--client", "probe", ...place.target];
    const [noUri, noUriSaid] = await code(client);
    assert.equal(noUri, 2);
    assert.match(noUriSaid, /--redirect-uri/);
    const [remote] = await code([...client, "--redirect-uri", "https://evil.example/cb"]);
    assert.equal(remote, 2);
    const [method] = await code([...client, "--okta-auth", "password"]);
    assert.equal(method, 2);
    const [timeout] = await code([...client, "--timeout", "soon"]);
    assert.equal(timeout, 2);
    const both = ["--refresh-token-file", "a", "--save-refresh-token", "b"];
    assert.equal((await code([...client, ...both]))[0], 2);
    const missing = ["--refresh-token-file", join(place.folder, "nowhere")];
    assert.equal((await code([...client, ...missing]))[0], 1);
  });
});

/** How the sandbox's app is set up; without a stack nothing declares it. */
const POST = ["--okta-auth", "client_secret_post"];

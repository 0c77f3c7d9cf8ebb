import assert from "node:assert/strict";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import { newId, timestamp } from "../../sandbox/okta/identifiers";
import { addApp, connect } from "../sandbox/developer/arrangement";
import { assertClean, type Finished, oneLine, type RunOptions, workplace } from "./commandLine";

describe("context7-ema adopt", () => {
  const place = workplace();
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(place.folder, "stack-"));
    await writeFile(join(folder, "Pulumi.yaml"), "name: context7\nruntime: nodejs\n");
  });

  const adopt = (args: string[] = [], options?: RunOptions): Promise<Finished> =>
    place.run(["adopt", "--stack", "dev", "--out", folder, ...args], options);
  const written = async () => {
    const { config } = parse(await readFile(join(folder, "Pulumi.dev.yaml"), "utf8"));
    const { resources } = JSON.parse(await readFile(join(folder, "import.dev.json"), "utf8"));
    return { config, resources };
  };
  const put = (text: string) => writeFile(join(folder, "Pulumi.dev.yaml"), text);
  const refused = async (args: string[], said: RegExp, options?: RunOptions) => {
    const before = await readdir(folder);
    const finished = await adopt(args, options);
    assert.match(oneLine(finished.stderr), said);
    assert.equal(finished.code, 1);
    assert.deepEqual(await readdir(folder), before);
    assertClean(finished, place.secretValues());
  };

  it("writes both files, for others to read and without a secret, and says what comes next", async () => {
    const requests = place.sandbox.world.requests.length;
    const finished = await adopt();
    assert.equal(finished.code, 0, finished.stderr);
    assert.equal(finished.stderr, "");
    assertClean(finished, place.secretValues());
    const { config, resources } = await written();
    assert.deepEqual(config, {
      "okta:orgName": "acme",
      "okta:baseUrl": "okta.com",
      "context7-ema:resourceApp": { existing: { id: place.resource.id } },
      "context7-ema:requestingApps": {
        "probe-client": {
          existing: { id: place.requesting.id },
          clientIdAtResource: "mcpclient-at-context7",
        },
      },
      "context7-ema:assignments": { userLogins: [place.user.login] },
      "context7-ema:teamspace": { management: "guided" },
    });
    assert.deepEqual(
      resources.map(({ logicalName }: { logicalName: string }) => logicalName),
      [
        "context7",
        "context7",
        `context7-client-probe-client-user-${place.user.login}`,
        `context7-resource-app-user-${place.user.login}`,
      ],
    );
    for (const name of ["Pulumi.dev.yaml", "import.dev.json"]) {
      const path = join(folder, name);
      assert.equal((await stat(path)).mode & 0o777, 0o644, name);
      assertClean({ ...finished, stdout: await readFile(path, "utf8") }, place.secretValues());
    }
    assert.match(finished.stdout, /^ {2}pulumi import --file import\.dev\.json /m);
    const made = place.sandbox.world.requests.slice(requests);
    assert.ok(made.every(({ method }) => method === "GET"));
  });

  it("keeps what the stack's file has, comments too, and overwrites nothing unasked", async () => {
    await put(
      '# ours\nencryptionsalt: "v1:abc"\nconfig:\n  okta:orgName: acme # the org\n  other:key: 1\n',
    );
    await chmod(join(folder, "Pulumi.dev.yaml"), 0o600);
    assert.equal((await adopt()).code, 0);
    assert.equal((await stat(join(folder, "Pulumi.dev.yaml"))).mode & 0o777, 0o600);
    const text = await readFile(join(folder, "Pulumi.dev.yaml"), "utf8");
    assert.match(text, /^# ours\nencryptionsalt: "v1:abc"\n/);
    assert.equal(parse(text).config["other:key"], 1);
    await refused([], /import\.dev\.json is there already; --force/);
    await put(
      "config:\n  context7-ema:mcpUrl: https://mcp.example\n  context7-ema:assignments: {}\n",
    );
    assert.equal((await adopt(["--force"])).code, 0);
    const { config } = await written();
    assert.equal(config["context7-ema:mcpUrl"], "https://mcp.example");
    assert.deepEqual(config["context7-ema:assignments"], { userLogins: [place.user.login] });
  });

  it("refuses a stack's file that declares something, is of another org, or is none", async () => {
    await put("config:\n  context7-ema:resourceApp: {}\n");
    await refused([], /declares context7-ema:resourceApp already; --force/);
    await put("config:\n  okta:orgName: globex\n  okta:baseUrl: okta.com\n");
    await refused(
      ["--force"],
      /is of https:\/\/globex\.okta\.com, and this would declare https:\/\/acme/,
    );
    await put("config: [1, 2");
    await refused([], /is not YAML/);
    await put("just text");
    await refused([], /is not a stack's configuration/);
  });

  it("leaves out and names an app without a connection, which up would make", async () => {
    const stray = addApp(place.acme, "requesting", "Stray");
    try {
      const { stderr, code } = await adopt();
      assert.equal(code, 0);
      assert.match(oneLine(stderr), /Not declared: “Stray” \(\w+\), which has no connection/);
      const { config } = await written();
      assert.deepEqual(Object.keys(config["context7-ema:requestingApps"]), ["probe-client"]);
    } finally {
      place.acme.apps.delete(stray.id);
    }
  });

  it("names an inactive client, and declares it", async () => {
    place.requesting.status = "INACTIVE";
    try {
      const { stderr, code } = await adopt();
      assert.equal(code, 0);
      assert.match(oneLine(stderr), /“Probe Client” \(\w+\) is INACTIVE, and stays so/);
      const { config } = await written();
      assert.deepEqual(Object.keys(config["context7-ema:requestingApps"]), ["probe-client"]);
    } finally {
      place.requesting.status = "ACTIVE";
    }
  });

  it("leaves an app that holds a secret to its owner, and the secret out of everything", async () => {
    const secret = "sk-live-0123456789";
    place.requesting.app.partnerApiKey = secret;
    try {
      const finished = await adopt(["--as", "catalog"]);
      assert.equal(finished.code, 0, finished.stderr);
      assertClean(finished, [secret]);
      assert.match(
        oneLine(finished.stderr),
        /“Probe Client” \(\w+\) is written as existing.* its setting partnerApiKey is a secret/,
      );
      const { config, resources } = await written();
      assert.doesNotMatch(JSON.stringify([config, resources]), new RegExp(secret));
      const probe = config["context7-ema:requestingApps"]["probe-client"];
      // The secret is no candidate for the client ID either.
      const clientIdAtResource = "mcpclient-at-context7";
      assert.deepEqual(probe, { existing: { id: place.requesting.id }, clientIdAtResource });
    } finally {
      delete place.requesting.app.partnerApiKey;
    }
  });

  it("quotes what Pulumi could read as something else, and leaves a person's lines as they are", async () => {
    await put("config:\n  other:flag: yes\n");
    const { label } = place.requesting;
    place.requesting.label = "On";
    const given = `yes=${place.requesting.id},12:30:45`;
    try {
      assert.equal((await adopt(["--requesting-app", given])).code, 0);
      const text = await readFile(join(folder, "Pulumi.dev.yaml"), "utf8");
      assert.match(text, /^ {2}other:flag: yes$/m);
      assert.match(text, /^ {4}"yes":$/m);
      assert.match(text, /^ {6}clientIdAtResource: "12:30:45"$/m);
    } finally {
      place.requesting.label = label;
    }
  });

  it("asks which app is the resource app where several can be, and takes the one that is named", async () => {
    const second = addApp(place.acme, "resource", "Context7 EU");
    const other = addApp(place.acme, "requesting", "EU client");
    const connection = connect(place.acme, other, second);
    try {
      await refused([], /More than one app .* can be the resource app.*“Context7”.*“Context7 EU”/);
      const finished = await adopt(["--resource-app", "Context7 EU"]);
      assert.equal(finished.code, 0, finished.stderr);
      const { config } = parse(await readFile(join(folder, "Pulumi.dev.yaml"), "utf8"));
      assert.deepEqual(config["context7-ema:resourceApp"], { existing: { id: second.id } });
      assert.deepEqual(Object.keys(config["context7-ema:requestingApps"]), ["eu-client"]);
      await assert.rejects(stat(join(folder, "import.dev.json")), /ENOENT/);
      assert.doesNotMatch(finished.stdout, /pulumi import/);
    } finally {
      place.acme.connections.delete(connection.id);
      for (const { id } of [second, other]) place.acme.apps.delete(id);
    }
  });

  it("has a client ID at Context7 that is not clear filled in, or given", async () => {
    place.requesting.app.note = "some text";
    try {
      const unclear = await adopt();
      assert.match(
        oneLine(unclear.stderr),
        /not clear \(.*note: some text.*--requesting-app probe-client=0oa/,
      );
      const given = `claude=${place.requesting.id},given-at-context7`;
      assert.equal((await adopt(["--force", "--requesting-app", given])).code, 0);
      const { config } = await written();
      const { claude } = config["context7-ema:requestingApps"];
      assert.equal(claude.clientIdAtResource, "given-at-context7");
    } finally {
      delete place.requesting.app.note;
    }
  });

  it("refers by ID to whom a name does not name: a deactivated user, a group of the same name", async () => {
    const [engineering] = [...place.acme.groups.values()].filter(
      ({ name }) => name === "Engineering",
    );
    assert.ok(engineering);
    const twin = { ...engineering, id: newId("00g"), members: new Set<string>() };
    place.acme.groups.set(twin.id, twin);
    place.user.status = "DEPROVISIONED";
    for (const app of [place.resource, place.requesting]) {
      app.groups.set(twin.id, { priority: 0, lastUpdated: timestamp() });
    }
    try {
      assert.equal((await adopt()).code, 0);
      const { config } = await written();
      assert.deepEqual(config["context7-ema:assignments"], {
        groupIds: [twin.id],
        userIds: [place.user.id],
      });
    } finally {
      place.acme.groups.delete(twin.id);
      place.user.status = "ACTIVE";
      for (const app of [place.resource, place.requesting]) app.groups.delete(twin.id);
    }
  });

  it("declares the teamspace by its API as it is, and refuses where up would change it", async () => {
    const { apiKey, settingsUrl } = place.sandbox.description.context7;
    const args = ["--settings-url", settingsUrl];
    const environment = { CONTEXT7_API_KEY: apiKey };
    await refused(args, /needs an API key/);
    const before = place.teamspace.settings;
    try {
      place.teamspace.settings = { issuer: "https://globex.okta.com" };
      await refused(args, /trust https:\/\/globex\.okta\.com, so pulumi up would change/, {
        environment,
      });
      place.teamspace.settings = undefined;
      await refused(args, /are empty, so pulumi up would change them/, { environment });
      place.teamspace.settings = { issuer: place.acme.url, scope: "email openid" };
      assert.equal((await adopt(args, { environment })).code, 0);
      const { config } = await written();
      const scope = "email openid";
      assert.deepEqual(config["context7-ema:teamspace"], { management: "api", settingsUrl, scope });
    } finally {
      place.teamspace.settings = before;
    }
  });

  it("writes connections as guided where the org has no API for them", async () => {
    place.acme.connectionsApi = "gone-410";
    try {
      const { stderr } = await adopt();
      assert.match(oneLine(stderr), /does not offer the connections API/);
      const { config } = await written();
      const probe = config["context7-ema:requestingApps"]["probe-client"];
      assert.deepEqual(probe.connection, { management: "guided" });
    } finally {
      place.acme.connectionsApi = "available";
    }
  });

  it("looks for its place before it asks Okta: a project's folder", async () => {
    const requests = place.sandbox.world.requests.length;
    await refused(["--out", join(folder, "nowhere")], /nowhere has no Pulumi\.yaml.*--out.*step 2/);
    await rm(join(folder, "Pulumi.yaml"));
    await refused([], /has no Pulumi\.yaml, and the stack's files go beside it/);
    assert.equal(place.sandbox.world.requests.length, requests);
    const json = join(folder, "Pulumi.json");
    await writeFile(json, "{}");
    await refused([], /configured in JSON, and adopt writes YAML/);
    await rm(json);
    const below = join(folder, "below");
    await mkdir(below);
    await writeFile(join(folder, "Pulumi.yml"), "name: context7\nstackConfigDir: stacks\n");
    await refused(["--out", below], /below has no Pulumi\.yaml/);
    assert.equal(place.sandbox.world.requests.length, requests);
  });

  it("writes the stack's file where Pulumi looks for it", async () => {
    await rm(join(folder, "Pulumi.yaml"));
    await writeFile(join(folder, "Pulumi.yml"), "name: context7\nstackConfigDir: stacks\n");
    await mkdir(join(folder, "stacks"));
    const { code, stdout } = await adopt();
    assert.equal(code, 0);
    assert.match(stdout, /^Written: stacks\/Pulumi\.dev\.yml and import\.dev\.json, in /);
    assert.match(await readFile(join(folder, "stacks/Pulumi.dev.yml"), "utf8"), /requestingApps/);
  });

  it("says what it needs to know of the org, which the stack cannot say", async () => {
    const environment = { OKTA_ORG_NAME: undefined };
    await refused([], /which Okta org the stack dev takes over.*OKTA_ORG_NAME.*OKTA_API_TOKEN/, {
      environment,
    });
    const { stderr } = await adopt([], { environment });
    assert.doesNotMatch(stderr, /--target|--stack/);
  });

  it("cannot run without credentials, anything to adopt, or a file to write; a wrong line is wrong usage", async () => {
    await refused([], /no credentials for https:\/\/acme/, {
      environment: { OKTA_API_TOKEN: undefined },
    });
    await refused(["--resource-issuer", "https://other.example"], /No app .* for https:\/\/other/);
    await mkdir(join(folder, "import.dev.json"));
    await refused(["--force"], /import\.dev\.json cannot be written: EISDIR/);
    assert.equal((await place.run(["adopt"])).code, 2);
    assert.equal((await place.run(["adopt", "--stack", "a b; rm"])).code, 2);
  });
});

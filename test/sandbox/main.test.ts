import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";

import { fetch } from "undici";

import { sandboxDispatcher } from "../../sandbox/dispatcher";
import type { SandboxDescription } from "../../sandbox/index";
import { until } from "../until";

const ROOT = join(__dirname, "..", "..");

describe("npm run sandbox -- --json", () => {
  let npm: ChildProcess;
  let description: SandboxDescription;

  before(async () => {
    npm = spawn("npm", ["run", "--silent", "sandbox", "--", "--json"], {
      cwd: ROOT,
      stdio: ["ignore", "pipe", "inherit"],
    });
    assert.ok(npm.stdout);
    const [line] = await once(createInterface(npm.stdout), "line");
    description = JSON.parse(line);
  });
  after(() => npm.kill());

  it("prints what there is, on one line", () => {
    assert.deepEqual(Object.keys(description), [
      "environment",
      "proxyUrl",
      "caFile",
      "controlUrl",
      "okta",
      "context7",
    ]);
    const { okta, context7 } = description;
    assert.deepEqual(Object.keys(okta), ["orgUrl", "apiToken", "groups", "users", "catalog"]);
    assert.deepEqual(Object.keys(context7), ["apiKey", "settingsUrl", "dashboardUrl", "mcpUrl"]);
    assert.deepEqual(
      okta.groups.map(({ name }) => name),
      ["Everyone", "Engineering", "Eng-Contractors", "Design"],
    );
    assert.ok(okta.users.every(({ id, login, password }) => id && login && password));
    for (const { key, settings } of Object.values(okta.catalog)) {
      assert.ok(key);
      // biome-ignore lint/suspicious/noTemplateCurlyInString: the package's placeholder.
      assert.ok(Object.values(settings).includes("${issuerUrl}"));
    }
  });

  it("answers on every host by then", async () => {
    const { okta, context7 } = description;
    const dispatcher = sandboxDispatcher(description);
    const authorization = `SSWS ${okta.apiToken}`;
    const status = async (url: string, headers = {}) =>
      (await fetch(url, { dispatcher, headers, redirect: "manual" })).status;
    assert.equal(await status(`${okta.orgUrl}/api/v1/users/me`, { authorization }), 200);
    for (const url of [
      `${okta.orgUrl}/.well-known/openid-configuration`,
      "https://globex.okta.com/.well-known/okta-organization",
      "https://context7.com/.well-known/oauth-authorization-server",
      "https://context7.com/api/oauth/ema-jwks",
      "https://clerk.context7.com/.well-known/oauth-authorization-server",
      "https://mcp.context7.com/ping",
    ]) {
      assert.equal(await status(url), 200, url);
    }
    assert.equal(await status(context7.mcpUrl), 401);
    await dispatcher.close();
  });

  it("stops everything and removes its files on SIGTERM", async () => {
    npm.kill("SIGTERM");
    await once(npm, "exit");
    const directory = dirname(description.caFile);
    await until(() => !existsSync(directory));
    await assert.rejects(fetch(description.proxyUrl));
  });
});

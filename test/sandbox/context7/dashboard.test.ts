import assert from "node:assert/strict";

import { type Arrangement, arrange } from "../developer/arrangement";
import { answerOf, get } from "../developer/requests";

describe("the sandbox's Context7 dashboard", () => {
  let arrangement: Arrangement;
  before(async () => {
    arrangement = await arrange({ mcpServer: false });
    arrangement.teamspace.settings = undefined;
  });
  after(() => arrangement.stop());

  const show = async () => {
    const { body } = await get(arrangement.fetch, arrangement.context7.description.dashboardUrl);
    return String(body.text);
  };
  const save = async (fields: Record<string, string>) => {
    const response = await arrangement.fetch(arrangement.context7.description.dashboardUrl, {
      method: "POST",
      body: new URLSearchParams(fields),
      redirect: "manual",
    });
    return answerOf(response);
  };

  it("has the two fields, labelled as in the real one, and a status", async () => {
    const page = await show();
    assert.match(page, /<label for="issuer">Identity provider issuer<\/label>/);
    assert.match(page, /<label for="scope">Scope \(optional\)<\/label>/);
    assert.match(page, /Not configured/);
  });

  it("saves both fields and shows them again", async () => {
    const { status } = await save({ issuer: "https://acme.okta.com", scope: "context7.read" });
    assert.equal(status, 303);
    assert.deepEqual(arrangement.teamspace.settings, {
      issuer: "https://acme.okta.com",
      scope: "context7.read",
    });
    const page = await show();
    assert.match(page, /value="https:\/\/acme\.okta\.com"/);
    assert.match(page, /value="context7\.read"/);
    assert.match(page, /<strong role="status">Configured/);
  });

  it("counts a save as a new revision, as the settings API sees it", async () => {
    const before = arrangement.teamspace.revision;
    await save({ issuer: "https://acme.okta.com", scope: "" });
    assert.equal(arrangement.teamspace.revision, before + 1);
    assert.deepEqual(arrangement.teamspace.settings, { issuer: "https://acme.okta.com" });
  });

  it("refuses what the settings API refuses, keeps what was typed, and escapes it", async () => {
    const { status, body } = await save({
      issuer: 'https://acme.okta.com/oauth2/"><b>',
      scope: "",
    });
    assert.equal(status, 422);
    const page = String(body.text);
    assert.match(page, /role="alert"/);
    assert.match(page, /custom authorization server/);
    assert.doesNotMatch(page, /"><b>/);
    assert.deepEqual(arrangement.teamspace.settings, { issuer: "https://acme.okta.com" });
  });

  it("clears the settings when both fields are saved empty", async () => {
    assert.equal((await save({ issuer: "", scope: "" })).status, 303);
    assert.equal(arrangement.teamspace.settings, undefined);
  });

  it("leads to every teamspace, and offers no form below the enterprise plan", async () => {
    const { body } = await get(arrangement.fetch, "https://context7.com/dashboard");
    const links = [...String(body.text).matchAll(/href="([^"]+)">Side/g)];
    const side = await get(arrangement.fetch, `https://context7.com${links[0]?.[1]}`);
    assert.doesNotMatch(String(side.body.text), /<form/);
    const missing = await get(arrangement.fetch, "https://context7.com/dashboard/none/enterprise");
    assert.equal(missing.status, 404);
  });
});

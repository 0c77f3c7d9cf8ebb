import assert from "node:assert/strict";
import { parse } from "yaml";
import { addApp, addOrdinaryApp } from "../sandbox/developer/arrangement";
import { assertClean, oneLine, workplace } from "./commandLine";

describe("context7-ema discover", () => {
  const place = workplace();

  it("prints configuration that adopts what was made by hand", async () => {
    addOrdinaryApp(place.acme, "Wiki");
    const finished = await place.run(["discover"]);
    assert.equal(finished.code, 0, finished.stderr);
    assert.deepEqual(parse(finished.stdout), {
      config: {
        "okta:orgName": "acme",
        "context7-ema:resourceApp": { existing: { id: place.resource.id } },
        "context7-ema:requestingApps": {
          "probe-client": {
            existing: { id: place.requesting.id },
            clientIdAtResource: "mcpclient-at-context7",
          },
        },
        "context7-ema:teamspace": { management: "guided" },
      },
    });
    assert.equal(finished.stderr, "");
    assertClean(finished, place.secretValues());
  });

  it("prints the catalog form, with placeholders where a stack's own values go", async () => {
    const { stdout } = await place.run(["discover", "--as", "catalog"]);
    const { config } = parse(stdout);
    const { resourceApp, requestingApp } = place.sandbox.description.okta.catalog;
    const resource = config["context7-ema:resourceApp"];
    assert.equal(resource.label, "Context7");
    assert.equal(resource.catalog.key, resourceApp.key);
    const probe = config["context7-ema:requestingApps"]["probe-client"];
    assert.equal(probe.catalog.key, requestingApp.key);
    assert.equal(probe.clientIdAtResource, "mcpclient-at-context7");
    for (const [field, value] of Object.entries(requestingApp.settings)) {
      assert.equal(probe.catalog.settings[field], value, field);
    }
  });

  it("writes connections as guided where the org has no API for them", async () => {
    place.acme.connectionsApi = "gone-410";
    try {
      const { stdout, stderr } = await place.run(["discover"]);
      const probe = parse(stdout).config["context7-ema:requestingApps"]["probe-client"];
      assert.deepEqual(probe.connection, { management: "guided" });
      assert.match(oneLine(stderr), /does not offer the connections API/);
    } finally {
      place.acme.connectionsApi = "available";
    }
  });

  it("tells what a person has to look at: no connection, inactive, a slash too many", async () => {
    const stray = addApp(place.acme, "requesting", "Probe client");
    stray.status = "INACTIVE";
    stray.app.sandboxIssuerUrl = "https://context7.com/";
    place.connection.status = "INACTIVE";
    try {
      const { stdout, stderr, code } = await place.run(["discover"]);
      assert.equal(code, 0);
      const apps = parse(stdout).config["context7-ema:requestingApps"];
      assert.deepEqual(apps["probe-client"].connection, { status: "INACTIVE" });
      assert.equal(apps["probe-client-2"].existing.id, stray.id);
      const said = oneLine(stderr);
      assert.match(said, /“Probe client” \(\w+\) has no connection/);
      assert.match(said, /“Probe client” \(\w+\) is INACTIVE/);
      assert.match(said, /issuer URL of “Probe client” \(\w+\) ends with a slash/);
    } finally {
      place.acme.apps.delete(stray.id);
      place.connection.status = "ACTIVE";
    }
  });

  it("asks for the client ID at the resource where it cannot tell", async () => {
    place.requesting.app.note = "some text";
    try {
      const { stdout, stderr } = await place.run(["discover"]);
      const probe = parse(stdout).config["context7-ema:requestingApps"]["probe-client"];
      assert.equal(probe.clientIdAtResource, "");
      assert.match(
        oneLine(stderr),
        /is not clear \(.*note: some text\): fill in its clientIdAtResource/,
      );
    } finally {
      delete place.requesting.app.note;
    }
  });

  it("leaves a secret out of the catalog form, and says how to set it", async () => {
    const secret = "sk-live-0123456789";
    place.requesting.app.partnerApiKey = secret;
    try {
      const finished = await place.run(["discover", "--as", "catalog"]);
      assertClean(finished, [secret]);
      const line =
        "pulumi config set --secret --path " +
        "'context7-ema:requestingApps.probe-client.catalog.settings.partnerApiKey'";
      assert.ok(oneLine(finished.stderr).includes(line), finished.stderr);
      const probe = parse(finished.stdout).config["context7-ema:requestingApps"]["probe-client"];
      assert.equal(probe.clientIdAtResource, "mcpclient-at-context7");
      assert.equal("partnerApiKey" in probe.catalog.settings, false);
      assert.equal(
        probe.catalog.settings.sandboxSignTokens,
        place.requesting.app.sandboxSignTokens,
      );
    } finally {
      delete place.requesting.app.partnerApiKey;
    }
  });

  it("prints all of it as JSON: apps with their roles, configuration and notes", async () => {
    const plain = await place.run(["discover"]);
    place.resource.status = "INACTIVE";
    try {
      const { stdout, stderr, code } = await place.run(["discover", "--json"]);
      assert.equal(code, 0, stderr);
      assert.equal(stderr, "");
      assert.deepEqual(JSON.parse(stdout), {
        version: 1,
        orgUrl: "https://acme.okta.com",
        resourceIssuer: "https://context7.com",
        connectionsReadable: true,
        apps: [
          {
            role: "resource",
            id: place.resource.id,
            label: "Context7",
            name: place.resource.name,
            status: "INACTIVE",
          },
          {
            role: "requesting",
            id: place.requesting.id,
            label: "Probe Client",
            name: place.requesting.name,
            status: "ACTIVE",
            key: "probe-client",
            clientIdAtResource: "mcpclient-at-context7",
            connection: { id: place.connection.id, status: "ACTIVE" },
          },
        ],
        configuration: plain.stdout,
        notes: [`“Context7” (${place.resource.id}) is INACTIVE, and stays so.`],
      });
    } finally {
      place.resource.status = "ACTIVE";
    }
  });

  it("cannot run without credentials, with wrong ones, or when nothing is there", async () => {
    const without = await place.run(["discover"], { environment: { OKTA_API_TOKEN: undefined } });
    assert.equal(without.code, 1);
    assert.match(oneLine(without.stderr), /no credentials for https:\/\/acme\.okta\.com/);
    const wrong = await place.run(["discover"], { environment: { OKTA_API_TOKEN: "00wrong" } });
    assert.equal(wrong.code, 1);
    assert.match(oneLine(wrong.stderr), /refused the credentials/);
    assertClean(wrong, ["00wrong"]);
    const elsewhere = await place.run(["discover", "--resource-issuer", "https://other.example"]);
    assert.equal(elsewhere.code, 1);
    assert.match(oneLine(elsewhere.stderr), /is set up for https:\/\/other\.example/);
  });
});

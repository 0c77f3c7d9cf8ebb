import assert from "node:assert/strict";
import { adoption } from "../../src/adopt/adoption";
import type { AdoptionForm } from "../../src/adopt/form";
import { importFile } from "../../src/adopt/importFile";
import { EnterpriseManagedAuth } from "../../src/components/enterpriseManagedAuth";
import { record } from "../components/recording";
import { contractors, engineering, foundClient, resourceApp, set, user } from "./found";

describe("adopt: the import file", () => {
  const orgUrl = "https://acme.okta.com";
  const people = [engineering, contractors, user("ann")];
  const codex = foundClient("codex", [engineering]);
  set(codex.app, "settings.oauthClient.redirect_uris", ["http://127.0.0.1/cb"]);
  const key = { kid: "k", kty: "RSA", e: "AQAB", n: "n", status: "ACTIVE", use: "sig" };
  set(codex.app, "settings.oauthClient.jwks", { keys: [key] });
  const org = {
    resourceApp: resourceApp(people),
    clients: [foundClient("claude", people), codex, foundClient("none")],
  };
  const make = (form: AdoptionForm) => {
    const request = { form, orgUrl, issuer: orgUrl, resourceIssuer: "https://context7.com" };
    const { declared } = adoption(org, request);
    return { declared, resources: importFile(declared, org, "7.0.0") };
  };

  for (const form of ["existing", "catalog"] as const) {
    it(`as ${form} has every resource of the plugin that the components declare, with the same inputs`, async () => {
      const { declared, resources } = make(form);
      const { registered } = await record(() => new EnterpriseManagedAuth("context7", declared));
      const imported = resources.map((one) => ({ ...one, name: one.logicalName }));
      const real = registered.map((one) => ({ ...one, inputs: withRealIds(one.inputs) }));
      assert.deepEqual(ofPlugin(imported), ofPlugin(real));
      assert.equal(Object.keys(ofPlugin(imported)).length, form === "existing" ? 7 : 11);
    });
  }

  it("names each resource's parent, and each parent before its children", () => {
    const seen = new Set<string>();
    const { resources } = make("catalog");
    for (const { name, parent, component, version } of resources) {
      assert.ok(!seen.has(name), `${name} twice`);
      assert.ok(parent === undefined || seen.has(parent), `${name} comes before ${parent}`);
      assert.equal(version, component ? undefined : "7.0.0");
      seen.add(name);
    }
  });

  it("knows which assignments stay on destroy: those of a resource app that stays others'", () => {
    const retained = (form: AdoptionForm) =>
      make(form)
        .resources.filter(({ outputs }) => outputs?.retainAssignment === true)
        .map(({ outputs }) => outputs?.appId);
    assert.deepEqual(retained("existing"), Array(3).fill("0oaContext7"));
    assert.deepEqual(retained("catalog"), []);
  });

  it("is empty where nothing is assigned, and apps are only read", () => {
    const nobody = { resourceApp: resourceApp(), clients: [foundClient("claude")] };
    const request = {
      form: "existing",
      orgUrl,
      issuer: orgUrl,
      resourceIssuer: "https://x",
    } as const;
    const { declared } = adoption(nobody, request);
    assert.deepEqual(importFile(declared, nobody, "7.0.0"), []);
  });
});

/** Inputs by type and name. */
function ofPlugin(resources: { type: string; name: string; inputs?: unknown }[]) {
  const own = resources.filter(({ type }) => type.startsWith("okta:"));
  return Object.fromEntries(own.map(({ type, name, inputs }) => [`${type} ${name}`, inputs]));
}

/** What the mocks make up, and what it is in the org. */
const REAL_IDS: Record<string, string> = {
  "id-of-context7": "0oaContext7",
  "id-of-context7-claude": "0oaclaude",
  "id-of-context7-codex": "0oacodex",
  "00g-Engineering": "00gEngineering",
  "00u-ann@acme.example": "00uann",
};

function withRealIds(inputs: Record<string, unknown>) {
  const entries = Object.entries(inputs).map(([key, value]) => {
    return [key, typeof value === "string" ? (REAL_IDS[value] ?? value) : value] as const;
  });
  return Object.fromEntries(entries);
}

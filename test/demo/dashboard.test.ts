import assert from "node:assert/strict";
import { saveInDashboard } from "../../demo/dashboard";
import { Difference } from "../../demo/expect";
import type { Fetch } from "../../sandbox/fetch";

const URL = "https://context7.com/dashboard/1/enterprise";
const FORM = '<input id="issuer" name="issuer"><input id="scope" name="scope">';

describe("the operator at the dashboard", () => {
  it("submits the form's fields and reads the status before and after", async () => {
    const posted: string[] = [];
    const fetch = pages(page("Not configured"), page("Configured"), posted);
    const status = await saveInDashboard(fetch, URL, {
      issuer: "https://acme.okta.com",
      scope: "",
    });
    assert.deepEqual(status, { before: "Not configured", after: "Configured" });
    assert.deepEqual(posted, ["issuer=https%3A%2F%2Facme.okta.com&scope="]);
  });

  it("ends with the dashboard's own words when it refuses", async () => {
    const fetch = pages(page("Not configured"), `<p role="alert">Not accepted.</p>`, []);
    await assert.rejects(saveInDashboard(fetch, URL, { issuer: "x", scope: "" }), /Not accepted\./);
  });

  it("ends when the page has another form", async () => {
    const fetch = pages('<input name="domain">', "", []);
    const saving = saveInDashboard(fetch, URL, { issuer: "x", scope: "" });
    await assert.rejects(
      saving,
      (error) => error instanceof Difference && /"issuer"/.test(error.message),
    );
  });
});

function page(status: string): string {
  return `<strong role="status">${status}</strong>${FORM}`;
}

function pages(shown: string, saved: string, posted: string[]): Fetch {
  return (async (_url: string, init?: RequestInit) => {
    if (init?.method !== "POST") return new Response(shown);
    posted.push(String(init.body));
    return new Response(saved);
  }) as Fetch;
}

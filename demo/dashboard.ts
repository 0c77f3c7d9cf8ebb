import type { Fetch } from "../sandbox/fetch";
import { Difference } from "./expect";

/** The two fields of Context7's Enterprise tab. */
export interface DashboardFields {
  issuer: string;
  scope: string;
}

/**
 * Saves the two fields as an operator's browser does: opens the page, fills in its form, submits it,
 * and follows the redirect back to the page.
 *
 * @returns the status that the page showed before and after.
 * @throws Difference when the page has no such form, or refuses the values.
 */
export async function saveInDashboard(
  fetch: Fetch,
  dashboardUrl: string,
  fields: DashboardFields,
): Promise<{ before: string; after: string }> {
  const page = await (await fetch(dashboardUrl)).text();
  const names = [...page.matchAll(/<input [^>]*name="([^"]*)"/g)].map(([, name]) => name);
  for (const name of Object.keys(fields)) {
    if (!names.includes(name)) {
      throw new Difference(
        `the dashboard has no field "${name}"\nexpected: ${name}\nseen: ${names}`,
      );
    }
  }
  const answer = await fetch(dashboardUrl, {
    method: "POST",
    body: new URLSearchParams({ ...fields }),
  });
  const saved = await answer.text();
  const refusal = /<p role="alert">([^<]*)<\/p>/.exec(saved)?.[1];
  if (!answer.ok || refusal !== undefined) {
    throw new Difference(
      `the dashboard did not save\nexpected: status 200\nseen: ${refusal ?? answer.status}`,
    );
  }
  return { before: statusOn(page), after: statusOn(saved) };
}

function statusOn(page: string): string {
  return /<strong role="status">([^<]*)<\/strong>/.exec(page)?.[1] ?? "unknown";
}

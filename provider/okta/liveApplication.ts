import { z } from "zod";
import { type OktaClient, oktaPath } from "./client";

/** An app as Okta's Apps API answers it, whole: `settings`, `credentials`, `visibility`, `_links`, … */
export interface LiveApplication {
  readonly id: string;
  readonly name: string;
  readonly label: string;
  readonly status: string;
  readonly settings?: object | null;
  readonly [field: string]: unknown;
}

export const liveApplication = z.looseObject({
  id: z.string(),
  name: z.string(),
  label: z.string(),
  status: z.string(),
});

/** One app. @throws OktaApiError; 404 for one that is not there. */
export function getLiveApplication(okta: OktaClient, id: string): Promise<LiveApplication> {
  const path = oktaPath`/api/v1/apps/${id}`;
  return okta.call(liveApplication, { method: "GET", path, scope: "okta.apps.read" });
}

/** The value at a path of plain member names with dots between; `undefined` where it ends early. */
export function valueAt(app: LiveApplication, path: string): unknown {
  return path
    .split(".")
    .reduce<unknown>((value, key) => (isRecord(value) ? value[key] : undefined), app);
}

/** The authentication policy's ID, which Okta shows as a link alone; classic orgs have none. */
export function authenticationPolicyOf(app: LiveApplication): string | undefined {
  const href = valueAt(app, "_links.accessPolicy.href");
  return typeof href === "string" ? href.split("/").at(-1) : undefined;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

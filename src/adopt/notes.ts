import { type Application, type Connection, named } from "../../provider/okta/objects";
import type { FoundRequestingApp } from "./crossAppAccessApps";

// What a person has to know of what was found, the same whichever command found it.

export const CONNECTIONS_NOT_READABLE =
  "The org does not offer the connections API, so connections are written as guided.";

/** What is odd about an app: that it is inactive, or has an issuer URL with a slash too many. */
export function appNotes(
  app: Pick<Application, "id" | "label" | "status"> & { settings?: object | null },
  issuer: string,
): string[] {
  const notes: string[] = [];
  if (app.status !== "ACTIVE") notes.push(`${named(app)} is ${app.status}, and stays so.`);
  const { app: fields } = (app.settings ?? {}) as Application["settings"] & object;
  if (Object.values(fields ?? {}).includes(`${issuer}/`)) {
    notes.push(
      `The issuer URL of ${named(app)} ends with a slash: correct it, ${issuer} has none.`,
    );
  }
  return notes;
}

export function connectionNotes(
  app: Pick<Application, "id" | "label">,
  connection: Connection | undefined,
): string[] {
  if (connection?.status !== "INACTIVE") return [];
  return [`The connection of ${named(app)} is INACTIVE, and declared so.`];
}

/** That there is more than one candidate for the client ID, or none; with those there are. */
export function unclearClientId({ app, clientIds }: FoundRequestingApp): string {
  const seen = clientIds.map(([field, value]) => `${field}: ${value}`).join(", ");
  return (
    `What Context7 calls ${named(app)} is not clear${seen ? ` (${seen})` : ""}: fill in its ` +
    "clientIdAtResource before anything else, as Context7 gave it at onboarding"
  );
}

import { confirmationCode } from "../confirmation";

/** What makes a connection the one that is meant. */
export interface ConnectionSides {
  orgUrl: string;
  requestingAppId: string;
  resourceAppId: string;
  status: string;
}

export function connectionCode(sides: ConnectionSides): string {
  const { orgUrl, requestingAppId, resourceAppId, status } = sides;
  return confirmationCode("connection/1", [orgUrl, requestingAppId, resourceAppId, status]);
}

/** What to do in the Admin Console. Source: Context7, "EMA with Okta", part 1, step 4. */
export function connectionSteps(sides: ConnectionSides): string {
  const { orgUrl, requestingAppId, resourceAppId, status } = sides;
  const code = connectionCode(sides);
  const inactive = "3. Save, and set the connection to inactive.";
  return [
    `1. Admin Console of ${orgUrl} → Applications → the requesting app (${requestingAppId}) → Manage Connections.`,
    `2. Apps providing consent → Add resource apps → the resource app (${resourceAppId}).`,
    status === "ACTIVE" ? "3. Save." : inactive,
    `4. Give the code ${code} back as this connection's confirmation, with the client's key for <key>:`,
    `   pulumi config set --path 'context7-ema:requestingApps.<key>.connection.confirmation' ${code}`,
    `   (in a program: confirmation: "${code}"), and run pulumi up.`,
  ].join("\n");
}

/** What a person has to undo, since nobody else can. */
export function connectionClearing(sides: Omit<ConnectionSides, "status">): string {
  const { orgUrl, requestingAppId, resourceAppId } = sides;
  return [
    "The connection was made by hand; only a person can remove it:",
    `Admin Console of ${orgUrl} → Applications → ${requestingAppId} → Manage Connections →`,
    `Apps providing consent: remove ${resourceAppId}, if the app is still there.`,
  ].join("\n");
}

/** For a refresh, which must not look as if it had found everything in order. */
export function connectionUnseen(sides: Omit<ConnectionSides, "status">): string {
  const { orgUrl, requestingAppId, resourceAppId } = sides;
  return (
    `The connection from ${requestingAppId} to ${resourceAppId} is guided and not observable: a change ` +
    `made to it in the Admin Console of ${orgUrl} is not seen here.`
  );
}

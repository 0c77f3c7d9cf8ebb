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

/** Where the connections of a requesting app are. */
export function connectionsPlace(requestingApp: string): string {
  return `Admin Console → Applications → ${requestingApp} → Manage Connections → Apps providing consent`;
}

/** How a person adds a connection. Source: Context7, "EMA with Okta", part 1, step 4. */
export function connectionRemedy(requestingApp: string, resourceApp: string): string {
  return `${connectionsPlace(requestingApp)} → Add resource apps → ${resourceApp} → Save.`;
}

/** The two apps of a connection, as its texts name them where their labels are not known. */
export function connectionApps(sides: Pick<ConnectionSides, "requestingAppId" | "resourceAppId">) {
  return {
    requesting: `the requesting app (${sides.requestingAppId})`,
    resource: `the resource app (${sides.resourceAppId})`,
  };
}

/** What to do in the Admin Console, and how to say that it is done. */
export function connectionSteps(sides: ConnectionSides): string {
  const { orgUrl, status } = sides;
  const { requesting, resource } = connectionApps(sides);
  const code = connectionCode(sides);
  const steps = [
    `Sign in to ${orgUrl} as an administrator.`,
    connectionRemedy(requesting, resource),
    ...(status === "ACTIVE" ? [] : ["There, set the connection to inactive."]),
    `Give the code ${code} back as this connection's confirmation, with the client's key for <key>:`,
  ];
  return [
    ...steps.map((step, index) => `${index + 1}. ${step}`),
    `   pulumi config set --path 'context7-ema:requestingApps.<key>.connection.confirmation' ${code}`,
    `   (in a program: confirmation: "${code}"), and run pulumi up.`,
  ].join("\n");
}

/** What a person has to undo, since nobody else can. */
export function connectionClearing(sides: Omit<ConnectionSides, "status">): string {
  const { requesting, resource } = connectionApps(sides);
  return [
    `The connection was made by hand; only a person can remove it, in the console of ${sides.orgUrl}:`,
    `${connectionsPlace(requesting)}:`,
    `remove ${resource}, if it is still there.`,
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

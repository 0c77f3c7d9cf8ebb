import {
  ConnectionManagement,
  ConnectionStatus,
} from "../../provider/crossAppAccessConnection/schema";
import type { Connection } from "../../provider/okta/objects";
import type { ConnectionSettings } from "../components/enterpriseManagedAuthArgs";
import { CONTEXT7_ISSUER } from "../endpoints";

// What is declared of an app in the same way whether a person or a stack takes it from there.

/** The issuer URL, where it is not the default. */
export function issuerUrlOf(resourceIssuer: string): { issuerUrl?: string } {
  return resourceIssuer === CONTEXT7_ISSUER ? {} : { issuerUrl: resourceIssuer };
}

/**
 * A connection as it is; where there is none yet, one with the defaults.
 *
 * @param isReadable false where the org has no API for connections: then only a person can make it.
 */
export function connectionOf(
  connection: Connection | undefined,
  isReadable: boolean,
): { connection?: ConnectionSettings } {
  if (!isReadable) return { connection: { management: ConnectionManagement.Guided } };
  if (connection?.status !== "INACTIVE") return {};
  return { connection: { status: ConnectionStatus.Inactive } };
}

/**
 * The content of an app's `settings.app`, with `${name}` for each value that the stack has itself.
 *
 * Only a whole and equal value becomes a placeholder. An issuer with a slash too many stays as it is,
 * which a note says: the placeholder would change an app that is taken over.
 *
 * @param values by the placeholders' names; an empty one is no value.
 */
export function withPlaceholders(
  settings: Readonly<Record<string, unknown>>,
  values: Readonly<Record<string, string>>,
): Record<string, unknown> {
  const fields = Object.entries(settings).map(([field, value]) => {
    const known = Object.entries(values).find(([, one]) => one !== "" && one === value);
    return [field, known ? `\${${known[0]}}` : value] as const;
  });
  return Object.fromEntries(fields);
}

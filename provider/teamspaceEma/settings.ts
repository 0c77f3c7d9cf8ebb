import {
  Context7ApiError,
  type SettingsClient,
  type SettingsVersion,
  settingsClient,
  type TeamspaceSettings,
} from "../context7/client";
import type { ProviderConfig } from "../credentials";
import { ExplainedError } from "../explainedError";
import { tell } from "../terminal";
import type { Inputs, State } from "./schema";

/** Makes the document, or adopts the one that is there. */
export async function createSettings(config: ProviderConfig, wanted: Inputs): Promise<State> {
  const client = clientFor(config, wanted);
  const found = await client.get();
  if (!found) {
    try {
      return outcome(wanted, await client.put(settingsOf(wanted), { "if-none-match": "*" }), false);
    } catch (error) {
      if (!isConflict(error)) throw error;
      // Either somebody was faster, or our own first attempt got through and its answer was lost.
      const there = await client.get();
      if (!there || !same(there.settings, wanted)) throw error;
      return outcome(wanted, there, true);
    }
  }
  if (found.settings.issuer !== wanted.issuer && !wanted.adopt) {
    throw new ExplainedError(
      `The teamspace already trusts another issuer, ${found.settings.issuer}; declared is ` +
        `${wanted.issuer}. Taking over would cut off everybody who signs in there. If that is meant, ` +
        "set adopt to true.",
    );
  }
  return outcome(wanted, await bring(client, found, wanted), true);
}

/** Writes what is declared, unless somebody changed the document since it was last read. */
export async function updateSettings(
  config: ProviderConfig,
  known: State,
  wanted: Inputs,
): Promise<State> {
  const client = clientFor(config, wanted);
  if (same(known, wanted)) {
    return outcome(wanted, { settings: settingsOf(wanted), etag: known.etag }, known.adopted);
  }
  if (known.etag === undefined) {
    const found = await client.get();
    if (found) return outcome(wanted, await bring(client, found, wanted), known.adopted);
  }
  const precondition = known.etag
    ? { "if-match": known.etag }
    : ({ "if-none-match": "*" } as const);
  try {
    return outcome(wanted, await client.put(settingsOf(wanted), precondition), known.adopted);
  } catch (error) {
    if (!isConflict(error)) throw error;
    const there = await client.get();
    // Only the version differs, or what is wanted is there already: nobody's change is lost.
    const harmless = there && (same(there.settings, known) || same(there.settings, wanted));
    if (!harmless) throw error;
    return outcome(wanted, await bring(client, there, wanted), known.adopted);
  }
}

/** @returns `undefined` if nothing is configured any more. */
export async function readSettings(
  config: ProviderConfig,
  known: State,
): Promise<State | undefined> {
  const found = await clientFor(config, known).get();
  return found && { ...known, ...fields(found.settings), etag: found.etag, observable: true };
}

export async function deleteSettings(config: ProviderConfig, known: State): Promise<void> {
  if (known.adopted && !known.deleteAdopted) {
    tell(
      config,
      `The teamspace keeps its settings (issuer ${known.issuer}): they were there before this stack. ` +
        "deleteAdopted: true deletes them.",
    );
    return;
  }
  const precondition = known.etag ? { "if-match": known.etag } : undefined;
  await clientFor(config, known).delete(precondition);
}

async function bring(
  client: SettingsClient,
  found: SettingsVersion,
  wanted: Inputs,
): Promise<SettingsVersion> {
  if (same(found.settings, wanted)) return found;
  return client.put(settingsOf(wanted), found.etag ? { "if-match": found.etag } : undefined);
}

function outcome(wanted: Inputs, { settings, etag }: SettingsVersion, adopted: boolean): State {
  return { ...wanted, ...fields(settings), adopted, observable: true, etag };
}

function clientFor(config: ProviderConfig, { settingsUrl }: { settingsUrl?: string }) {
  if (settingsUrl) return settingsClient(config, settingsUrl);
  throw new ExplainedError("Management by api needs settingsUrl.");
}

/** Both keys, so that a scope that is gone replaces one that was known. */
function fields({ issuer, scope }: TeamspaceSettings) {
  return { issuer, scope };
}

function settingsOf({ issuer, scope }: TeamspaceSettings): TeamspaceSettings {
  return scope === undefined ? { issuer } : { issuer, scope };
}

function same(one: TeamspaceSettings, other: TeamspaceSettings): boolean {
  return one.issuer === other.issuer && one.scope === other.scope;
}

function isConflict(error: unknown): boolean {
  return error instanceof Context7ApiError && error.status === 412;
}

import { z } from "zod";

import type { Fetch } from "../fetch";
import type { Context7Cloud, Teamspace, TeamspaceSettings } from "../world";
import { readMetadata } from "./trust";

const Document = z.strictObject({
  issuer: z.string(),
  scope: z
    .string()
    .regex(/^[\x21\x23-\x5B\x5D-\x7E]+( [\x21\x23-\x5B\x5D-\x7E]+)*$/)
    .optional(),
});

export type Checked = { ok: true; settings: TeamspaceSettings } | { ok: false; message: string };

/**
 * What the dashboard's Save button and the settings API check, as Context7 documents it: the issuer
 * against its OIDC metadata, and that it is no custom authorization server.
 */
export async function checkSettings(
  cloud: Context7Cloud,
  fetch: Fetch,
  teamspace: Teamspace,
  wanted: unknown,
): Promise<Checked> {
  const parsed = Document.safeParse(wanted);
  if (!parsed.success) return { ok: false, message: z.prettifyError(parsed.error) };
  const { issuer } = parsed.data;
  const refused =
    whatIsWrongWith(issuer) ?? (await unmet(fetch, issuer)) ?? whoElseHas(cloud, teamspace, issuer);
  return refused ? { ok: false, message: refused } : { ok: true, settings: parsed.data };
}

/** @param settings `undefined` clears them */
export function storeSettings(teamspace: Teamspace, settings: TeamspaceSettings | undefined): void {
  teamspace.settings = settings;
  teamspace.revision += 1;
}

/** An ETag as RFC 9110 §8.8.3 writes it. */
export function etagOf(teamspace: Teamspace): string {
  return `"${teamspace.revision}"`;
}

function whatIsWrongWith(issuer: string): string | undefined {
  const url = URL.parse(issuer);
  if (url?.protocol !== "https:") return `The issuer ${issuer} is not an https:// address.`;
  if (/^\/oauth2(\/|$)/.test(url.pathname)) {
    return `The issuer ${issuer} is a custom authorization server; use the org authorization server, ${url.origin}.`;
  }
  if (url.origin !== issuer) {
    return `The issuer ${issuer} must be the bare address of the org: ${url.origin}.`;
  }
  return undefined;
}

/** An ID-JAG has to lead to one teamspace. */
function whoElseHas(cloud: Context7Cloud, own: Teamspace, issuer: string): string | undefined {
  const taken = [...cloud.teamspaces.values()].some(
    (teamspace) => teamspace !== own && teamspace.settings?.issuer === issuer,
  );
  return taken ? `The issuer ${issuer} is already configured for another teamspace.` : undefined;
}

async function unmet(fetch: Fetch, issuer: string): Promise<string | undefined> {
  const metadata = await readMetadata(fetch, issuer);
  return metadata.ok ? undefined : `The issuer ${issuer} was not accepted: ${metadata.reason}`;
}

import { z } from "zod";
import { CONTEXT7_ISSUER, DEFAULT_MCP_URL } from "../endpoints";
import { missingValue } from "../missingValue";

const httpsUrl = z.url({
  protocol: /^https$/,
  error: ({ input }) =>
    input === undefined ? "is missing" : `${JSON.stringify(input)} is not an https address.`,
});
const id = z.string().min(1);
// A stack's outputs write "unknown" as an empty text.
const optionalText = z
  .string()
  .nullish()
  .transform((text) => text || undefined);

/** One MCP client as the stack declares it. */
const requestingApp = z.object({
  /** The app's id in Okta, `0oa…`. */
  appId: id,
  /** The client ID at Okta. */
  clientId: id,
  /** What Context7 calls the client: the ID-JAG's `client_id`. */
  clientIdAtResource: id,
  /** Absent: the connection is guided, its id unknown. */
  connectionId: optionalText,
  /** How the client proves itself at Okta; absent: not declared, not compared. */
  tokenEndpointAuthMethod: optionalText,
  /** Where Okta may send the developer back to; absent: not declared, not compared. */
  redirectUris: z.array(z.string()).optional(),
});

const teamspace = z.object({
  /** `guided`: a person saved the settings and confirmed it; `api`: they can be read. */
  management: z.enum(["guided", "api"]),
  /** The issuer the teamspace trusts. */
  issuer: httpsUrl,
  /** Absent: what Okta authorizes. */
  scope: optionalText,
  /** Whether the settings are confirmed (`guided`), or known to be there (`api`). */
  confirmed: z.boolean(),
  /** Address of the settings document; only with `api`. */
  settingsUrl: optionalText.pipe(httpsUrl.optional()),
});

const schema = z.object({
  /** `https://acme.okta.com`: where Okta's management API is. */
  orgUrl: httpsUrl,
  /** Issuer of the ID-JAGs: the org authorization server. The same, but with a custom domain. */
  issuer: httpsUrl,
  /** Issuer of the resource authorization server. */
  resourceIssuer: httpsUrl.default(CONTEXT7_ISSUER),
  /** The MCP server's address, as clients are told. */
  mcpUrl: httpsUrl.default(DEFAULT_MCP_URL),
  /** Context7 as Okta knows it, by id or, where only that is known, by label. */
  resourceApp: z
    .object({ id: optionalText, label: optionalText })
    .refine((app) => app.id || app.label, { error: "name the resource app by id or label." }),
  /** The MCP clients under the keys that the stack gives them. */
  requestingApps: z.record(z.string(), requestingApp),
  /** Ids of apps that other stacks declare, so that they are not taken for nobody's. */
  declaredElsewhere: z.array(id).default([]),
  /** Absent: another stack owns the teamspace's settings. */
  teamspace: teamspace.optional(),
});

/** What is to be verified. Holds no secret. */
export type VerifierTarget = z.output<typeof schema>;
/** One MCP client of a target. */
export type RequestingAppTarget = VerifierTarget["requestingApps"][string];
/** What {@link parseTarget} takes. */
export type VerifierTargetInput = z.input<typeof schema>;

export type ParsedTarget =
  | { readonly ok: true; readonly target: VerifierTarget }
  /** One sentence a mistake, each with the path of its property. */
  | { readonly ok: false; readonly mistakes: readonly string[] };

/** Checks configuration that somebody wrote; all mistakes at once, unknown fields ignored. */
export function parseTarget(input: unknown): ParsedTarget {
  const parsed = schema.safeParse(input, { error: missingValue });
  if (parsed.success) return { ok: true, target: parsed.data };
  return {
    ok: false,
    mistakes: parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`),
  };
}

/** The outputs of `EnterpriseManagedAuth`, as `pulumi stack output --json` gives them. */
const outputs = z.object({
  orgUrl: z.string(),
  issuer: z.string(),
  mcpUrl: z.string().optional(),
  resourceAppId: z.string(),
  resourceIssuer: z.string().optional(),
  requestingApps: z.record(z.string(), z.unknown()),
  teamspace: z
    .looseObject({ observable: z.boolean(), management: z.unknown().optional() })
    .nullish(),
});

/** The target that a stack's outputs describe. Secret outputs may be there; they are not read. */
export function targetFromOutputs(stackOutputs: unknown): ParsedTarget {
  const parsed = outputs.safeParse(stackOutputs, { error: missingValue });
  if (!parsed.success) {
    const names = parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
    return { ok: false, mistakes: names };
  }
  const { resourceAppId, teamspace: settings, ...rest } = parsed.data;
  const management = settings?.management ?? (settings?.observable ? "api" : "guided");
  return parseTarget({
    ...rest,
    resourceApp: { id: resourceAppId },
    teamspace: settings ? { ...settings, management } : undefined,
  });
}

import { z } from "zod";

import type { TeamspacePolicies } from "../world";
import { LIBRARIES } from "./documentation";

const SOURCE_TYPES = [
  "public_repos",
  "private_sources",
  "confluence",
  "uploaded_files",
  "websites",
  "llmstxt",
] as const;

const threshold = (least: number) => z.int().min(least).nullable().optional();

const operation = (entry: z.ZodString) =>
  z
    .strictObject({
      add: z.array(entry).optional(),
      remove: z.array(entry).optional(),
      clear: z.boolean().optional(),
    })
    .refine(({ add, remove, clear }) => !(clear && (add || remove)), {
      error: "'clear' cannot be used together with 'add' or 'remove'",
    });
type Operation = z.infer<ReturnType<typeof operation>>;

const libraries = operation(z.string().min(1)).optional();
const licenses = operation(
  z
    .string()
    .max(64)
    .regex(/^[A-Za-z0-9.+\-_]+$/),
).optional();
const sourceTypes = z.array(z.enum(SOURCE_TYPES)).optional();

/** `PatchPoliciesRequest` of Context7's OpenAPI document. */
const PatchRequest = z
  .strictObject({
    sourceTypes: z
      .strictObject({ enable: sourceTypes, disable: sourceTypes })
      .refine(({ enable = [], disable = [] }) => !enable.some((name) => disable.includes(name)), {
        error: "The same source type cannot be in both 'enable' and 'disable'",
      })
      .optional(),
    libraryFilters: z
      .strictObject({
        mode: z.enum(["quality", "select"]).nullable().optional(),
        quality: z
          .strictObject({
            requireVerified: z.boolean().optional(),
            minTrustScore: z.int().min(0).max(10).nullable().optional(),
            maxAgeDays: threshold(1),
            blockedLibraries: libraries,
            exceptedLibraries: libraries,
            repoFilters: z
              .strictObject({ minStars: threshold(0), allowedLicenses: licenses })
              .optional(),
            websiteFilters: z
              .strictObject({
                minBacklinks: threshold(0),
                minReferringDomains: threshold(0),
                minOrganicTraffic: threshold(0),
              })
              .optional(),
          })
          .optional(),
        select: z.strictObject({ allowedLibraries: libraries }).optional(),
      })
      .optional(),
  })
  .refine((body) => Object.keys(body).length > 0, {
    error: "At least one of 'sourceTypes' or 'libraryFilters' must be provided",
  });

export type Patched = { ok: true; policies: TeamspacePolicies } | { ok: false; message: string };

/** The policies of a teamspace in which nobody changed any: everything is open. */
export function openPolicies(): TeamspacePolicies {
  return {
    sourceTypes: Object.fromEntries(SOURCE_TYPES.map((name) => [name, { enabled: true }])),
    libraryFilters: {
      mode: null,
      quality: {
        requireVerified: false,
        minTrustScore: null,
        maxAgeDays: null,
        blockedLibraries: [],
        exceptedLibraries: [],
        repoFilters: { minStars: null, allowedLicenses: [] },
        websiteFilters: { minBacklinks: null, minReferringDomains: null, minOrganicTraffic: null },
      },
      select: { allowedLibraries: [] },
    },
  };
}

/** Only what the body names is changed; a body that is wrong somewhere changes nothing. */
export function patchPolicies(policies: TeamspacePolicies, body: unknown): Patched {
  const parsed = PatchRequest.safeParse(body);
  if (!parsed.success) return { ok: false, message: z.prettifyError(parsed.error) };
  const next = structuredClone(policies);
  const { sourceTypes: switched = {}, libraryFilters: filters = {} } = parsed.data;
  for (const name of switched.enable ?? []) next.sourceTypes[name] = { enabled: true };
  for (const name of switched.disable ?? []) next.sourceTypes[name] = { enabled: false };
  merge(next.libraryFilters, filters);
  return { ok: true, policies: next };
}

/** `accessibleLibraryCount`: of the sandbox's few public libraries, all of them repositories. */
export function accessibleLibraryCount({ sourceTypes, libraryFilters }: TeamspacePolicies): number {
  const { mode, quality, select } = libraryFilters;
  const listed = (list: string[], id: string) =>
    list.some((entry) => id === entry || id.startsWith(`${entry}/`));
  return LIBRARIES.filter(({ id, trustScore }) => {
    if (mode === "select") return listed(select.allowedLibraries, id);
    if (mode === "quality" && listed(quality.exceptedLibraries, id)) return true;
    if (!sourceTypes.public_repos?.enabled) return false;
    if (mode === null) return true;
    return (
      trustScore >= (quality.minTrustScore ?? Number.NEGATIVE_INFINITY) &&
      !listed(quality.blockedLibraries, id)
    );
  }).length;
}

/** What is an array here is changed there by an operation; everything else by its new value. */
function merge(target: object, changes: object): void {
  const values = target as Record<string, unknown>;
  for (const [name, change] of Object.entries(changes)) {
    const present = values[name];
    if (change === undefined) continue;
    if (Array.isArray(present)) values[name] = operated(present, change as Operation);
    else if (present !== null && typeof present === "object") merge(present, change as object);
    else values[name] = change;
  }
}

function operated(list: string[], { add = [], remove = [], clear }: Operation): string[] {
  if (clear) return [];
  return [...new Set([...list, ...add])].filter((entry) => !remove.includes(entry));
}

import { z } from "zod";

/** Dashboard → Policies → Library Filters: which of the two filters is in use. */
export enum LibraryFilterMode {
  /** “Filter by Quality”: every library that clears the thresholds. */
  Quality = "quality",
  /** “Select Manually”: the allowed libraries and no others. */
  Select = "select",
  /** Neither. */
  None = "none",
}

/** A limit of “Filter by Quality” that can be declared absent. */
export enum QualityThreshold {
  MinTrustScore = "minTrustScore",
  MaxAgeDays = "maxAgeDays",
  MinStars = "minStars",
  MinBacklinks = "minBacklinks",
  MinReferringDomains = "minReferringDomains",
  MinOrganicTraffic = "minOrganicTraffic",
}

/** Those of Context7's API reference. Whether a teamspace has one is asked of the teamspace. */
const documentedSourceTypes =
  "public_repos, private_sources, confluence, uploaded_files, websites, llmstxt";

const sourceTypes = z.record(z.string().regex(/^[a-z][a-z0-9_]*$/), z.boolean(), {
  error: ({ code, input }) =>
    code === "invalid_key"
      ? `"${input}" is not how Context7 writes a source type: ${documentedSourceTypes}.`
      : undefined,
});

/** Bounds of `PatchPoliciesRequest` in Context7's OpenAPI document. */
const whole = (least: number, most?: number) => {
  const range = most === undefined ? `${least} or more` : `from ${least} to ${most}`;
  const error = ({ input }: { input?: unknown }) =>
    input === null
      ? "is null: to declare that there is no such limit, name it in noThreshold."
      : `must be a whole number, ${range}; it is ${JSON.stringify(input)}.`;
  return z
    .int({ error })
    .min(least, { error })
    .max(most ?? Number.MAX_SAFE_INTEGER, { error })
    .optional();
};

const list = (entry: z.ZodString) =>
  z
    .array(entry)
    .optional()
    .transform((entries) => entries && [...new Set(entries)].sort());

const library = z.string().regex(/^\S+$/, {
  error: ({ input }) =>
    `"${input}" is neither a library (/vercel/next.js), an owner (/vercel) nor a domain (stripe.com).`,
});

const license = z.string().regex(/^[A-Za-z0-9.+\-_]{1,64}$/, {
  error: ({ input }) => `"${input}" is not an SPDX license identifier such as MIT or Apache-2.0.`,
});

const quality = z
  .strictObject({
    requireVerified: z.boolean().optional(),
    minTrustScore: whole(0, 10),
    maxAgeDays: whole(1),
    blockedLibraries: list(library),
    exceptedLibraries: list(library),
    repoFilters: z.strictObject({ minStars: whole(0), allowedLicenses: list(license) }).optional(),
    websiteFilters: z
      .strictObject({
        minBacklinks: whole(0),
        minReferringDomains: whole(0),
        minOrganicTraffic: whole(0),
      })
      .optional(),
    noThreshold: z
      .array(z.enum(QualityThreshold))
      .optional()
      .transform((names) => names && [...new Set(names)].sort()),
  })
  .superRefine((declared, context) => {
    const thresholds = { ...declared, ...declared.repoFilters, ...declared.websiteFilters };
    for (const name of declared.noThreshold ?? []) {
      if (thresholds[name] === undefined) continue;
      const message = `names ${name}, which is also declared as ${thresholds[name]}.`;
      context.addIssue({ code: "custom", path: ["noThreshold"], message });
    }
  });

const libraryFilters = z.strictObject({
  mode: z.enum(LibraryFilterMode).optional(),
  quality: quality.optional(),
  select: z.strictObject({ allowedLibraries: list(library) }).optional(),
});

export const inputs = z.object({
  sourceTypes: sourceTypes.optional(),
  libraryFilters: libraryFilters.optional(),
  restoreOnDelete: z.boolean().default(false),
});

/** Without bounds: what is live is not always what may be declared. */
const owned = {
  sourceTypes: z.record(z.string(), z.boolean()).optional(),
  libraryFilters: z.record(z.string(), z.unknown()).optional(),
};

/** What state holds: the declared properties as they were last seen; a later version may add to it. */
export const state = z.object({
  ...owned,
  restoreOnDelete: z.boolean().default(false),
  /** The same properties as they were when each was first declared. */
  previous: z.object(owned).default({}),
});
export type State = z.infer<typeof state>;

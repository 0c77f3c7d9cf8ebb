import { z } from "zod";
import type { ProviderConfig } from "../credentials";
import type { HttpAnswer } from "../http";
import { type RefusalTexts, refused, unexpected } from "./error";
import { requestsTo } from "./request";

/** Context7's documented Policies API; the API key selects the teamspace. */
const POLICIES_URL = "https://context7.com/api/v2/policies";

const threshold = z
  .number()
  .nullish()
  .transform((value) => value ?? null);
const list = z
  .array(z.string())
  .nullish()
  .transform((value) => value ?? []);

/**
 * `PolicyResponse` of Context7's OpenAPI document. What an answer leaves out is not set: the document
 * requires `websiteFilters`, and its own example has none.
 */
const policies = z.object({
  sourceTypes: z.record(z.string(), z.object({ enabled: z.boolean() })),
  libraryFilters: z.object({
    mode: z
      .string()
      .nullish()
      .transform((value) => value ?? null),
    quality: z
      .object({
        requireVerified: z
          .boolean()
          .nullish()
          .transform((value) => value ?? false),
        minTrustScore: threshold,
        maxAgeDays: threshold,
        blockedLibraries: list,
        exceptedLibraries: list,
        repoFilters: z.object({ minStars: threshold, allowedLicenses: list }).prefault({}),
        websiteFilters: z
          .object({
            minBacklinks: threshold,
            minReferringDomains: threshold,
            minOrganicTraffic: threshold,
          })
          .prefault({}),
      })
      .prefault({}),
    select: z.object({ allowedLibraries: list }).prefault({}),
  }),
  accessibleLibraryCount: z.number().optional(),
});

/** All policies of a teamspace, as `GET` and `PATCH` answer. */
export type Policies = z.infer<typeof policies>;

/** An operation on a list; `clear` goes with neither of the others. */
export interface ListOperation {
  add?: string[];
  remove?: string[];
  clear?: true;
}

/** Values under `libraryFilters` to be changed, by the API's own nesting; `null` clears. */
export interface LibraryFiltersPatch {
  [name: string]: boolean | number | string | null | ListOperation | LibraryFiltersPatch;
}

/** `PatchPoliciesRequest`: what is left out stays as it is. */
export interface PoliciesPatch {
  sourceTypes?: { enable?: string[]; disable?: string[] };
  libraryFilters?: LibraryFiltersPatch;
}

export interface PoliciesClient {
  get(): Promise<Policies>;
  /** @returns all policies, as they are then. */
  patch(changes: PoliciesPatch): Promise<Policies>;
}

const texts: RefusalTexts = {
  400: {
    headline: "Context7 refused the policies",
    remedy: " Correct what it names in the declaration.",
  },
  403: {
    headline: "The API key may not change this teamspace's policies",
    remedy:
      " The key must be made by an owner or admin of the teamspace, with write access where its" +
      " dashboard offers that, and the teamspace's plan must include policies" +
      " (https://context7.com/dashboard/billing).",
  },
  404: {
    headline: "Context7 finds no teamspace for the API key",
    remedy:
      " The key belongs to no teamspace, or its maker has left it. Make one in the teamspace's" +
      " dashboard (https://context7.com/dashboard) and set context7-ema:apiKey (or CONTEXT7_API_KEY).",
  },
};

/**
 * The policies of the teamspace that the API key belongs to.
 *
 * @throws SettingsError if there is no API key.
 */
export function policiesClient(config: ProviderConfig): PoliciesClient {
  const url = new URL(POLICIES_URL);
  const ask = requestsTo(url, config, "Check the network and HTTPS_PROXY.");

  function parsed(method: string, answer: HttpAnswer): Policies {
    if (answer.status !== 200) throw refused(method, url, answer, texts);
    const found = policies.safeParse(answer.json);
    if (found.success) return found.data;
    throw unexpected(method, url, answer, found.error, {
      what: "the policies of a teamspace",
      remedy: "Check HTTPS_PROXY; else Context7 changed its API, and this package must follow.",
    });
  }

  return {
    get: async () => parsed("GET", await ask("GET")),
    // May be sent twice: it says how things are to be, and adding to a list is no doubling.
    patch: async (changes) => parsed("PATCH", await ask("PATCH", { body: changes })),
  };
}

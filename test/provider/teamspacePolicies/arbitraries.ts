import fc from "fast-check";
import { inputs, QualityThreshold } from "../../../provider/teamspacePolicies/schema";
import type { Declaration } from "../../../provider/teamspacePolicies/values";
import type { TeamspacePolicies } from "../../../sandbox/world";

const libraries = fc.subarray(["/a/b", "/a", "/c/d", "example.com", "stripe.com"]);
const licenses = fc.subarray(["MIT", "Apache-2.0", "ISC"]);
const count = fc.integer({ min: 0, max: 10 });
const countOrNone = fc.option(count);
const sourceTypes = [
  "public_repos",
  "private_sources",
  "confluence",
  "uploaded_files",
  "websites",
  "llmstxt",
];

/** Policies as a teamspace may have them. */
export const livePolicies: fc.Arbitrary<TeamspacePolicies> = fc.record({
  sourceTypes: fc.record(
    Object.fromEntries(sourceTypes.map((name) => [name, fc.record({ enabled: fc.boolean() })])),
  ),
  libraryFilters: fc.record({
    mode: fc.constantFrom("quality", "select", null),
    quality: fc.record({
      requireVerified: fc.boolean(),
      minTrustScore: countOrNone,
      maxAgeDays: fc.option(fc.integer({ min: 1, max: 1000 })),
      blockedLibraries: libraries,
      exceptedLibraries: libraries,
      repoFilters: fc.record({ minStars: countOrNone, allowedLicenses: licenses }),
      websiteFilters: fc.record({
        minBacklinks: countOrNone,
        minReferringDomains: countOrNone,
        minOrganicTraffic: countOrNone,
      }),
    }),
    select: fc.record({ allowedLibraries: libraries }),
  }),
});

const some = <T extends object>(shape: { [K in keyof T]: fc.Arbitrary<T[K]> }) =>
  fc.record(shape, { requiredKeys: [] });

/** A declaration of any of the policies, as a program writes it. */
export const declarations = some({
  sourceTypes: some(Object.fromEntries(sourceTypes.map((name) => [name, fc.boolean()]))),
  libraryFilters: some({
    mode: fc.constantFrom("quality", "select", "none"),
    quality: some({
      requireVerified: fc.boolean(),
      minTrustScore: count,
      maxAgeDays: fc.integer({ min: 1, max: 1000 }),
      blockedLibraries: libraries,
      exceptedLibraries: libraries,
      repoFilters: some({ minStars: count, allowedLicenses: licenses }),
      websiteFilters: some({
        minBacklinks: count,
        minReferringDomains: count,
        minOrganicTraffic: count,
      }),
      noThreshold: fc.subarray(Object.values(QualityThreshold)),
    }),
    select: some({ allowedLibraries: libraries }),
  }),
})
  // A threshold that is declared both present and absent is a mistake, refused before any of this.
  .map((declared) => inputs.safeParse(declared).data)
  .filter((declared) => declared !== undefined) as fc.Arbitrary<Declaration>;

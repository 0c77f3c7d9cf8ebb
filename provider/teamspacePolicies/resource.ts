import type * as pulumi from "@pulumi/pulumi";
import { Resource } from "@pulumi/pulumi/dynamic";
import { thinProvider } from "../dynamic";
import { tokenModule } from "../typeTokens";
import type { LibraryFilterMode, QualityThreshold } from "./schema";

const provider = thinProvider("teamspacePolicies");

/** “Select Manually”. */
export interface SelectFilter {
  /** The libraries that may be used: `/vercel/next.js`, `/vercel`, `stripe.com`. The whole list. */
  allowedLibraries?: pulumi.Input<pulumi.Input<string>[]>;
}

/** Limits for public repositories. */
export interface RepoFilters {
  /** Least number of stars on GitHub, 0 or more. */
  minStars?: pulumi.Input<number>;
  /** SPDX identifiers, `MIT`. The whole list; an empty one allows every license. */
  allowedLicenses?: pulumi.Input<pulumi.Input<string>[]>;
}

/** Limits for websites. */
export interface WebsiteFilters {
  /** Least number of backlinks, 0 or more. */
  minBacklinks?: pulumi.Input<number>;
  /** Least number of referring domains, 0 or more. */
  minReferringDomains?: pulumi.Input<number>;
  /** Least organic traffic a month, 0 or more. */
  minOrganicTraffic?: pulumi.Input<number>;
}

/** “Filter by Quality”: a library must clear every limit that is set. */
export interface QualityFilter {
  /** Only verified libraries. */
  requireVerified?: pulumi.Input<boolean>;
  /** Least trust score, 0 to 10. */
  minTrustScore?: pulumi.Input<number>;
  /** Most days since the last update, 1 or more. */
  maxAgeDays?: pulumi.Input<number>;
  /** Libraries, owners and domains that are never used: `/org/repo`, `/org`, `example.com`. The whole list. */
  blockedLibraries?: pulumi.Input<pulumi.Input<string>[]>;
  /** Libraries that pass every limit, the blocked list and the source types. The whole list. */
  exceptedLibraries?: pulumi.Input<pulumi.Input<string>[]>;
  /** Limits for public repositories. */
  repoFilters?: RepoFilters;
  /** Limits for websites. */
  websiteFilters?: WebsiteFilters;
  /** Limits that are declared not to be there: `["maxAgeDays"]`. Default: those not named are not managed. */
  noThreshold?: pulumi.Input<pulumi.Input<QualityThreshold>[]>;
}

/** The card “Library Filters”. */
export interface LibraryFilters {
  /** Which filter is in use: `quality`, `select` or `none`. */
  mode?: pulumi.Input<LibraryFilterMode>;
  /** “Filter by Quality”. */
  quality?: QualityFilter;
  /** “Select Manually”. */
  select?: SelectFilter;
}

/** What is declared is managed, a list as a whole; what is left out stays as it is. */
export interface TeamspacePoliciesArgs {
  /**
   * The card “Source Type Access”, by the API's names: `public_repos`, `private_sources`,
   * `confluence`, `uploaded_files`, `websites`, `llmstxt`. Example: `{ confluence: false }`.
   */
  sourceTypes?: Record<string, pulumi.Input<boolean>>;
  /** The card “Library Filters”. */
  libraryFilters?: LibraryFilters;
  /**
   * On destroy, put back the values that were there when each property was first declared. Default:
   * false, the policies stay as they are.
   */
  restoreOnDelete?: pulumi.Input<boolean>;
}

/**
 * Context7's dashboard → the teamspace → Policies: which sources and libraries the teamspace can use.
 * Over Context7's documented Policies API; the API key selects the teamspace.
 *
 * A property that is declared is owned: it is restored on drift, and a list is owned as a whole.
 * A property that is not declared, or no longer, is left alone.
 *
 * @example
 * new TeamspacePolicies("acme", {
 *   sourceTypes: { confluence: false },
 *   libraryFilters: { mode: LibraryFilterMode.Quality, quality: { minTrustScore: 7 } },
 * });
 */
export class TeamspacePolicies extends Resource {
  declare public readonly sourceTypes: pulumi.Output<Record<string, boolean> | undefined>;
  declare public readonly libraryFilters: pulumi.Output<LibraryFilters | undefined>;

  constructor(name: string, args: TeamspacePoliciesArgs, opts?: pulumi.CustomResourceOptions) {
    const props = { sourceTypes: undefined, libraryFilters: undefined, ...args };
    super(provider, name, props, opts, tokenModule, "TeamspacePolicies");
  }
}

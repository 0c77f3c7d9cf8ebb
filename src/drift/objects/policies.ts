import type { Policies } from "../../../provider/context7/policies";
import { differing } from "../../../provider/teamspacePolicies/patch";
import {
  type Declaration,
  sourceTypeAt,
  type Value,
  valuesIn,
  valuesOf,
} from "../../../provider/teamspacePolicies/values";
import type { DeclaredResource } from "../declared";
import { changed, declaredBy, type FoundObject, type Look, unknown } from "../found";
import type { PropertyChange } from "../report";
import { HIDDEN, holdsSecret, revealed } from "../secret";

/** What reading a teamspace's policies came to: all that it has now. */
export type PoliciesLook = { readonly policies: Policies } | { readonly problem: string };

/** What the dashboard's two cards call them; a source type it does not have here goes by its name. */
const labels: Record<string, string> = {
  "sourceTypes.public_repos": "Public Repositories",
  "sourceTypes.private_sources": "Private Sources",
  "sourceTypes.confluence": "Confluence",
  "sourceTypes.uploaded_files": "Uploaded Files",
  "sourceTypes.websites": "Websites",
  "sourceTypes.llmstxt": "LLMs.txt",
  "sourceTypes.notion": "Notion",
  "libraryFilters.mode": "Filter mode",
  "libraryFilters.quality.requireVerified": "Verification",
  "libraryFilters.quality.minTrustScore": "Trust score",
  "libraryFilters.quality.maxAgeDays": "Freshness",
  "libraryFilters.quality.blockedLibraries": "Blocked libraries",
  "libraryFilters.quality.exceptedLibraries": "Excepted libraries",
  "libraryFilters.quality.repoFilters.minStars": "Repo stars",
  "libraryFilters.quality.repoFilters.allowedLicenses": "Licenses",
  "libraryFilters.quality.websiteFilters.minBacklinks": "Website backlinks",
  "libraryFilters.quality.websiteFilters.minReferringDomains": "Referring domains",
  "libraryFilters.quality.websiteFilters.minOrganicTraffic": "Organic traffic",
  "libraryFilters.select.allowedLibraries": "Selected libraries",
};

/**
 * Holds a teamspace's policies against their declaration, as `TeamspacePolicies`' `read` does: only
 * what is declared is compared; `0`, `false` and nothing are three different things here.
 *
 * @param resource the `TeamspacePolicies` of a stack's state.
 */
export function comparePolicies(resource: DeclaredResource, look: PoliciesLook): Look {
  if ("problem" in look) return unknown(look.problem);
  const { inputs } = resource;
  const wanted = valuesOf(revealed(inputs) as Declaration);
  const there = valuesIn(look.policies);
  const changes = differing(wanted, there).map((property): PropertyChange => {
    const label = labels[property] ?? sourceTypeAt(property) ?? property;
    const [part = ""] = property.split(".");
    return holdsSecret(inputs[part])
      ? { property, label, declared: HIDDEN, live: HIDDEN }
      : { property, label, declared: wanted[property] ?? null, live: there[property] ?? null };
  });
  const object: FoundObject = {
    kind: "teamspace policies",
    name: "Policies",
    ...declaredBy(resource),
    console: "context7.com/dashboard > the teamspace > Policies",
  };
  return changed(object, changes, sentence(changes));
}

function sentence(changes: readonly PropertyChange[]): string {
  const [only, ...more] = changes;
  if (!only || more.length > 0) {
    const names = changes.map(({ label }) => label).join(", ");
    return `Policies: ${changes.length} settings were changed: ${names}.`;
  }
  const { property, label, declared, live } = only;
  if (declared === HIDDEN) return `Policies: ${label} was changed.`;
  if (sourceTypeAt(property) !== undefined)
    return `Source Type Access: ${label} was ${fate(live)}.`;
  return `Library Filters: ${label} ${transition(declared as Value, live as Value)}.`;
}

/** Of a source type. */
function fate(live: unknown): string {
  if (live === null) return "removed by Context7";
  return live === true ? "switched on" : "switched off";
}

function transition(declared: Value, live: Value): string {
  if (!Array.isArray(declared) || !Array.isArray(live)) {
    return `was changed from ${shown(declared)} to ${shown(live)}`;
  }
  const added = live.filter((entry) => !declared.includes(entry));
  const removed = declared.filter((entry) => !live.includes(entry));
  const parts = [
    added.length > 0 ? `gained ${added.join(", ")}` : "",
    removed.length > 0 ? `lost ${removed.join(", ")}` : "",
  ];
  return parts.filter((part) => part !== "").join(" and ");
}

function shown(value: Value): string {
  if (value === null) return "none";
  if (typeof value === "boolean") return value ? "on" : "off";
  return String(value);
}

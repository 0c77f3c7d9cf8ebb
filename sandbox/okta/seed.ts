import { randomBytes } from "node:crypto";

import type { CatalogEntry, Feature, Group, Org, RateLimits, User } from "../world";
import { newApiToken, newId } from "./identifiers";
import { AMPLE_LIMITS } from "./management/rateLimit";

export interface OrgOptions {
  /**
   * How Cross App Access stands in Settings > Features: switched on (default), off, on but not
   * switchable, or not listed any more, as since Okta took it out of self-service in July 2026.
   */
  crossAppAccess?: "enabled" | "disabled" | "locked" | "unlisted";
  /** Default `false`. See `Org.hideCatalogOauthClient`. */
  hideCatalogOauthClient?: boolean;
  /** Default: one of 6,000 requests a minute for everything. */
  rateLimits?: RateLimits;
}

/**
 * The catalog's two XAA apps. Okta publishes neither their keys nor their fields: these are the
 * sandbox's own, and nothing outside it may rely on them.
 */
const CATALOG: CatalogEntry[] = [
  {
    key: "sandbox_xaa_resource_app",
    role: "resource",
    fields: { sandboxIssuerUrl: null, sandboxAudienceTenant: false },
    issuerField: "sandboxIssuerUrl",
  },
  {
    key: "sandbox_xaa_requesting_app",
    role: "requesting",
    fields: { sandboxIssuerUrl: null, sandboxClientId: null, sandboxSignTokens: false },
    issuerField: "sandboxIssuerUrl",
    clientIdField: "sandboxClientId",
  },
];

/** Login before the `@` → groups besides Everyone. */
const PEOPLE: Record<string, string[]> = {
  admin: [],
  "dev.one": ["Engineering"],
  "dev.two": ["Engineering"],
  contractor: ["Eng-Contractors"],
  designer: ["Design"],
};

const GROUPS: Record<string, string> = {
  Everyone: "All users in your organization",
  Engineering: "Employees who write software",
  "Eng-Contractors": "Contractors who write software",
  Design: "Employees who design",
};

/** A freshly made org `https://NAME.okta.com` with people, groups, catalog, and one admin's API token. */
export function seedOrg(name: string, options: OrgOptions = {}): Org {
  const users = Object.keys(PEOPLE).map((person) => seedUser(person, `${name}.example`));
  const groups = Object.entries(GROUPS).map(([group, description]) =>
    seedGroup(group, description, users),
  );
  const admin = `admin@${name}.example`;
  const policies = [
    { id: newId("rst"), name: "Okta Dashboard", system: false },
    { id: newId("rst"), name: "Any two factors", system: true },
  ];

  return {
    name,
    url: `https://${name}.okta.com`,
    id: newId("00o"),
    apiTokens: new Map([[newApiToken(), { login: admin, scopes: "all" as const }]]),
    accessTokens: new Map(),
    usedProofs: new Set(),
    serviceClients: new Map(),
    apps: new Map(),
    groups: byId(groups),
    users: byId(users),
    connections: new Map(),
    features: byId(seedFeatures(options.crossAppAccess ?? "enabled")),
    policies: byId(policies),
    catalog: new Map(CATALOG.map((entry) => [entry.key, entry])),
    connectionsApi: "available",
    hideCatalogOauthClient: options.hideCatalogOauthClient ?? false,
    rateLimits: options.rateLimits ?? AMPLE_LIMITS,
    logEvents: [],
  };
}

/** The name Okta gives the feature in Settings > Features. */
export const CROSS_APP_ACCESS = "Cross App Access";

function seedFeatures(state: NonNullable<OrgOptions["crossAppAccess"]>): Feature[] {
  // Its name only starts like the other's: whoever looks a feature up has to compare all of it.
  const other: Feature = {
    id: newId("ftr"),
    name: "Cross App Access Insights",
    status: "DISABLED",
    switchable: true,
  };
  if (state === "unlisted") return [other];
  return [
    other,
    {
      id: newId("ftr"),
      name: CROSS_APP_ACCESS,
      status: state === "disabled" ? "DISABLED" : "ENABLED",
      switchable: state !== "locked",
    },
  ];
}

function seedUser(person: string, domain: string): User {
  const [firstName = person, lastName = "User"] = person.split(".").map(capitalised);
  return {
    id: newId("00u"),
    login: `${person}@${domain}`,
    email: `${person}@${domain}`,
    firstName,
    lastName,
    password: randomBytes(12).toString("base64url"),
    status: "ACTIVE",
  };
}

function seedGroup(name: string, description: string, users: User[]): Group {
  const everyone = name === "Everyone";
  const members = users.filter(
    (user) => everyone || PEOPLE[user.login.split("@")[0] ?? ""]?.includes(name),
  );
  return {
    id: newId("00g"),
    name,
    description,
    type: everyone ? "BUILT_IN" : "OKTA_GROUP",
    members: new Set(members.map((user) => user.id)),
  };
}

function byId<T extends { id: string }>(values: T[]): Map<string, T> {
  return new Map(values.map((value) => [value.id, value]));
}

function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

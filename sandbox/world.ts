/**
 * What the sandbox's clouds know, as plain values in memory. The servers (Okta's management API and
 * authorization server, Context7) read and write these; tests look at them and change them to play
 * "somebody in the console".
 */

import type { Clock } from "./clock";

/** A catalog integration (OIN): the app's `name`, and the fields of `settings.app` it answers with. */
export interface CatalogEntry {
  key: string;
  role: "requesting" | "resource";
  /** Field name → default value; Okta answers with every one of them, `false` ones included. */
  fields: Record<string, string | boolean | null>;
  /** Field that holds the issuer URL of the resource authorization server. */
  issuerField: string;
  /** Field that holds the client ID at the resource (requesting role only). */
  clientIdField?: string;
}

export interface Application {
  id: string;
  name: string;
  label: string;
  status: "ACTIVE" | "INACTIVE";
  signOnMode: string;
  created: string;
  lastUpdated: string;
  credentials: {
    oauthClient: {
      client_id: string;
      client_secret: string;
      token_endpoint_auth_method: string;
      [field: string]: unknown;
    };
    [field: string]: unknown;
  };
  /** `settings.app`, as the console shows it. */
  app: Record<string, unknown>;
  /** `settings.oauthClient`; catalog apps may leave it out on GET (`Org.hideCatalogOauthClient`). */
  oauthClient: Record<string, unknown>;
  /** Everything else under `settings` and at the top level, kept as sent. */
  settings: Record<string, unknown>;
  /** Group id → priority. */
  groups: Map<string, { priority: number; lastUpdated: string }>;
  /** User ids assigned one by one (not through a group). */
  users: Map<string, { userName: string; created: string }>;
  accessPolicyId?: string;
}

export interface Group {
  id: string;
  name: string;
  description: string;
  type: "OKTA_GROUP" | "BUILT_IN" | "APP_GROUP";
  members: Set<string>;
}

export interface User {
  id: string;
  login: string;
  email: string;
  firstName: string;
  lastName: string;
  password: string;
  status: "ACTIVE" | "DEPROVISIONED" | "SUSPENDED";
}

export interface Connection {
  id: string;
  requestingAppInstanceId: string;
  resourceAppInstanceId: string;
  status: "ACTIVE" | "INACTIVE";
  created: string;
  lastUpdated: string;
}

export interface Feature {
  id: string;
  name: string;
  status: "ENABLED" | "DISABLED";
  /** `false`: Okta refuses to switch it (403 E0000006). */
  switchable: boolean;
}

/** Something that an event of the System Log was done to. */
export interface LogTarget {
  id: string;
  /** `AppInstance`, `UserGroup`, `User`, `Feature`, … */
  type: string;
  alternateId: string;
  displayName: string;
}

/** An event of the System Log, as far as the sandbox fills it in. */
export interface LogEvent {
  uuid: string;
  /** ISO 8601, in UTC. */
  published: string;
  eventType: string;
  severity: string;
  displayMessage: string;
  actor: LogTarget;
  outcome: { result: string; reason: string | null };
  target: LogTarget[];
}

/** A service client of the management API (client_credentials with private_key_jwt). */
export interface ServiceClient {
  clientId: string;
  /** Public JWK set. */
  jwks: { keys: Record<string, unknown>[] };
  /** Granted scopes, e.g. `okta.apps.manage`. */
  scopes: string[];
  /** Asks for DPoP at the token endpoint, as Okta does for new service apps. */
  dpopRequired?: boolean;
}

/**
 * Requests a minute by bucket, written as Okta does: `/api/v1/apps/{id}` is that path, `/api/v1/apps*`
 * all that begin like it and have no bucket of their own.
 */
export type RateLimits = Record<string, number>;

/** One Okta org: https://acme.okta.com and so on. */
export interface Org {
  /** `acme`. */
  name: string;
  /** `https://acme.okta.com`, no trailing slash. */
  url: string;
  id: string;
  /** SSWS tokens → what they may do. */
  apiTokens: Map<string, { login: string; scopes: "all" | string[] }>;
  /** Access tokens given out for the management API → scopes; `expiresAt` in epoch milliseconds. */
  accessTokens: Map<string, { clientId: string; scopes: string[]; expiresAt: number }>;
  /** `jti` of every DPoP proof that the management API took. */
  usedProofs: Set<string>;
  serviceClients: Map<string, ServiceClient>;
  apps: Map<string, Application>;
  groups: Map<string, Group>;
  users: Map<string, User>;
  connections: Map<string, Connection>;
  features: Map<string, Feature>;
  policies: Map<string, { id: string; name: string; system: boolean }>;
  catalog: Map<string, CatalogEntry>;
  /** How the cwo connections API answers: normally, or as if Okta had removed it. */
  connectionsApi: "available" | "gone-404" | "gone-405" | "gone-410" | "gone-E0000015";
  /** Leave out `settings.oauthClient` of catalog apps on GET, as real ones are reported to. */
  hideCatalogOauthClient: boolean;
  rateLimits: RateLimits;
  /** The System Log, oldest first. */
  logEvents: LogEvent[];
}

export interface TeamspaceSettings {
  issuer: string;
  /** Space-separated; absent: pass through what Okta authorizes. */
  scope?: string;
}

/** The dashboard's Policies tab, as `GET /api/v2/policies` names its parts. */
export interface TeamspacePolicies {
  sourceTypes: Record<string, { enabled: boolean }>;
  libraryFilters: {
    mode: "quality" | "select" | null;
    quality: {
      requireVerified: boolean;
      minTrustScore: number | null;
      maxAgeDays: number | null;
      blockedLibraries: string[];
      exceptedLibraries: string[];
      repoFilters: { minStars: number | null; allowedLicenses: string[] };
      websiteFilters: {
        minBacklinks: number | null;
        minReferringDomains: number | null;
        minOrganicTraffic: number | null;
      };
    };
    select: { allowedLibraries: string[] };
  };
}

export interface Teamspace {
  id: string;
  name: string;
  plan: "enterprise" | "pro";
  /** Context7 API key of an owner, `ctx7sk-…`. */
  apiKey: string;
  /** Context7 API key of a developer, who may read the policies and change nothing. */
  developerApiKey: string;
  policies: TeamspacePolicies;
  /** The two fields of the dashboard's Enterprise tab. */
  settings: TeamspaceSettings | undefined;
  /** Grows with every save; the ETag of the settings API. */
  revision: number;
  memberLimit: number;
  /** E-mail → member, provisioned on first sign-in. */
  members: Map<string, { email: string; role: "developer" | "owner"; since: string }>;
}

export interface Context7Cloud {
  teamspaces: Map<string, Teamspace>;
  /** Clients Context7 knows: client ID at the resource → secret (absent: public client). */
  clients: Map<string, { secret?: string }>;
  /** `jti`s seen, by issuer, until they expire. */
  usedJtis: Map<string, number>;
}

/** One request that reached a sandbox server. */
export interface RequestRecord {
  at: number;
  host: string;
  method: string;
  /** Path and query. */
  path: string;
  status: number;
}

/** A planned misbehaviour: the first rule that matches a request and has `times` left applies. */
export interface Fault {
  host?: string;
  method?: string;
  /** Matched against the path without the query. */
  path?: RegExp;
  /** How many matching requests it still lets through first. Default 0. */
  skip?: number;
  /** How often it still applies. */
  times: number;
  /**
   * The moment of everything below: before the server acts, which it then may not do at all, or after
   * it acted and before its answer leaves. Default `before`.
   */
  when?: "before" | "after";
  /** Milliseconds to wait. */
  delay?: number;
  /** Told of each request that is hit; what it returns is waited for. */
  reached?: (request: RequestRecord) => void | Promise<void>;
  /** Closes the connection without an answer. */
  drop?: boolean;
  /** Answer this instead of the real one. */
  respond?: { status: number; headers?: Record<string, string>; body?: unknown };
}

export interface World {
  clock: Clock;
  orgs: Map<string, Org>;
  context7: Context7Cloud;
  requests: RequestRecord[];
  faults: Fault[];
}

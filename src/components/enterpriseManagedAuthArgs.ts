import type * as pulumi from "@pulumi/pulumi";
import type {
  ConnectionManagement,
  ConnectionStatus,
} from "../../provider/crossAppAccessConnection/schema";
import type { TeamspaceManagement } from "../../provider/teamspaceEma/schema";
import type { TeamspacePoliciesArgs } from "../../provider/teamspacePolicies/resource";
import type { McpClient } from "../clients";
import type { People } from "./assignmentPlan";
import type { RequestingAppArgs } from "./requestingApp";
import type { ResourceAppArgs } from "./resourceApp";
import type { VerifierSettings } from "./verifierArgs";

/** Okta's consent of one requesting app to the resource app ("Manage Connections"). */
export interface ConnectionSettings {
  /** `ACTIVE` or `INACTIVE`. Default: `ACTIVE`. */
  status?: pulumi.Input<ConnectionStatus>;
  /**
   * `automatic`, through Okta's connections API, or `guided` for orgs where that API is gone (Okta
   * announced its removal in July 2026). Default: `automatic`.
   */
  management?: pulumi.Input<ConnectionManagement>;
  /** Only with `guided`: the `confirmationCode`, set once the connection was saved in the console. */
  confirmation?: pulumi.Input<string>;
  /** Only with `guided`: `pulumi up` fails until it is confirmed. Default: false, it warns. */
  requireConfirmation?: pulumi.Input<boolean>;
  /** Also delete a connection on destroy that was there before this stack. Default: false. */
  deleteAdopted?: pulumi.Input<boolean>;
}

/** One MCP client: its requesting app, its connection, who may use it. */
export interface RequestingAppDeclaration extends RequestingAppArgs {
  /** Its connection to Context7. Default: active, through the API. */
  connection?: ConnectionSettings;
  /** Who may use this client. Default: `assignments` of the whole. The resource app gets these people too. */
  assignments?: People;
  /** Which MCP client this is; only its set-up files are made. Default: the files of all known clients. */
  mcpClient?: McpClient;
}

/** The teamspace's Enterprise-Managed Auth settings at Context7. */
export interface TeamspaceSettings {
  /** Space-separated scopes to grant on the access token. Default: what Okta authorizes. */
  scope?: pulumi.Input<string>;
  /**
   * `guided`: the two fields are saved in Context7's dashboard and confirmed here. `api`: over the
   * HTTP contract in `docs/`, which Context7 does not offer today. Default: `guided`.
   */
  management?: pulumi.Input<TeamspaceManagement>;
  /** Only with `api`, and required then: the address of the settings document. */
  settingsUrl?: pulumi.Input<string>;
  /**
   * Only with `guided`: the `confirmationCode`, set once the fields were saved. Default: the stack's
   * `context7-ema:teamspaceConfirmation`.
   */
  confirmation?: pulumi.Input<string>;
  /** Only with `guided`: `pulumi up` fails until it is confirmed. Default: false, it warns. */
  requireConfirmation?: pulumi.Input<boolean>;
  /** Only with `api`: take over settings that name another issuer. Default: false, they are refused. */
  adopt?: pulumi.Input<boolean>;
  /** Also delete settings on destroy that were there before this stack. Default: false. */
  deleteAdopted?: pulumi.Input<boolean>;
}

/** Arguments of `EnterpriseManagedAuth`. */
export interface EnterpriseManagedAuthArgs {
  /** Context7 as Okta knows it. Example: `{ existing: { label: "Context7" } }`. */
  resourceApp: ResourceAppArgs;
  /** The MCP clients, each under a key of your choice that goes into the resources' names. */
  requestingApps: Record<string, RequestingAppDeclaration>;
  /** Who may use Context7: assigned on the resource app and on every client without a list of its own. Default: nobody. */
  assignments?: People;
  /**
   * The teamspace's settings; `{}` declares them with the defaults. Left out: another stack owns
   * them, and this one only adds clients.
   */
  teamspace?: TeamspaceSettings;
  /**
   * Which sources and libraries the teamspace can use (dashboard → Policies). What is declared is
   * managed, a list as a whole; the rest is left alone. Needs an API key. Default: nothing is managed.
   */
  policies?: TeamspacePoliciesArgs;
  /**
   * Issuer of ID-JAGs: Okta's org authorization server. Default: the org's address,
   * `https://{orgName}.{baseUrl}`; to be set where the org has a custom domain.
   */
  issuer?: pulumi.Input<string>;
  /**
   * Also keep the feature "Cross App Access" switched on. Default: false. Since July 2026 Okta
   * Support switches it on; with true, an org that does not list it is an error.
   */
  manageFeature?: boolean;
  /**
   * Address of the MCP server for the clients. Default: `https://mcp.context7.com/mcp/oauth`, which
   * demands a token; `/mcp` answers anonymously, so Enterprise-Managed Auth never starts there.
   */
  mcpUrl?: pulumi.Input<string>;
  /**
   * Runs the verifier beside the stack. Example: `{ kind: VerifierKind.Process }`. Default: none is
   * deployed.
   */
  verifier?: VerifierSettings;
}

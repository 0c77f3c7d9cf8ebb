/**
 * Context7 Enterprise-Managed Auth with Okta, declared with Pulumi.
 *
 * `EnterpriseManagedAuth` declares the whole; its parts can be used alone.
 */
export {
  ApplicationLookup,
  type ApplicationLookupArgs,
} from "../provider/applicationLookup/resource";
export { ApplicationRole } from "../provider/applicationLookup/schema";
export {
  CrossAppAccessConnection,
  type CrossAppAccessConnectionArgs,
} from "../provider/crossAppAccessConnection/resource";
export {
  ConnectionManagement,
  ConnectionStatus,
} from "../provider/crossAppAccessConnection/schema";
export {
  CrossAppAccessFeature,
  type CrossAppAccessFeatureArgs,
} from "../provider/crossAppAccessFeature/resource";
export { DirectoryLookup, type DirectoryLookupArgs } from "../provider/directoryLookup/resource";
export { EmaProvider, type EmaProviderArgs } from "../provider/emaProvider";
export { TeamspaceEma, type TeamspaceEmaArgs } from "../provider/teamspaceEma/resource";
export { TeamspaceManagement } from "../provider/teamspaceEma/schema";
export {
  type LibraryFilters,
  type QualityFilter,
  type RepoFilters,
  type SelectFilter,
  TeamspacePolicies,
  type TeamspacePoliciesArgs,
  type WebsiteFilters,
} from "../provider/teamspacePolicies/resource";
export { LibraryFilterMode, QualityThreshold } from "../provider/teamspacePolicies/schema";
export { VerifierProcess, type VerifierProcessArgs } from "../provider/verifierProcess/resource";
export { McpClient } from "./clients";
export type { CatalogApp, ExistingApp } from "./components/application";
export type { People } from "./components/assignmentPlan";
export { type AppAssignments, Assignments, type AssignmentsArgs } from "./components/assignments";
export type { ClientFileResult } from "./components/clientFiles";
export {
  EnterpriseManagedAuth,
  type PoliciesResult,
  type RequestingAppResult,
  type TeamspaceResult,
  type VerifierResult,
} from "./components/enterpriseManagedAuth";
export type {
  ConnectionSettings,
  EnterpriseManagedAuthArgs,
  RequestingAppDeclaration,
  TeamspaceSettings,
} from "./components/enterpriseManagedAuthArgs";
export { protectLasting } from "./components/protection";
export {
  type PublicJwk,
  RequestingApp,
  type RequestingAppArgs,
  TokenEndpointAuthMethod,
} from "./components/requestingApp";
export { ResourceApp, type ResourceAppArgs } from "./components/resourceApp";
export { Verifier } from "./components/verifier";
export {
  type VerifierArgs,
  type VerifierIngress,
  VerifierKind,
  type VerifierKubernetesSettings,
  type VerifierLiveFlow,
  type VerifierOktaClient,
  type VerifierProcessSettings,
  type VerifierResources,
  type VerifierSettings,
} from "./components/verifierArgs";
export type { VerifierEnvironment } from "./components/verifierEnvironment";
export type {
  VerifierRequestingApp,
  VerifierTargetArgs,
  VerifierTeamspace,
} from "./components/verifierTarget";
export { CONTEXT7_ISSUER, DEFAULT_MCP_URL, type Endpoints } from "./endpoints";

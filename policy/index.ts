/**
 * A policy pack for stacks with Context7 Enterprise-Managed Auth. It needs the package
 * `@pulumi/policy` beside this one.
 */
import "./rules/clientsAreUsable";
import "./rules/issuerIsOrgServer";
import "./rules/noDirectUsers";
import "./rules/notEveryone";
import "./rules/protectedInProd";
import "./rules/samePeopleOnBothApps";
import "./rules/secretsAreSecrets";
import "./rules/teamspaceConfirmed";

export { EmaPolicies } from "./emaPolicies";
export type { EmaPoliciesArgs, Level, RuleSettings } from "./registry";
export type { ClientSettings } from "./rules/clientsAreUsable";
export type { IssuerSettings } from "./rules/issuerIsOrgServer";
export type { DirectUserSettings } from "./rules/noDirectUsers";
export type { EveryoneSettings } from "./rules/notEveryone";
export type { ProtectionSettings } from "./rules/protectedInProd";
export type { SamePeopleSettings } from "./rules/samePeopleOnBothApps";
export type { SecretSettings } from "./rules/secretsAreSecrets";

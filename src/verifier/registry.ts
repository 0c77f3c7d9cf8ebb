import type { CauseTag } from "./causes";
import type { CheckContext } from "./checks/context";
import { anonymousMcp } from "./checks/context7/anonymousMcp";
import { authorizationServer } from "./checks/context7/authorizationServer";
import { emaKeys } from "./checks/context7/emaKeys";
import { grant } from "./checks/context7/grant";
import { issuerListed } from "./checks/context7/issuerListed";
import { mcpServer } from "./checks/context7/mcpServer";
import { profile } from "./checks/context7/profile";
import { protectedResource } from "./checks/context7/protectedResource";
import { teamspace } from "./checks/context7/teamspace";
import { teamspaceIssuer } from "./checks/context7/teamspaceIssuer";
import { accessToken } from "./checks/live/accessToken";
import { allowance } from "./checks/live/allowance";
import { discovery } from "./checks/live/discovery";
import { exchange } from "./checks/live/exchange";
import { idJag } from "./checks/live/idJag";
import { mcpCall } from "./checks/live/mcpCall";
import { redemption } from "./checks/live/redemption";
import { secondUse } from "./checks/live/secondUse";
import { wrongAudience } from "./checks/live/wrongAudience";
import { wrongResource } from "./checks/live/wrongResource";
import { adminApi } from "./checks/okta/adminApi";
import { clientIdAtResource } from "./checks/okta/clientIdAtResource";
import { connection } from "./checks/okta/connection";
import { feature } from "./checks/okta/feature";
import { issuer } from "./checks/okta/issuer";
import { metadata } from "./checks/okta/metadata";
import { people } from "./checks/okta/people";
import { peopleWithoutClient } from "./checks/okta/peopleWithoutClient";
import { requestingApp } from "./checks/okta/requestingApp";
import { requestingAppClientId } from "./checks/okta/requestingAppClientId";
import { requestingAppGrants } from "./checks/okta/requestingAppGrants";
import { requestingAppIssuer } from "./checks/okta/requestingAppIssuer";
import { requestingAppSignIn } from "./checks/okta/requestingAppSignIn";
import { resourceApp } from "./checks/okta/resourceApp";
import { resourceAppIssuer } from "./checks/okta/resourceAppIssuer";
import { signingKeys } from "./checks/okta/signingKeys";
import { undeclaredObjects } from "./checks/okta/undeclaredObjects";
import type { ChainLinkName, CheckEvidence, CheckGroup, Severity } from "./report";
import type { RequestingAppTarget } from "./target";

/** What a check needs to be able to run; what is not at hand makes it a skip. */
export type Access = "network" | "oktaApi" | "live";

/** What a check found. Texts of `warn` and `fail` come from the table of causes. */
export type Finding =
  | { readonly verdict: "pass"; readonly summary: string; readonly evidence?: CheckEvidence }
  | {
      readonly verdict: "warn" | "fail";
      readonly tag: CauseTag;
      /** Fill the placeholders of the cause's texts; already safe to show. */
      readonly seen?: string;
      readonly expected?: string;
      readonly evidence?: CheckEvidence;
    }
  | { readonly verdict: "skip"; readonly reason: string };

interface CheckFacts {
  /** `group.name`, where name is the file's. */
  readonly id: string;
  readonly group: CheckGroup;
  /** The link of the chain that it proves; absent: none, it is about the verifier or a probe. */
  readonly link?: ChainLinkName;
  readonly title: string;
  readonly severity: Severity;
  /** Ids of checks; where one of them failed or was skipped, this one is skipped. */
  readonly needs: readonly string[];
  readonly access: readonly Access[];
}

/** A check made once. */
export interface TargetCheck extends CheckFacts {
  readonly each?: undefined;
  run(context: CheckContext): Promise<Finding>;
}

/** A check made once for every requesting app. */
export interface ClientCheck extends CheckFacts {
  readonly each: "client";
  run(context: CheckContext, client: RequestingAppTarget, key: string): Promise<Finding>;
}

export type Check = TargetCheck | ClientCheck;

/** All checks, in the order of the chain; reports keep it. */
export const CHECKS: readonly Check[] = [
  adminApi,
  issuer,
  metadata,
  signingKeys,
  feature,
  requestingApp,
  requestingAppClientId,
  requestingAppSignIn,
  requestingAppGrants,
  requestingAppIssuer,
  clientIdAtResource,
  people,
  connection,
  undeclaredObjects,
  resourceApp,
  resourceAppIssuer,
  peopleWithoutClient,
  authorizationServer,
  grant,
  profile,
  emaKeys,
  teamspaceIssuer,
  teamspace,
  protectedResource,
  issuerListed,
  mcpServer,
  anonymousMcp,
  discovery,
  exchange,
  idJag,
  redemption,
  accessToken,
  mcpCall,
  secondUse,
  wrongAudience,
  wrongResource,
  allowance,
];

import { PolicyPack } from "@pulumi/policy";
import { type EmaPoliciesArgs, initialConfigOf, registeredRules } from "./registry";

/**
 * A policy pack for stacks that declare Context7 Enterprise-Managed Auth. It looks at nothing else,
 * so it may run on every stack of an organization.
 *
 * All rules, advisory:
 *
 * ```typescript
 * new EmaPolicies();
 * ```
 *
 * All rules mandatory, but for one that only warns and one that is not looked at:
 *
 * ```typescript
 * new EmaPolicies({
 *   all: "mandatory",
 *   teamspaceConfirmed: "advisory",
 *   protectedInProd: "disabled",
 * });
 * ```
 *
 * Only some rules:
 *
 * ```typescript
 * new EmaPolicies({ all: "disabled", secretsAreSecrets: "mandatory", notEveryone: "mandatory" });
 * ```
 *
 * Rules with settings of their own, with or without a level:
 *
 * ```typescript
 * new EmaPolicies({
 *   issuerIsOrgServer: { issuers: ["https://acme.okta.com", "https://acme.oktapreview.com"] },
 *   clientsAreUsable: { enforcementLevel: "mandatory", adoptedApps: true },
 *   samePeopleOnBothApps: { adoptedApps: true, clientsElsewhere: true },
 *   noDirectUsers: { enforcementLevel: "mandatory", environments: ["prod*", "staging"] },
 *   notEveryone: { groupNames: ["Everyone", "All *"], groupIds: ["00g1a2b3c4d5e6f7g8h9"] },
 *   secretsAreSecrets: { properties: ["webhookToken"] },
 *   protectedInProd: { environments: ["prod*"] },
 * });
 * ```
 *
 * One pack a process: Pulumi starts the folder that `--policy-pack` names, and asks it by gRPC. What
 * `--policy-pack-config` says, by the names of the policies (docs/policy.md), wins over the arguments.
 */
export class EmaPolicies extends PolicyPack {
  /**
   * @param args levels and settings. Default: every rule, advisory.
   * @param name the pack's name in Pulumi's output.
   * @throws Error for a property that is no rule.
   */
  constructor(args: EmaPoliciesArgs = {}, name = "context7-ema") {
    const policies = [...registeredRules().values()].flatMap(({ policy, witness }) =>
      witness ? [witness, policy] : [policy],
    );
    super(name, { policies, enforcementLevel: "advisory" }, initialConfigOf(args));
  }
}

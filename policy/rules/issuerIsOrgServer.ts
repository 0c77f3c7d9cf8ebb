import { issuerRefusal } from "../../provider/okta/issuer";
import { COMPONENT_TYPES, TEAMSPACE } from "../../provider/typeTokens";
import { type RuleSettings, registerRule } from "../registry";
import { configurationFile, ofType, textOf } from "../resources";
import {
  type Judgement,
  judgeEach,
  type StackResource,
  stackPolicy,
  type Violation,
} from "../stackRule";

export interface IssuerSettings {
  /** The issuers that may be named. Default: any org authorization server. */
  issuers?: string[];
}

declare module "../registry" {
  interface EmaPoliciesArgs {
    /** The issuer is Okta's org authorization server, which alone mints ID-JAGs. */
    issuerIsOrgServer?: RuleSettings<IssuerSettings>;
  }
}

export function issuerViolations(
  resources: readonly StackResource[],
  { issuers = [] }: IssuerSettings,
): Judgement[] {
  return judgeEach(ofType(resources, COMPONENT_TYPES.whole, TEAMSPACE), (resource): Violation[] => {
    const issuer = textOf(resource, "issuer");
    if (issuer === undefined) return [];
    const problem = issuerRefusal(issuer) ?? unlisted(issuer, issuers);
    if (problem === undefined) return [];
    const remedy =
      `Set context7-ema:issuer in ${configurationFile(resource.urn)}, or leave it out: the default ` +
      "is https://{okta:orgName}.{okta:baseUrl}.";
    return [{ urn: resource.urn, message: `${resource.name}: ${problem} ${remedy}` }];
  });
}

function unlisted(issuer: string, issuers: string[]): string | undefined {
  if (issuers.length === 0 || issuers.includes(issuer)) return undefined;
  return `The issuer "${issuer}" is none of those that the policy allows (${issuers.join(", ")}).`;
}

registerRule("issuerIsOrgServer", {
  policy: stackPolicy<IssuerSettings>({
    name: "issuer-is-org-server",
    description: "The issuer is Okta's org authorization server.",
    settings: {
      issuers: {
        type: "array",
        items: { type: "string" },
        default: [],
        description: "The issuers that may be named; empty: any org authorization server.",
      },
    },
    judge: issuerViolations,
  }),
});

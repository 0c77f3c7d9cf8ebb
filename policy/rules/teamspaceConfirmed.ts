import { UNCONFIRMED_REMEDY } from "../../provider/teamspaceEma/guidance";
import { TEAMSPACE } from "../../provider/typeTokens";
import { type RuleSettings, registerRule } from "../registry";
import { configurationFile, ofType, textOf } from "../resources";
import {
  type Judgement,
  judgeEach,
  type StackResource,
  stackPolicy,
  type Violation,
} from "../stackRule";

declare module "../registry" {
  interface EmaPoliciesArgs {
    /** A guided teamspace is confirmed: somebody saved the two fields in Context7's dashboard. */
    teamspaceConfirmed?: RuleSettings;
  }
}

export function unconfirmedTeamspaces(resources: readonly StackResource[]): Judgement[] {
  return judgeEach(ofType(resources, TEAMSPACE), (teamspace): Violation[] => {
    const { management, confirmed, issuer } = teamspace.props;
    if (management === "api" || confirmed === true) return [];
    const scope = textOf(teamspace, "scope") ?? "left blank";
    const code = teamspace.props.confirmationCode as string;
    const message =
      `The teamspace's settings (issuer ${issuer}, scope ${scope}) are not confirmed; without them ` +
      `Context7 refuses every ID-JAG. ${UNCONFIRMED_REMEDY} Here: set context7-ema:teamspaceConfirmation ` +
      `in ${configurationFile(teamspace.urn)} to ${code}.`;
    return [{ urn: teamspace.urn, message }];
  });
}

registerRule("teamspaceConfirmed", {
  policy: stackPolicy({
    name: "teamspace-confirmed",
    description: "A guided teamspace is confirmed as saved at Context7.",
    settings: {},
    judge: unconfirmedTeamspaces,
  }),
});

import type { Step } from "../demonstration";
import { expectEqual } from "../expect";
import { membersOf, viewOrg } from "../observation";
import { DECLARED } from "./preview";

/** Step 9: what the stack made goes, everything else stays. */
export const destroy: Step = {
  title: "Destroy: what the stack made, and nothing else",
  async run({ terminal, pulumi, org, teamspace, before }) {
    const members = membersOf(teamspace);
    const { changes } = await pulumi.run(["destroy", "--yes", "--skip-preview"]);
    const deleted = DECLARED.map((resource) => `- ${resource}`);
    expectEqual(terminal, "the stack is empty", changes, deleted);
    const { features, ...rest } = viewOrg(org);
    const { features: featuresBefore, ...restBefore } = before;
    expectEqual(
      terminal,
      "Okta has its people, groups and Timesheets, and nothing of Context7",
      rest,
      restBefore,
    );
    expectEqual(terminal, "Cross App Access stays on: it is never switched off", features, {
      ...featuresBefore,
      "Cross App Access": "ENABLED",
    });
    const { settings } = teamspace;
    expectEqual(
      terminal,
      "the teamspace's settings stay: the operator saved them, the stack adopted them",
      settings,
      { issuer: org.url },
    );
    expectEqual(terminal, `the member stays: ${members.join(", ")}`, membersOf(teamspace), members);
  },
};

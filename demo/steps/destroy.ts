import { startTimeOf } from "../../provider/verifierProcess/machine";
import type { Step } from "../demonstration";
import { expectEqual } from "../expect";
import { membersOf, viewOrg } from "../observation";
import { verifierPid } from "../verifierService";
import { DECLARED } from "./preview";
import { VERIFIER } from "./verifier";

/** Step 10: what the stack made goes, everything else stays. */
export const destroy: Step = {
  title: "Destroy: what the stack made, and nothing else",
  async run({ terminal, pulumi, org, teamspace, before }) {
    const members = membersOf(teamspace);
    const pid = await verifierPid(pulumi.verifierFolder);
    const { changes } = await pulumi.run(["destroy", "--yes", "--skip-preview"]);
    const deleted = [...DECLARED, VERIFIER].map((resource) => `- ${resource}`).sort();
    expectEqual(terminal, "the stack is empty", changes, deleted);
    expectEqual(
      terminal,
      "the verifier's process was there until now, and has ended",
      { before: pid !== undefined, after: startTimeOf(pid ?? 0) !== undefined },
      { before: true, after: false },
    );
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

import type { Step } from "../demonstration";
import { expectEqual } from "../expect";
import { countRequests, viewOrg } from "../observation";

/** Everything the stack declares. */
export const DECLARED = [
  "ApplicationLookup context7",
  "ApplicationLookup context7-claude-code",
  "ApplicationLookup context7-vscode",
  "CrossAppAccessConnection context7-claude-code",
  "CrossAppAccessConnection context7-vscode",
  "CrossAppAccessFeature context7",
  "DirectoryLookup context7",
  "TeamspaceEma context7",
  "okta:app:GroupAssignment context7-client-claude-code-group-Engineering",
  "okta:app:GroupAssignment context7-client-vscode-group-Engineering",
  "okta:app:GroupAssignment context7-resource-app-group-Engineering",
  "okta:app:OAuth context7",
  "okta:app:OAuth context7-claude-code",
  "okta:app:OAuth context7-vscode",
];

/** Step 3: what a reviewer sees in a pull request. */
export const preview: Step = {
  title: "Preview: what would be there",
  async run({ terminal, pulumi, sandbox, org, before }) {
    const { requests } = sandbox.world;
    const mark = requests.length;
    const { changes } = await pulumi.run(["preview"]);
    const { reads, writes } = countRequests(requests.slice(mark));
    expectEqual(
      terminal,
      "three apps with their group, two connections, the feature and the teamspace would be created",
      changes,
      DECLARED.map((resource) => `+ ${resource}`),
    );
    expectEqual(terminal, `${reads} calls went out, all of them reads`, writes, []);
    expectEqual(terminal, "the org is as it was", viewOrg(org), before);
  },
};

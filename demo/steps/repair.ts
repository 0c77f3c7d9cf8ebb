import type { Step } from "../demonstration";
import { howFar } from "../developer";
import { expectEqual } from "../expect";
import { countRequests, viewOrg } from "../observation";
import { declared } from "./apply";
import { connectionOf } from "./drift";

/** Step 9: back to what is declared, by changing what was changed and nothing else. */
export const repair: Step = {
  title: "Repair",
  async run(demo) {
    const { terminal, pulumi, sandbox, org, teamspace } = demo;
    const { id, requestingAppInstanceId: app } = connectionOf(demo, "Claude Code");
    const { requests } = sandbox.world;
    const mark = requests.length;
    const { changes } = await pulumi.run(["up", "--refresh", "--yes", "--skip-preview"]);
    expectEqual(terminal, "the connection and the teamspace were put back", changes, [
      "~ CrossAppAccessConnection context7-claude-code",
      "~ TeamspaceEma context7",
    ]);
    expectEqual(
      terminal,
      "by two calls: nothing else was written",
      countRequests(requests.slice(mark)).writes.sort(),
      [
        `PATCH ${org.url}/api/v1/apps/${app}/cwo/connections/${id}`,
        `PUT ${sandbox.description.context7.settingsUrl}`,
      ],
    );
    expectEqual(terminal, "Okta is as declared", viewOrg(org), declared(demo));
    const { settings } = teamspace;
    expectEqual(terminal, "Context7 is as declared", settings, { issuer: org.url });
    await pulumi.run(["refresh", "--preview-only", "--expect-no-changes"]);
    terminal.tick("no drift any more");
    const again = await terminal.during("a developer's MCP client", howFar(demo, "dev.one"));
    const answered = "leg 3, MCP call: answered";
    expectEqual(terminal, `the developer's client works again: ${again}`, again, answered);
  },
};

import type { Connection } from "../../sandbox/world";
import { saveInDashboard } from "../dashboard";
import type { Demonstration, Step } from "../demonstration";
import { howFar } from "../developer";
import { expectEqual } from "../expect";
import { viewOrg } from "../observation";
import { STACK } from "../pulumi";

/** What `pulumi` ends with when there are changes though none were expected. */
const CHANGES_FOUND = 7;

/** Step 8: two changes by hand, in two consoles, and the nightly job that finds them. */
export const drift: Step = {
  title: "Drift: somebody was in the consoles",
  async run(demo) {
    const { terminal, pulumi, sandbox, fetch, console, org, teamspace } = demo;
    const connection = connectionOf(demo, "Claude Code");
    await console.setConnection(connection.requestingAppInstanceId, connection.id, "INACTIVE");
    const { dashboardUrl } = sandbox.description.context7;
    await saveInDashboard(fetch, dashboardUrl, { issuer: org.url, scope: "context7.read" });
    terminal.say(
      "Somebody deactivates a connection in Okta, and adds a scope in Context7's dashboard.",
    );
    expectEqual(
      terminal,
      "both consoles saved it",
      { connections: viewOrg(org).connections, settings: teamspace.settings },
      {
        connections: {
          "Claude Code → Context7": "INACTIVE",
          "Visual Studio Code → Context7": "ACTIVE",
        },
        settings: { issuer: org.url, scope: "context7.read" },
      },
    );
    const stopped = await terminal.during("a developer's MCP client", howFar(demo, "dev.one"));
    const refused = "leg 1, token exchange: invalid_target";
    expectEqual(terminal, `the developer's client is cut off, at ${stopped}`, stopped, refused);

    terminal.say("Found by a job that runs every night:");
    const { changes } = await pulumi.run(
      ["refresh", "--preview-only", "--expect-no-changes", "--diff"],
      { exitCode: CHANGES_FOUND },
    );
    expectEqual(terminal, "exit code 7, and it names both, and nothing else", changes, [
      "~ CrossAppAccessConnection context7-claude-code",
      "~ TeamspaceEma context7",
    ]);
    terminal.say(
      "The same in the words of the consoles, which a pull request or an issue can show:",
    );
    const told = await pulumi.runTool(["drift", "--stacks", STACK], CHANGES_FOUND);
    expectEqual(
      terminal,
      "the same verdict, and what somebody did",
      SENTENCES.filter((sentence) => told.includes(sentence)),
      SENTENCES,
    );
  },
};

const SENTENCES = [
  "Manage Connections: Context7 was switched off.",
  "Enterprise: Scope was changed from nothing to “context7.read”.",
];

/** The connection of the requesting app with this label. */
export function connectionOf({ org }: Demonstration, label: string): Connection {
  const app = [...org.apps.values()].find((candidate) => candidate.label === label);
  const connections = [...org.connections.values()];
  return connections.find(
    ({ requestingAppInstanceId }) => requestingAppInstanceId === app?.id,
  ) as Connection;
}

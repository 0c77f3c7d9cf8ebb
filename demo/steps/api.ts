import type { Step } from "../demonstration";
import { expectEqual } from "../expect";

/** Step 6: the teamspace over the HTTP contract in `docs/`, which makes its drift visible. */
export const api: Step = {
  title: "The teamspace by API, for the day there is one",
  async run({ terminal, pulumi, sandbox, org, teamspace }) {
    const { apiKey, settingsUrl } = sandbox.description.context7;
    terminal.say(
      "Context7 offers no API for these settings today. This one is the sandbox's; it follows the " +
        "contract in docs/teamspace-settings.openapi.yaml. With it, the teamspace can be read back.",
    );
    const path = (property: string) => ["--path", `context7-ema:teamspace.${property}`];
    await pulumi.run(["config", "set", ...path("management"), "api"]);
    await pulumi.run(["config", "set", ...path("settingsUrl"), settingsUrl]);
    await pulumi.run(["config", "set", "--secret", "context7-ema:apiKey"], { input: apiKey });
    const { revision } = teamspace;
    const { changes } = await pulumi.run(["up", "--yes", "--skip-preview"]);
    expectEqual(terminal, "only the teamspace changes hands", changes, ["~ TeamspaceEma context7"]);
    expectEqual(
      terminal,
      "what the operator saved is adopted as it is: not written again",
      { revision: teamspace.revision, settings: teamspace.settings },
      { revision, settings: { issuer: org.url } },
    );
    const { observable } = (await pulumi.output("teamspace")) as { observable: boolean };
    expectEqual(terminal, "its drift can be seen from now on", observable, true);
  },
};

import { saveInDashboard } from "../dashboard";
import type { Demonstration, Step } from "../demonstration";
import { expectEqual, expectParts } from "../expect";
import { columns } from "../layout";
import { countRequests, type OrgView, viewOrg } from "../observation";
import { DECLARED } from "./preview";

interface TeamspaceOutput {
  confirmationCode: string;
  confirmed: boolean;
  observable: boolean;
}

/** Step 4: up; then the two fields that only a person can save, and the code that says they did. */
export const apply: Step = {
  title: "Up, and the two fields that only a person can save",
  async run(demo) {
    const { terminal, pulumi, org, teamspace } = demo;
    const { text, changes } = await pulumi.run(["up", "--yes", "--skip-preview"]);
    const created = DECLARED.map((resource) => `+ ${resource}`);
    expectEqual(terminal, "all of it was created", changes, created);
    expectEqual(
      terminal,
      "Okta has what is declared, and what it had before",
      viewOrg(org),
      declared(demo),
    );
    expectEqual(
      terminal,
      "nothing was written to Context7: it has no API for it, so somebody has to",
      teamspace.settings,
      undefined,
    );

    const { confirmationCode: code } = (await pulumi.output("teamspace")) as TeamspaceOutput;
    expectParts(terminal, `the operator is told what to enter, and the code ${code}`, text, [
      `Identity provider issuer: ${org.url}`,
      "Scope (optional): leave blank",
      code,
    ]);
    await enterFields(demo);
    await confirm(demo, code);
  },
};

async function enterFields({ terminal, sandbox, fetch, org, teamspace }: Demonstration) {
  const { dashboardUrl } = sandbox.description.context7;
  terminal.say("The operator opens the dashboard in a browser, fills in the form, and saves:");
  terminal.output([
    dashboardUrl,
    ...columns([
      ["Identity provider issuer", org.url],
      ["Scope (optional)", "(left blank)"],
    ]),
  ]);
  const status = await saveInDashboard(fetch, dashboardUrl, { issuer: org.url, scope: "" });
  expectEqual(terminal, `the dashboard shows: ${status.before} → ${status.after}`, status, {
    before: "Not configured",
    after: "Configured",
  });
  const saved = { issuer: org.url };
  expectEqual(terminal, `the teamspace now trusts ${org.url}`, teamspace.settings, saved);
}

async function confirm({ terminal, pulumi, sandbox }: Demonstration, code: string) {
  await pulumi.run(["config", "set", "context7-ema:teamspaceConfirmation", code]);
  const { requests } = sandbox.world;
  const mark = requests.length;
  const { changes } = await pulumi.run(["up", "--yes", "--skip-preview"]);
  expectEqual(terminal, "only the confirmation is new", changes, ["~ TeamspaceEma context7"]);
  const { writes } = countRequests(requests.slice(mark));
  expectEqual(terminal, "and nothing was written to Okta or Context7 for it", writes, []);
  const { confirmed, observable } = (await pulumi.output("teamspace")) as TeamspaceOutput;
  expectEqual(
    terminal,
    "the teamspace is confirmed; what the dashboard holds cannot be read back, and nobody claims so",
    { confirmed, observable },
    { confirmed: true, observable: false },
  );
  await pulumi.run(["preview", "--expect-no-changes"]);
  terminal.tick("the next preview is clean");
}

/** The org as it has to be: what was there, and what is declared. */
export function declared({ before }: Demonstration): OrgView {
  const app = { status: "ACTIVE", groups: ["Engineering"], users: [] };
  return {
    ...before,
    apps: { ...before.apps, Context7: app, "Claude Code": app, "Visual Studio Code": app },
    connections: { "Claude Code → Context7": "ACTIVE", "Visual Studio Code → Context7": "ACTIVE" },
    features: { ...before.features, "Cross App Access": "ENABLED" },
  };
}

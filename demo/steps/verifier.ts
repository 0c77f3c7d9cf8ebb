import type { Failure } from "../../sandbox/developer";
import { freePort } from "../../scripts/freePort";
import type { Report } from "../../src/verifier/report";
import type { Demonstration, Step } from "../demonstration";
import { howFar, journey } from "../developer";
import { Difference, expectEqual } from "../expect";
import { FAULTS, type Fault } from "../faults";
import { columns } from "../layout";
import { viewOrg } from "../observation";
import { addReadOnlyClient } from "../serviceClient";
import {
  connectVerifier,
  type Explanation,
  explainCommand,
  explainError,
  type VerifierService,
} from "../verifierService";
import { declared } from "./apply";

/** Step 7: the stack's own verifier, and what it says of five mistakes that setups have. */
export const verifier: Step = {
  title: "The verifier: what is wrong, in words",
  async run(demo) {
    const { terminal, org, teamspace } = demo;
    const service = await bringUp(demo);
    const healthy = await terminal.during("the verifier's first run", service.report());
    terminal.say("Its report, /api/report, link by link; the same as a page is at /:");
    terminal.output(columns(healthy.chain.map(({ title, verdict }) => [title, verdict])));
    const unseen = healthy.results.find(({ id }) => id === "context7.teamspace");
    terminal.say(`Not looked at: “${unseen?.title}”, since ${unseen?.reason}.`);
    expectEqual(terminal, "no check fails, and every link holds", linksOf(healthy), HOLDS);

    terminal.say(
      "Now five mistakes, one after the other, each taken back: what the developer is told, and what " +
        "the verifier says.",
    );
    for (const fault of FAULTS) await play(demo, service, fault);

    terminal.part("And with all of them taken back");
    const settings = { issuer: org.url };
    expectEqual(
      terminal,
      "Okta and Context7 are as declared",
      { org: viewOrg(org), settings: teamspace.settings },
      { org: declared(demo), settings },
    );
    const again = await terminal.during("the verifier's checks", service.check());
    expectEqual(terminal, "every link holds again", linksOf(again), HOLDS);
    const answered = "leg 3, MCP call: answered";
    const reached = await terminal.during("a developer's MCP client", howFar(demo, "dev.one"));
    expectEqual(terminal, `the developer's client works: ${reached}`, reached, answered);
  },
};

/** A report without a fault. */
const HOLDS = {
  fail: 0,
  client: "pass",
  requestingApp: "pass",
  connection: "pass",
  resourceApp: "pass",
  context7: "pass",
  mcpServer: "pass",
};

function linksOf({ chain, counts }: Report): Record<string, string | number> {
  const verdicts = chain.map(({ link, verdict }) => [link, verdict] as const);
  return { fail: counts.fail, ...Object.fromEntries(verdicts) };
}

async function bringUp(demo: Demonstration): Promise<VerifierService> {
  const { terminal, pulumi, org, secrets } = demo;
  const { clientId, privateKey, privateKeyId } = await addReadOnlyClient(org);
  secrets.add(privateKey, ...privateKey.split("\n").filter((line) => line.length >= 64));
  terminal.say(
    "The verifier is a process beside the stack. It never gets what deploys the stack, so an " +
      "administrator registered an API service app for it that can only read:",
  );
  const port = await freePort();
  const path = (name: string) => ["--path", `context7-ema:verifier.${name}`];
  await pulumi.run(["config", "set", ...path("kind"), "process"]);
  await pulumi.run(["config", "set", ...path("process.port"), String(port)]);
  await pulumi.run(["config", "set", ...path("process.folder"), pulumi.verifierFolder]);
  await pulumi.run(["config", "set", ...path("okta.clientId"), clientId]);
  await pulumi.run(["config", "set", ...path("okta.privateKeyId"), privateKeyId]);
  await pulumi.run(["config", "set", "--secret", ...path("okta.privateKey")], {
    input: privateKey,
  });
  const { changes } = await pulumi.run(["up", "--yes", "--skip-preview"]);
  expectEqual(terminal, "only the verifier is new", changes, [`+ ${VERIFIER}`]);
  const { url } = (await pulumi.output("verifier")) as { url: string };
  expectEqual(terminal, `it is up at ${url}`, url, `http://127.0.0.1:${port}`);
  return connectVerifier(url);
}

/** What the stack declares from this step on. */
export const VERIFIER = "VerifierProcess context7";

async function play(demo: Demonstration, service: VerifierService, fault: Fault): Promise<void> {
  const { terminal } = demo;
  terminal.part(fault.title);
  const takeBack = await fault.make?.(demo);
  const client = journey(demo, fault.who, fault.choices?.(demo));
  const { outcome, idJag } = await terminal.during("a developer's MCP client", client);
  if (outcome.ok) {
    throw new Difference(`${fault.title}\nexpected: a refusal\nseen: the tool's answer`);
  }
  const explanation = await explain(demo, service, fault, { failure: outcome, idJag });
  await takeBack?.();

  const { leg, step, error, error_description } = outcome;
  const host = leg === 1 ? "Okta" : "Context7";
  terminal.output(
    columns([
      [`${host} said`, `${error}: ${error_description}`],
      ["the verifier says", explanation.summary],
      ["what to do", explanation.remedy],
    ]),
  );
  expectEqual(terminal, `refused at leg ${leg}, ${step}`, { leg, step, error }, fault.refused);
  expectEqual(terminal, `the cause is ${explanation.tag}`, explanation.tag, fault.tag);
}

/** By whoever can tell: Okta's admin API knows of the first mistakes, and of the last ones nobody but the client. */
async function explain(
  demo: Demonstration,
  service: VerifierService,
  { seenBy }: Fault,
  { failure, idJag = "" }: { failure: Failure; idJag?: string },
): Promise<Explanation> {
  const { terminal, org } = demo;
  if (seenBy === "error") {
    terminal.command(`context7-ema ${explainCommand(failure, org.url).join(" ")} < answer.json`);
    return terminal.during("context7-ema explain", explainError(failure, org.url));
  }
  if (seenBy === "ID-JAG") {
    terminal.say("POST /api/idjag/verify, with the ID-JAG that the client was given:");
    const explained = await terminal.during("the verifier", service.explainIdJag(idJag));
    if (explained) return explained;
    throw new Difference("the verifier explains the ID-JAG\nexpected: a refusal\nseen: it holds");
  }
  terminal.say("POST /api/runs, all checks:");
  const { results } = await terminal.during("the verifier's checks", service.check());
  const failed = results.filter(({ verdict }) => verdict === "fail");
  const ids = failed.map(({ id, client = "" }) => `${id} ${client}`.trim());
  expectEqual(terminal, `exactly one check fails: ${ids}`, failed.length, 1);
  const { tag = "", summary = "", remedy = "" } = failed[0] ?? {};
  return { tag, summary, remedy };
}

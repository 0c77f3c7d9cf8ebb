import assert from "node:assert/strict";
import { ExplainedError } from "../../provider/explainedError";
import { named } from "../../provider/okta/objects";
import { shownLines, shownText } from "../../provider/shownText";
import { tell } from "../../provider/terminal";

/** As .NET compares, in which the agents of GitHub and Azure are written: without what has no width. */
const asAgentsRead = (text: string) => text.replace(/\p{DI}/gu, "");

const COMMANDS = [
  "X ##vso[task.complete result=Succeeded;]",
  "##[error]x",
  "x###vso[task.setvariable variable=a]b",
  "##teamcity[buildStatus status='SUCCESS']",
  "#\u034f#vso\u034f[task.complete]",
  "::error file=a::b",
  ":::error::b",
  "\u00a0\t::add-mask::x",
  ":\u034f:error::b",
  "a ::error::b",
];

/** `##word[` anywhere; `::word` where a line begins, or might once it is broken at a blank. */
const COMMAND = /##[\w.-]*\[|(?:^|\s)::+[a-z]/m;

describe("text from outside", () => {
  it("has no command that a pipeline's agent finds, and stays readable", () => {
    for (const command of COMMANDS) {
      assert.match(asAgentsRead(command), COMMAND);
      assert.doesNotMatch(asAgentsRead(shownText(command)), COMMAND, command);
      assert.doesNotMatch(asAgentsRead(shownLines(command)), COMMAND, command);
    }
    assert.equal(shownText("X ##vso[task.complete]"), "X # #vso[task.complete]");
    assert.equal(shownText("::error::x"), ": :error::x");
  });

  it("keeps what only looks like one", () => {
    const urn = "urn:pulumi:prod::acme::okta:app/oAuth:OAuth::claude";
    for (const text of [urn, "Port 8484 of ::1", "on :: now", "## Heading", "C## (a)", "a::b"]) {
      assert.equal(shownText(text), text);
      assert.equal(shownLines(text), text);
    }
  });

  it("is one line in a text, without what steers a terminal; lines stay lines on the way out", () => {
    const label = "\u001b]0;owned\u0007\u001b[2J\n::error::x";
    assert.equal(shownText(label), " ]0;owned [2J : :error::x");
    assert.equal(shownLines(label), " ]0;owned  [2J\n: :error::x");
  });

  it("keeps colours where there are any, and nothing else of the kind", () => {
    assert.equal(shownLines("\u001b[31mred\u001b[0m\u001b[2J", true), "\u001b[31mred\u001b[0m [2J");
    assert.equal(shownLines("\u001b[8mhidden"), " hidden");
  });

  it("is so in an app's name, in every explained error and in what is told", () => {
    const app = { label: "A\u001b[2J\n::error::x", id: "0oa1" };
    assert.equal(named(app), "“A [2J : :error::x” (0oa1)");
    const { message } = new ExplainedError("Okta said: \u001b[2J\n::error::##vso[task.complete]");
    assert.equal(message, "Okta said:  [2J\n: :error::# #vso[task.complete]");
    const told: string[] = [];
    tell({ get: () => undefined, warn: (line) => told.push(line) }, "a\n::error::x");
    assert.deepEqual(told, ["a\n: :error::x"]);
  });
});

import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { addApp } from "../sandbox/developer/arrangement";
import { oneLine, workplace } from "./commandLine";

/** What an app may be called in Okta: a title for the terminal, commands for three pipelines' agents. */
const LABEL =
  "X\u001b]0;owned\u0007\u001b[2J\n::error file=a::x ##vso[task.complete result=Succeeded;]";

describe("a name from Okta that is made to steer whatever shows it", () => {
  const place = workplace();

  before(() => {
    place.requesting.label = LABEL;
    place.requesting.status = "INACTIVE";
  });

  const assertHarmless = (text: string) => {
    assert.doesNotMatch(text.replaceAll("\n", ""), /[\p{Cc}\p{Cf}]/u);
    assert.doesNotMatch(text, /^\s*::|##/m);
  };

  it("does nothing in text, and can be read", async () => {
    const { stdout, code } = await place.run(["doctor", ...place.target]);
    assert.equal(code, 3);
    assertHarmless(stdout);
    assert.match(oneLine(stdout), /“X ]0;owned \[2J : .*:error file=a::x # #vso\[task\.complete/);
  });

  it("does nothing in JSON, which is as it was", async () => {
    const { stdout } = await place.run(["doctor", "--json", ...place.target]);
    assertHarmless(stdout);
    const { results } = JSON.parse(stdout);
    const result = results.find(({ id }: { id: string }) => id === "okta.requestingApp");
    assert.match(result.summary, /“X ]0;owned \[2J : :error/);
    assert.match(result.evidence.label, /^X ]0;owned \[2J : :error/);
  });

  it("does nothing in what is said besides, nor in an error", async () => {
    const { stdout, stderr, code } = await place.run(["discover"]);
    assert.equal(code, 0);
    assertHarmless(stdout);
    assertHarmless(stderr);
    assert.match(oneLine(stderr), /“X ]0;owned \[2J : :error file=a::x # #vso\[/);

    const second = addApp(place.acme, "resource", LABEL);
    await writeFile(join(place.folder, "Pulumi.yaml"), "name: context7\nruntime: nodejs\n");
    try {
      const refused = await place.run(["adopt", "--stack", "prod", "--out", place.folder]);
      assert.equal(refused.code, 1);
      assert.match(oneLine(refused.stderr), /More than one app .*“X ]0;owned/);
      assertHarmless(refused.stderr);
    } finally {
      place.acme.apps.delete(second.id);
    }
  });
});

import assert from "node:assert/strict";
import { oneLine, runInProcess } from "./commandLine";

describe("context7-ema drift, used wrongly", () => {
  const cases: [string, string[], RegExp][] = [
    ["no stack is named", [], /Which stacks\? --stacks dev,staging,prod names them/],
    ["two ways to name them", ["--all", "--stacks", "dev"], /Both --stacks and --all/],
    ["an empty name", ["--stacks", "dev,,prod"], /A name between the commas is empty/],
    ["nothing at a time", ["--all", "--parallel", "0"], /Expected is a whole number above 0/],
    ["one stack to compare", ["--stacks", "dev", "--compare"], /--compare needs two stacks/],
    [
      "a comparison as JUnit",
      ["--all", "--compare", "--junit", "x"],
      /--compare has --json and --markdown/,
    ],
  ];
  for (const [what, args, said] of cases) {
    it(`${what}: exit code 2, and what is right`, async () => {
      const { code, stdout, stderr } = await runInProcess(["drift", ...args]);
      assert.equal(code, 2, stderr);
      assert.match(oneLine(stderr), said);
      assert.equal(stdout, "");
    });
  }

  it("without the Pulumi CLI every stack is unknown: exit code 1", async () => {
    const environment = { PATH: "/nowhere" };
    const { code, stdout } = await runInProcess(["drift", "--stacks", "dev"], { environment });
    assert.equal(code, 1);
    assert.match(oneLine(stdout), /`pulumi` is not on the PATH/);
  });
});

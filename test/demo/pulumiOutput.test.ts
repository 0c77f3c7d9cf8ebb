import assert from "node:assert/strict";
import { createPulumiOutput } from "../../demo/pulumiOutput";

const OWN = "pulumi-nodejs:dynamic/context7-ema";

describe("Pulumi's output, condensed", () => {
  it("shows what was done once, and what is under way as progress", () => {
    const { shown, progress, changes } = read([
      "Updating (demo):",
      "",
      "@ Updating....",
      " +  pulumi:pulumi:Stack context7-ema-demo creating (0s) ",
      " +  context7-ema:index:ResourceApp context7 creating (0s) ",
      ` +  ${OWN}:TeamspaceEma context7 creating (0s) `,
      ` +  ${OWN}:TeamspaceEma context7 created (0.11s) `,
      ` +  ${OWN}:TeamspaceEma context7 created (0.11s) warning: not confirmed`,
      " ~  okta:app:OAuth context7 updated (0.1s) [diff: ~label]",
      " +  pulumi:pulumi:Stack context7-ema-demo created (3s) ",
      "Resources:",
      "    + 3 created",
      "    ~ 1 updated",
      "",
      "Duration: 4s",
      "",
      "Permalink: file:///tmp/state/demo.json",
    ]);
    assert.deepEqual(shown, [
      "+ Stack context7-ema-demo",
      "+ ResourceApp context7",
      "+ TeamspaceEma context7",
      "~ okta:app:OAuth context7 updated [diff: ~label]",
      "Resources: + 3 created, ~ 1 updated",
      "Duration: 4s",
    ]);
    assert.deepEqual(progress, ["creating TeamspaceEma context7"]);
    assert.deepEqual(changes, ["+ TeamspaceEma context7", "~ okta:app:OAuth context7"]);
  });

  it("keeps diagnostics, without the advertisement", () => {
    const { shown } = read([
      "Diagnostics:",
      `  ${OWN}:TeamspaceEma (context7):`,
      "    warning: The teamspace's settings are not confirmed.",
      "",
      "    [Pulumi Neo] Would you like help with these diagnostics?",
      "    ?explainFailure",
      "    Or run `pulumi neo --debug-preview` for an interactive agent in your terminal.",
    ]);
    assert.deepEqual(shown, [
      "Diagnostics:",
      "  TeamspaceEma (context7):",
      "    warning: The teamspace's settings are not confirmed.",
    ]);
  });

  it("tells drift that a refresh found from what up then changed", () => {
    const { shown, changes } = read([
      ` ~  ${OWN}:CrossAppAccessConnection claude refreshing (0s) `,
      " ~  okta:app:OAuth context7 refresh (0.14s) ",
      ` ~  ${OWN}:CrossAppAccessConnection claude refresh (0.21s) [diff: ~status]`,
      "    okta:app:OAuth context7  ",
      ` ~  ${OWN}:CrossAppAccessConnection claude updated (0.02s) [diff: ~status]`,
    ]);
    assert.deepEqual(shown, [
      "~ CrossAppAccessConnection claude refresh [diff: ~status]",
      "~ CrossAppAccessConnection claude updated [diff: ~status]",
    ]);
    assert.deepEqual(changes, ["~ CrossAppAccessConnection claude"]);
  });

  it("of a detailed difference, shows the changed properties alone", () => {
    const { shown, changes } = read([
      "Previewing refresh (demo):",
      "  pulumi:pulumi:Stack: (same)",
      "    [urn=urn:pulumi:demo::context7-ema::pulumi:pulumi:Stack::context7-ema-demo]",
      `        ~ ${OWN}:CrossAppAccessConnection: (update)`,
      "            [id=0oa1/0oa2]",
      `            [urn=urn:pulumi:demo::context7-ema::x$${OWN}:CrossAppAccessConnection::claude]`,
      "            adopted            : false",
      '          ~ status             : "ACTIVE" => "INACTIVE"',
      "Resources:",
      "    ~ 1 to update",
    ]);
    assert.deepEqual(shown, [
      "~ CrossAppAccessConnection claude",
      '    ~ status: "ACTIVE" => "INACTIVE"',
      "Resources: ~ 1 to update",
    ]);
    assert.deepEqual(changes, ["~ CrossAppAccessConnection claude"]);
  });

  it("passes errors on as they are", () => {
    const error = "error: no changes were expected for refresh but changes were proposed";
    assert.deepEqual(read([error]).shown, [error]);
  });
});

function read(lines: string[]) {
  const output = createPulumiOutput();
  const results = lines.map((line) => output.push(line));
  return {
    shown: [...results.flatMap(({ show }) => show), ...output.end()],
    progress: results.flatMap(({ progress }) => progress ?? []),
    changes: output.changes(),
  };
}

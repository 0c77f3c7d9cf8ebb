import assert from "node:assert/strict";
import type { Found } from "../../src/drift/found";
import { ignorePattern, ignoring } from "../../src/drift/ignore";

describe("ignore patterns of drift", () => {
  const finding = (kind: Found["kind"], object: Found["object"]["kind"], name: string): Found => ({
    kind,
    object: { kind: object, name, console: "" },
    sentence: "",
    changes: [],
    remedy: "",
  });
  const acme = finding("undeclared", "requesting app", "Acme / Editor");

  it("are held against kind, object and name", () => {
    assert.equal(ignoring(["undeclared/requesting app/Acme*"])(acme), true);
    assert.equal(ignoring(["undeclared/*/Acme*", "x"])(acme), true);
    assert.equal(ignoring(["changed/requesting app/Acme*"])(acme), false);
  });
  it("match the whole of it", () => {
    assert.equal(ignoring(["undeclared/requesting app"])(acme), false);
    assert.equal(ignoring(["undeclared/*"])(acme), true);
  });
  it("leave nothing out where there are none", () => {
    assert.equal(ignoring([])(acme), false);
  });
  it("are taken if they can match something", () => {
    const taken = [
      "undeclared/requesting app/Acme*",
      "changed/connection/A → B/C",
      "undeclared/*",
      "undeclared/*/Everyone on *",
      "{undeclared,deleted}/user assignment/x",
      "not observable/teamspace/*",
      "!changed/*",
      "*Acme*",
    ];
    for (const pattern of taken) assert.ok(ignorePattern.safeParse(pattern).success, pattern);
  });
  it("are refused, with what is right, if they can match nothing", () => {
    const refused = ["foo", "", "undeclared", "added/connection/x", "undeclared/app/x"];
    for (const pattern of [...refused, "undeclared/connection", "requesting app/Acme*"]) {
      const [issue] = ignorePattern.safeParse(pattern).error?.issues ?? [];
      assert.match(issue?.message ?? "", /can match nothing\. .*user assignment, feature/, pattern);
    }
  });
});

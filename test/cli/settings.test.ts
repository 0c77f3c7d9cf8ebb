import assert from "node:assert/strict";
import { oneLine, runInProcess } from "./commandLine";

describe("the settings of the command line", () => {
  const said = async (...args: string[]) => {
    const { code, stderr } = await runInProcess(["doctor", ...args]);
    return [code, oneLine(stderr).trim()] as const;
  };

  it("name --org-url where it is no https address, and nothing that was not given", async () => {
    const [code, text] = await said("--org-url", "acme.okta.com");
    assert.equal(code, 2);
    assert.equal(
      text,
      "error: --org-url is acme.okta.com. Expected is an https address: https://acme.okta.com.",
    );
    const [, other] = await said("--org-url", "http://acme");
    assert.match(other, /--org-url is http:\/\/acme\. Expected is an https address/);
  });

  it("name --org-url where it is the Admin Console's address", async () => {
    const [code, text] = await said("--org-url", "https://acme-admin.okta.com");
    assert.equal(code, 2);
    assert.match(
      text,
      /Admin Console's address.*Expected is the org's: https:\/\/acme\.okta\.com\./,
    );
  });

  it("say of a target's file that there is none", async () => {
    const [code, text] = await said("--target", "nope.json");
    assert.equal(code, 1);
    assert.equal(text, "error: nope.json cannot be read: there is no such file.");
  });
});

import assert from "node:assert/strict";
import { unprotectedResources } from "../../../policy/rules/protectedInProd";
import { OAUTH_APP } from "../../../provider/typeTokens";
import { handMade, messages, teamspace } from "../stack";

describe("policy: protectedInProd", () => {
  function declared(name: string, protect: boolean) {
    const stack = handMade(name);
    const client = stack.app("requesting", "Claude", { protect });
    const resource = stack.app("resource", "Context7", { protect });
    const connection = stack.connect(client, resource);
    const settings = teamspace(stack, {});
    connection.opts.protect = protect;
    settings.opts.protect = protect;
    stack.group(client, "00g1");
    return stack;
  }

  it("passes apps, connections and teamspace that are protected; assignments need not be", () => {
    assert.deepEqual(unprotectedResources(declared("prod", true).resources, {}), []);
  });

  it("names each that is not, and what to set", () => {
    const found = messages(unprotectedResources(declared("prod", false).resources, {}));
    assert.equal(found.length, 4);
    assert.match(found.join(), /Claude \(okta:app\/oAuth:OAuth\) is not protected/);
    assert.match(found.join(), /CrossAppAccessConnection\) is not protected/);
    assert.match(found.join(), /TeamspaceEma\) is not protected/);
    assert.match(found[0] ?? "", /Set context7-ema:protect to true in Pulumi\.prod\.yaml/);
  });

  it("holds in the environments it is given", () => {
    assert.deepEqual(unprotectedResources(declared("dev", false).resources, {}), []);
    const environments = ["dev"];
    assert.equal(
      unprotectedResources(declared("dev", false).resources, { environments }).length,
      4,
    );
    assert.deepEqual(unprotectedResources(declared("prod", false).resources, { environments }), []);
  });

  it("leaves apps alone that are no part of it, adopted apps, and an empty stack", () => {
    const stack = handMade();
    stack.add(OAUTH_APP, "payroll", { label: "Payroll" });
    stack.app("requesting", "Claude", { id: "0oaC" });
    assert.deepEqual(unprotectedResources(stack.resources, {}), []);
    assert.deepEqual(unprotectedResources([], {}), []);
  });
});

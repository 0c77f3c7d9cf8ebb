import assert from "node:assert/strict";
import { declaredPeople } from "../../src/adopt/declaredPeople";
import { contractors, engineering, foundClient, resourceApp, user } from "./found";

describe("adopt: who is assigned", () => {
  const ann = user("ann");

  it("is declared once where it is the same on all apps, in whatever order", () => {
    const { common, own, notes } = declaredPeople({
      resourceApp: resourceApp([engineering, contractors, ann]),
      clients: [foundClient("claude", [ann, contractors, engineering])],
    });
    assert.deepEqual(common, {
      groupNames: ["Engineering"],
      groupIds: ["00gContractors"],
      userLogins: ["ann@acme.example"],
    });
    assert.deepEqual([own, notes], [{}, []]);
  });

  it("is declared per client where it differs, nobody included", () => {
    const { common, own, notes } = declaredPeople({
      resourceApp: resourceApp([engineering, ann]),
      clients: [
        foundClient("claude", [engineering, ann]),
        foundClient("codex", [ann]),
        foundClient("vscode"),
      ],
    });
    assert.deepEqual(common, { groupNames: ["Engineering"], userLogins: ["ann@acme.example"] });
    assert.deepEqual(own, { codex: { userLogins: ["ann@acme.example"] }, vscode: {} });
    assert.deepEqual(notes, []);
  });

  it("is left out on a client, and said, where the resource app would get somebody new by it", () => {
    const { common, own, notes } = declaredPeople({
      resourceApp: resourceApp([engineering]),
      clients: [foundClient("claude", [engineering, contractors])],
    });
    assert.deepEqual([common, own], [{ groupNames: ["Engineering"] }, {}]);
    assert.match(notes.join(), /Not declared: group “Contractors”.* not to “Context7”/);
    assert.equal(notes.length, 1);
  });

  it("on the resource app alone is declared there, and said", () => {
    const { common, own, notes } = declaredPeople({
      resourceApp: resourceApp([engineering, contractors]),
      clients: [foundClient("claude", [engineering])],
    });
    assert.deepEqual(common, { groupNames: ["Engineering"], groupIds: ["00gContractors"] });
    assert.deepEqual(own, { claude: { groupNames: ["Engineering"] } });
    assert.match(notes.join(), /^group “Contractors”: assigned to “Context7” .* and to no client/);
  });

  it("is left out, and said, for a user whom the app calls otherwise than their login", () => {
    const renamed = user("bob", "bob.old@acme.example");
    const { common, own, notes } = declaredPeople({
      resourceApp: resourceApp([ann, renamed]),
      clients: [foundClient("claude", [ann, user("bob")])],
    });
    assert.deepEqual([common, own], [{ userLogins: ["ann@acme.example"] }, {}]);
    assert.match(notes.join(), /user “bob” on “Context7” .* whose username in the app is not/);
    assert.equal(notes.length, 1);
  });

  it("is nothing where nobody is", () => {
    const nobody = { resourceApp: resourceApp(), clients: [foundClient("claude")] };
    assert.deepEqual(declaredPeople(nobody), { common: {}, own: {}, notes: [] });
  });
});

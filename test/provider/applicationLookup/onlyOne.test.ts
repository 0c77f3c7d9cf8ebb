import assert from "node:assert/strict";
import {
  type NewApplication,
  refuseSecond,
  refuseTwins,
  shared,
} from "../../../provider/applicationLookup/onlyOne";
import { messageOf, sandboxed } from "../sandboxed";

describe("an app of the catalog is made once", () => {
  const world = sandboxed();
  const place = { name: "it's", parentUrn: "urn:pulumi:dev::p::a$b::it's" };
  const app = (role: "requesting" | "resource", more: Partial<NewApplication>) => {
    const { requestingApp, resourceApp } = world.sandbox.description.okta.catalog;
    const { key } = role === "resource" ? resourceApp : requestingApp;
    return { catalogKey: key, label: "Claude Code", ...more };
  };

  it("is not in the way of an app that is not there", async () => {
    await world.addApp("requesting", "Claude Code EU");
    await refuseSecond(world.config(), app("requesting", {}), place);
  });

  it("names the app that is there, and the command that adopts it", async () => {
    const there = await world.addApp("requesting", "Claude Code");
    const wanted = app("requesting", {});
    const text = await messageOf(refuseSecond(world.config(), wanted, place));
    assert.ok(
      text.includes(`https://acme.okta.com already has the app “Claude Code” (${there.id})`),
    );
    const [, command] = text.split("\n");
    assert.equal(
      command,
      `  pulumi import okta:app/oAuth:OAuth 'it'\\''s' ${there.id} ` +
        `--parent 'parent=urn:pulumi:dev::p::a$b::it'\\''s' ` +
        "--protect=false --generate-code=false --yes",
    );
    const explicit = { ...place, providerUrn: "urn:provider" };
    const other = await messageOf(refuseSecond(world.config(), wanted, explicit));
    assert.ok(other.includes(` --provider 'okta=urn:provider' `), other);
  });

  it("knows a resource app by its issuer URL, whatever its label is", async () => {
    const { id } = await world.addApp("resource", "Context7");
    const wanted = app("resource", { label: "C7", issuerUrl: "https://context7.com" });
    const text = await messageOf(refuseSecond(world.config(), wanted, place));
    assert.ok(text.includes(`already has the app “Context7” (${id})`), text);
  });

  it("makes no second one beside an inactive one, nor overlooks it as a twin", async () => {
    const wanted = app("requesting", { label: "Old client" });
    const old = await world.addApp("requesting", "Old client");
    old.status = "INACTIVE";
    const orphan = await messageOf(refuseSecond(world.config(), wanted, place));
    assert.ok(orphan.includes(`already has the app “Old client” (${old.id})`), orphan);
    const twin = await messageOf(refuseTwins(world.config(), wanted, "0oaOwn"));
    assert.ok(twin.includes(`and ${old.id}.`), twin);
  });

  it("tells the stack's own from its twin, which it says to delete", async () => {
    const wanted = app("requesting", { label: "Codex" });
    const lost = await world.addApp("requesting", "Codex");
    await refuseTwins(world.config(), wanted, lost.id);
    const own = await world.addApp("requesting", "Codex");
    const text = await messageOf(refuseTwins(world.config(), wanted, own.id));
    assert.ok(
      text.includes(`twice: ${own.id}, which this stack has just made, and ${lost.id}.`),
      text,
    );
    assert.ok(
      text.includes(`then delete ${lost.id} (Admin Console → Applications → “Codex”`),
      text,
    );
  });

  it("asks once for all that ask at the same time, and anew for the next", async () => {
    const wanted = app("requesting", { label: "New" });
    const many = Array.from({ length: 20 }, () => refuseSecond(world.config(), wanted, place));
    await Promise.all(many);
    assert.deepEqual(world.requests(), ["GET /api/v1/apps"]);
    await world.addApp("requesting", "New");
    await assert.rejects(refuseSecond(world.config(), wanted, place));
  });
});

describe("shared work", () => {
  it("serves whoever comes while it runs by another run, begun later", async () => {
    const ends: ((value: number) => void)[] = [];
    const work = shared(() => new Promise<number>((resolve) => ends.push(resolve)));
    const first = work();
    await Promise.resolve();
    const late = [work(), work()];
    assert.equal(ends.length, 1);
    ends[0]?.(1);
    assert.equal(await first, 1);
    await new Promise(setImmediate);
    ends[1]?.(2);
    assert.deepEqual(await Promise.all(late), [2, 2]);
    assert.equal(ends.length, 2);
  });

  it("is not stopped by a run that failed", async () => {
    let runs = 0;
    const work = shared(async () => {
      runs += 1;
      if (runs === 1) throw new Error("once");
      return runs;
    });
    await assert.rejects(work(), /once/);
    assert.equal(await work(), 2);
  });
});

import assert from "node:assert/strict";

import { startControl } from "../../sandbox/control";
import type { World } from "../../sandbox/world";

describe("the sandbox's control address", () => {
  const world: Pick<World, "faults"> = { faults: [] };
  let control: { url: string; stop(): Promise<void> };

  before(async () => {
    control = await startControl(world);
  });
  after(() => control.stop());

  async function ask(method: string, path: string, body?: unknown) {
    const headers = body === undefined ? undefined : { "content-type": "application/json" };
    const text = body === undefined ? undefined : JSON.stringify(body);
    const answer = await fetch(`${control.url}${path}`, { method, headers, body: text });
    const said = await answer.text();
    return { status: answer.status, body: said === "" ? undefined : JSON.parse(said) };
  }

  it("is on loopback only", () => {
    assert.equal(new URL(control.url).hostname, "127.0.0.1");
  });

  it("plans, shows and removes faults", async () => {
    const rule = { method: "post", path: "/api/v1/apps$", skip: 2, when: "after", drop: true };
    const { status, body } = await ask("POST", "/faults", rule);
    const shown = { id: body.id, ...rule, method: "POST", times: 1, hits: [] };
    assert.deepEqual([status, body], [201, shown]);
    assert.deepEqual((await ask("GET", "/faults")).body, [shown]);
    const [fault] = world.faults;
    assert.ok(fault?.path?.test("/api/v1/apps") && !fault.path.test("/api/v1/apps/0oa1"));
    assert.equal((await ask("DELETE", `/faults/${body.id}`)).status, 204);
    assert.deepEqual(world.faults, []);
    await ask("POST", "/faults", {});
    assert.equal((await ask("DELETE", "/faults")).status, 204);
    assert.deepEqual([world.faults, (await ask("GET", "/faults")).body], [[], []]);
  });

  it("tells of a hit when it comes, and releases what is held", async () => {
    const { body } = await ask("POST", "/faults", { hold: true, times: 2 });
    const told = ask("GET", `/faults/${body.id}/hit?count=2`);
    const request = { at: 1, host: "acme.okta.com", method: "GET", path: "/", status: 0 };
    const [fault] = world.faults;
    const held = [fault?.reached?.(request), fault?.reached?.({ ...request, path: "/second" })];
    assert.deepEqual((await told).body, { ...request, path: "/second" });
    assert.equal((await ask("GET", `/faults/${body.id}`)).body.hits.length, 2);
    assert.equal((await ask("POST", `/faults/${body.id}/release`)).status, 204);
    await Promise.all(held);
  });

  it("refuses what it does not understand, and says where", async () => {
    for (const [body, where] of [
      [{ path: "(" }, "path"],
      [{ when: "during" }, "when"],
      [{ respond: { status: 42 } }, "respond.status"],
      [{ tiems: 2 }, "tiems"],
    ] as const) {
      const refused = await ask("POST", "/faults", body);
      assert.equal(refused.status, 400);
      assert.ok(refused.body.message.includes(where), refused.body.message);
    }
    const unknown = await ask("POST", "/faults/99/release");
    assert.deepEqual(unknown, { status: 404, body: { message: "There is no fault 99." } });
  });
});

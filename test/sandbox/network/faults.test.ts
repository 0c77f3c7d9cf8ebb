import assert from "node:assert/strict";
import { once } from "node:events";
import http, { type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

import { planFault } from "../../../sandbox/network/faultPlan";
import { observed } from "../../../sandbox/network/observation";
import type { World } from "../../../sandbox/world";

describe("a planned fault", () => {
  let server: Server;
  let url: string;
  /** What the server carried out. */
  let acted: string[];
  let world: Pick<World, "requests" | "faults">;

  beforeEach(async () => {
    acted = [];
    world = { requests: [], faults: [] };
    const host = observed("acme.okta.com", world, async (request, response) => {
      acted.push(`${request.method} ${await text(request)}`);
      response.setHeader("x-real", "yes");
      response.writeHead(201, { "content-type": "text/plain" });
      response.write("re");
      response.end("al");
    });
    server = http.createServer(host);
    await once(server.listen(0, "127.0.0.1"), "listening");
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  });
  afterEach(() => {
    server.close();
    server.closeAllConnections();
  });

  const post = (body: string) => fetch(url, { method: "POST", body });
  const code = (request: Promise<unknown>) =>
    request.then(
      () => "answered",
      (error: Error & { cause?: { code?: string } }) => error.cause?.code,
    );

  it("lets the first matching requests through, and hits the next ones in a row", async () => {
    const plan = planFault(world.faults, {
      method: "POST",
      skip: 1,
      times: 2,
      respond: { status: 503 },
    });
    await fetch(url);
    const statuses = [];
    for (const body of ["a", "b", "c", "d"]) statuses.push((await post(body)).status);
    assert.deepEqual(statuses, [201, 503, 503, 201]);
    assert.deepEqual(acted, ["GET ", "POST a", "POST d"]);
    assert.deepEqual(
      plan.hits.map(({ method }) => method),
      ["POST", "POST"],
    );
  });

  it("drops the connection before the server acted", async () => {
    planFault(world.faults, { times: 1, drop: true });
    assert.equal(await code(post("a")), "UND_ERR_SOCKET");
    assert.deepEqual(acted, []);
  });

  it("drops the connection after the server acted, before its answer", async () => {
    planFault(world.faults, { times: 1, when: "after", drop: true });
    assert.equal(await code(post("a")), "UND_ERR_SOCKET");
    assert.deepEqual(acted, ["POST a"]);
    assert.equal(world.requests[0]?.status, 0);
    assert.equal((await post("b")).status, 201);
  });

  it("puts another answer in the place of the real one, as a gateway does that lost it", async () => {
    const respond = { status: 504, body: { gateway: "timeout" } };
    planFault(world.faults, { times: 1, when: "after", respond });
    const answer = await post("a");
    assert.deepEqual([answer.status, await answer.json()], [504, { gateway: "timeout" }]);
    assert.equal(answer.headers.get("x-real"), null);
    assert.deepEqual(acted, ["POST a"]);
    assert.equal(world.requests[0]?.status, 504);
  });

  it("delays", async () => {
    planFault(world.faults, { times: 1, delay: 50 });
    const before = performance.now();
    assert.equal((await post("a")).status, 201);
    assert.ok(performance.now() - before >= 45);
  });

  it("holds a request before the server acts, and says so, until it is released", async () => {
    const plan = planFault(world.faults, { times: 1, hold: true });
    const answer = post("a");
    assert.equal((await plan.hit()).method, "POST");
    assert.deepEqual(acted, []);
    plan.release();
    assert.equal(await (await answer).text(), "real");
    assert.deepEqual(acted, ["POST a"]);
  });

  it("holds an answer that the server has given, and it leaves whole", async () => {
    const plan = planFault(world.faults, { times: 1, when: "after", hold: true });
    const answer = post("a");
    await plan.hit();
    assert.deepEqual(acted, ["POST a"]);
    assert.equal(world.requests[0]?.status, 0);
    plan.release();
    const { status, headers } = await answer;
    assert.deepEqual([status, headers.get("x-real")], [201, "yes"]);
    assert.equal(await (await answer).text(), "real");
    assert.equal(world.requests[0]?.status, 201);
  });

  it("does not carry out what it held once whoever asked is gone", async () => {
    const plan = planFault(world.faults, { times: 1, hold: true });
    const asking = new AbortController();
    const asked = fetch(url, { method: "POST", body: "a", signal: asking.signal });
    await plan.hit();
    asking.abort();
    await assert.rejects(asked);
    await connections(0);
    plan.release();
    assert.equal((await post("b")).status, 201);
    assert.deepEqual(acted, ["POST b"]);
  });

  it("waits for a later hit, and does nothing any more once it is cancelled", async () => {
    const plan = planFault(world.faults, { times: Number.POSITIVE_INFINITY, hold: true });
    const second = plan.hit(2);
    const answers = [post("a"), post("b")];
    await second;
    assert.equal(plan.hits.length, 2);
    plan.cancel();
    for (const answer of answers) assert.equal((await answer).status, 201);
    assert.equal((await post("c")).status, 201);
    assert.equal(plan.hits.length, 2);
    assert.deepEqual(world.faults, []);
  });

  /** Until the server has this many connections. */
  async function connections(wanted: number): Promise<void> {
    for (;;) {
      const count = await new Promise((resolve) => {
        server.getConnections((_error, open) => resolve(open));
      });
      if (count === wanted) return;
      await new Promise(setImmediate);
    }
  }
});

import assert from "node:assert/strict";
import { once } from "node:events";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { Agent } from "undici";
import { NoAnswer, send } from "../../../provider/http";
import { pacedDispatcher } from "../../../provider/okta/pacedDispatcher";
import { skippingClock } from "../../../sandbox/clock";
import { simulatedOkta } from "./simulation";

const ID = "0oa1a2b3c4D5E6f7g8h9";

describe("a paced dispatcher", () => {
  const paths: string[] = [];
  const clock = skippingClock(() => paths.length);
  const okta = simulatedOkta(
    [{ limit: 6, endpoints: ["/api/v1/apps", "/api/v1/apps/{id}/groups"], others: 0 }],
    clock,
  );
  let next: "answer" | "fail" | "drop" = "answer";
  let server: http.Server;
  let agent: Agent;
  let dispatcher: ReturnType<typeof pacedDispatcher>;

  before(async () => {
    server = http.createServer((request, response) => {
      const path = (request.url ?? "").split("?")[0] ?? "";
      paths.push(path);
      const how = next;
      next = "answer";
      const headers = okta.answer(path.replace(ID, "{id}"));
      if (how === "drop") response.destroy();
      else
        response
          .writeHead(how === "fail" ? 503 : 200, { ...headers, "retry-after": "0" })
          .end("{}");
    });
    await once(server.listen(0, "127.0.0.1"), "listening");
    agent = new Agent();
    dispatcher = pacedDispatcher(agent, { clock });
  });
  beforeEach(() => {
    paths.length = 0;
  });
  after(async () => {
    await agent.close();
    server.close();
  });

  const get = (path: string, to: Agent | typeof dispatcher = dispatcher) => {
    const { port } = server.address() as AddressInfo;
    const url = new URL(path, `http://127.0.0.1:${port}`);
    const limits = { retries: 1, longestWait: 0, totalWait: 0 };
    return send({ method: "GET", url, headers: {} }, { dispatcher: to, limits });
  };

  it("knows calls by their paths, whichever object and page they are for", async () => {
    await get("/api/v1/apps?after=1");
    const { status, headers } = await get(`/api/v1/apps/${ID}/groups`);
    assert.equal(status, 200);
    assert.equal(headers["x-rate-limit-remaining"], "4");
    assert.deepEqual(paths, ["/api/v1/apps", `/api/v1/apps/${ID}/groups`]);
  });

  it("makes a repeated call wait for its turn, too: the window has two", async () => {
    next = "fail";
    const start = clock.now();
    const { status } = await get("/api/v1/apps");
    assert.equal(status, 200);
    assert.deepEqual(
      okta.windows.map(({ ours }) => ours),
      [2, 2],
    );
    assert.ok(clock.now() - start >= 60_000);
  });

  it("passes on that no answer came, and lets the next call go", async () => {
    next = "drop";
    await assert.rejects(get("/api/v1/nothing"), NoAnswer);
    const closed = new Agent();
    await closed.close();
    await assert.rejects(get("/api/v1/apps", pacedDispatcher(closed, { clock })), NoAnswer);
    assert.equal((await get("/api/v1/nothing")).status, 200);
  });
});

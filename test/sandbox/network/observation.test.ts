import assert from "node:assert/strict";
import { once } from "node:events";
import http, { type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import { observed } from "../../../sandbox/network/observation";
import type { Fault, World } from "../../../sandbox/world";

describe("a host under observation", () => {
  let server: Server | undefined;

  afterEach(() => {
    server?.close();
    server?.closeAllConnections();
  });

  it("records every request with the status it got", async () => {
    const { world, url } = await observe((request, response) => {
      if (request.url === "/explicit") response.writeHead(418).end();
      else response.end("implicit");
    });
    await fetch(`${url}/explicit`);
    await fetch(`${url}/a?b=c`, { method: "PUT" });
    assert.deepEqual(
      world.requests.map(({ host, method, path, status }) => [host, method, path, status]),
      [
        ["acme.okta.com", "GET", "/explicit", 418],
        ["acme.okta.com", "PUT", "/a?b=c", 200],
      ],
    );
  });

  it("records no credentials that come in the query", async () => {
    const { world, url } = await observe((_request, response) => response.end());
    await fetch(`${url}/token?client_assertion_type=jwt&client_assertion=eyJh.b.c&scope=s`);
    assert.equal(
      world.requests[0]?.path,
      "/token?client_assertion_type=jwt&client_assertion=…&scope=s",
    );
  });

  it("applies the first fault that matches, as often as it says, then serves as usual", async () => {
    const { world, url } = await observe((_request, response) => response.end("real"));
    world.faults.push(
      fault({ host: "globex.okta.com" }),
      fault({ method: "POST" }),
      fault({ path: /^\/other$/ }),
      fault({ host: "acme.okta.com", method: "GET", path: /^\/api\/v1\/apps$/, times: 2 }),
    );
    const statuses = [];
    for (let call = 0; call < 3; call += 1) {
      const response = await fetch(`${url}/api/v1/apps?limit=1`);
      statuses.push([response.status, response.headers.get("x-why"), await response.text()]);
    }
    assert.deepEqual(statuses, [
      [503, "planned", '{"no":"luck"}'],
      [503, "planned", '{"no":"luck"}'],
      [200, null, "real"],
    ]);
    assert.deepEqual(
      world.faults.map(({ times }) => times),
      [1, 1, 1, 0],
    );
    assert.deepEqual(
      world.requests.map(({ status }) => status),
      [503, 503, 200],
    );
  });

  async function observe(listener: RequestListener) {
    const world = { requests: [], faults: [] } as Pick<World, "requests" | "faults">;
    server = http.createServer(observed("acme.okta.com", world, listener));
    await once(server.listen(0, "127.0.0.1"), "listening");
    const { port } = server.address() as AddressInfo;
    return { world, url: `http://127.0.0.1:${port}` };
  }
});

function fault(rule: Partial<Fault>): Fault {
  const respond = { status: 503, headers: { "x-why": "planned" }, body: { no: "luck" } };
  return { times: 1, respond, ...rule };
}

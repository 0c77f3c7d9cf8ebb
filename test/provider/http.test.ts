import assert from "node:assert/strict";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type HttpRequest, NoAnswer, send } from "../../provider/http";

describe("send", () => {
  let server: Server;
  let handler: RequestListener;
  let url: URL;
  let seen: string[];
  const limits = { retries: 2, longestWait: 1500, totalWait: 2000 };
  const ask = (request: Partial<HttpRequest> = {}) =>
    send({ method: "GET", url, headers: {}, ...request }, { limits });

  before((done) => {
    server = createServer((request, response) => {
      seen.push(`${request.method} ${request.url}`);
      handler(request, response);
    }).listen(0, "127.0.0.1", done);
  });
  beforeEach(() => {
    seen = [];
    url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  });
  after((done) => {
    server.close(done);
    server.closeAllConnections();
  });

  it("gives status, headers and JSON", async () => {
    handler = (_, response) => {
      response.writeHead(201, { etag: '"1"' }).end('{"a":1}');
    };
    const { status, headers, json, effort } = await ask();
    assert.deepEqual([status, headers.etag, json], [201, '"1"', { a: 1 }]);
    assert.deepEqual(effort, { retries: 0, waited: 0 });
  });

  it("gives a refusal with its body, at once", async () => {
    handler = (_, response) => void response.writeHead(404).end('{"error":"no"}');
    const { status, json } = await ask();
    assert.deepEqual([status, json], [404, { error: "no" }]);
    assert.equal(seen.length, 1);
  });

  it("takes anything but JSON for nothing", async () => {
    handler = (_, response) => void response.end("<html>");
    assert.equal((await ask()).json, undefined);
  });

  it("waits and tries again after 429 and 5xx, then goes on", async () => {
    handler = (_, response) => {
      if (seen.length > 2) response.end("{}");
      else response.writeHead(seen.length === 1 ? 429 : 503, { "retry-after": "0" }).end();
    };
    const { status, effort } = await ask({ method: "PUT", body: "{}" });
    assert.deepEqual([status, effort.retries], [200, 2]);
  });

  it("gives the last refusal with its body when it tried enough", async () => {
    handler = (_, response) => {
      response.writeHead(429, { "retry-after": "0" }).end('{"errorCode":"E0000047"}');
    };
    const { status, json, effort } = await ask();
    assert.deepEqual([status, json], [429, { errorCode: "E0000047" }]);
    assert.equal(effort.retries, 2);
    assert.equal(seen.length, 3);
  });

  it("does not wait longer than it may", async () => {
    handler = (_, response) => void response.writeHead(429, { "retry-after": "3600" }).end();
    assert.equal((await ask()).status, 429);
    assert.equal(seen.length, 1);
  });

  it("does not send a POST twice after a failure", async () => {
    handler = (_, response) => void response.writeHead(502).end();
    assert.equal((await ask({ method: "POST" })).status, 502);
    assert.equal(seen.length, 1);
  });

  it("does not follow a redirect, which could take credentials elsewhere", async () => {
    handler = (_, response) => void response.writeHead(302, { location: "/elsewhere" }).end();
    assert.equal((await ask()).status, 302);
    assert.deepEqual(seen, ["GET /"]);
  });

  it("stops reading an answer that is too large", async () => {
    handler = (_, response) => {
      const chunk = Buffer.alloc(1024 * 1024);
      const more = () => {
        while (!response.destroyed && response.write(chunk));
        response.once("drain", more);
      };
      more();
    };
    await assert.rejects(ask(), (error) => error instanceof NoAnswer && error.code === "TOO_LARGE");
  });

  it("says which network error it was, after trying again", async () => {
    handler = (request) => void request.socket.destroy();
    await assert.rejects(ask(), (error) => {
      assert.ok(error instanceof NoAnswer);
      assert.match(error.code, /UND_ERR_SOCKET|ECONNRESET/);
      assert.ok(error.effort.retries > 0);
      return true;
    });
  });

  it("names a host that does not exist", async () => {
    const nowhere = new URL("http://nowhere.invalid/");
    await assert.rejects(ask({ url: nowhere }), (error) => error instanceof NoAnswer);
  });
});

import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:net";
import { freePort } from "../../scripts/freePort";

describe("a free port", () => {
  it("is none that the system gives to outgoing connections, is free, and is given once", async () => {
    const ports = await Promise.all(Array.from({ length: 50 }, () => freePort()));
    assert.equal(new Set(ports).size, 50);
    assert.ok(ports.every((port) => port < 32_768));
    const server = createServer().listen(ports[0], "127.0.0.1");
    await once(server, "listening");
    server.close();
  });

  it("is not one that somebody listens on", async () => {
    const server = createServer().listen(20_000, "127.0.0.1");
    await Promise.race([once(server, "listening"), once(server, "error")]);
    const chances = [0, 0.5];
    assert.equal(await freePort(() => chances.shift() ?? 0.9), 26_000);
    server.close();
  });
});

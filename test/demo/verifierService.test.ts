import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Difference } from "../../demo/expect";
import { connectVerifier, stopVerifier, verifierPid } from "../../demo/verifierService";

describe("the demo's way to the verifier", () => {
  const answers: Record<string, [status: number, body: unknown][]> = {};
  let server: Server;
  let url: string;
  before(async () => {
    server = createServer((request, response) => {
      const [status, body] = answers[`${request.method} ${request.url}`]?.shift() ?? [500, {}];
      response.writeHead(status, { "content-type": "application/json" });
      response.end(JSON.stringify(body));
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => {
    server.close();
    server.closeAllConnections();
  });

  it("waits for the report of the run that it started", async () => {
    answers["POST /api/runs"] = [[202, { id: "7" }]];
    answers["GET /api/runs/7"] = [
      [202, {}],
      [200, { id: "7", verdict: "pass" }],
    ];
    assert.deepEqual(await connectVerifier(url).check(), { id: "7", verdict: "pass" });
  });

  it("does not take the report of another run", async () => {
    answers["POST /api/runs"] = [[409, { error: "run_under_way" }]];
    await assert.rejects(connectVerifier(url).check(), Difference);
  });

  it("has an explanation of an ID-JAG that is refused, and none of one that holds", async () => {
    const refusal = { ok: false, reason: "expired", message: "It has expired.", remedy: "Again." };
    answers["POST /api/idjag/verify"] = [
      [200, refusal],
      [200, { ok: true }],
    ];
    const explained = await connectVerifier(url).explainIdJag("x");
    assert.deepEqual(explained, { tag: "expired", summary: "It has expired.", remedy: "Again." });
    assert.equal(await connectVerifier(url).explainIdJag("x"), undefined);
  });
});

describe("a verifier that a broken-off demo leaves", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "demo-verifier-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it("is ended", async () => {
    const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
    const closed = once(child, "close");
    await writeFile(join(folder, "verifier.pid"), `${child.pid}\n`);
    assert.equal(await verifierPid(folder), child.pid);
    await stopVerifier(folder);
    await closed;
    assert.equal(child.signalCode, "SIGTERM");
    assert.equal(await verifierPid(folder), undefined);
  });

  it("may not be there", async () => {
    await stopVerifier(folder);
    assert.equal(await verifierPid(folder), undefined);
  });
});

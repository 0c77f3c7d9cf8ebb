import assert from "node:assert/strict";
import https from "node:https";
import { type AddressInfo, createServer as createTcpServer } from "node:net";
import { gzipSync } from "node:zlib";
import { after, before, describe, it } from "mocha";
import { request } from "undici";
import { startNetwork } from "../../../sandbox/network";
import { createCertificateAuthority } from "../../../sandbox/network/certificates";
import { discoverAuthorizationServer } from "../../../src/idjag";
import { getDocument } from "../../../src/verifier/checks/document";
import {
  createTransport,
  type Transport,
  type TransportOptions,
} from "../../../src/verifier/transport";
import { guardedLookup, type Resolve } from "../../../src/verifier/transport/guardedLookup";

const HOST = "acme.okta.com";

/** The innermost error's code: undici's fetch wraps what happened. */
async function codeOf(attempt: Promise<unknown>): Promise<string> {
  try {
    await attempt;
  } catch (error) {
    let innermost = error as Error & { code?: string };
    while (innermost.cause instanceof Error) innermost = innermost.cause;
    return innermost.code ?? innermost.message;
  }
  return "no error";
}

/** A name server that gives these addresses, one list a question, the last one for ever. */
function resolver(...answers: string[][]): Resolve & { asked: string[] } {
  const asked: string[] = [];
  const resolve: Resolve = (hostname, _options, callback) => {
    const list = answers[Math.min(asked.length, answers.length - 1)] ?? [];
    asked.push(hostname);
    callback(
      null,
      list.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
    );
  };
  return Object.assign(resolve, { asked });
}

describe("the transport", () => {
  const transports: Transport[] = [];
  let server: https.Server;
  let base: string;
  let ca: string;

  before(async () => {
    const authority = await createCertificateAuthority();
    ca = authority.pem;
    server = https.createServer(await authority.issue(HOST), (incoming, response) => {
      switch (incoming.url) {
        case "/redirect":
          response.writeHead(302, { location: "https://evil.example/" }).end();
          return;
        case "/large":
          response.end(Buffer.alloc(3000));
          return;
        case "/endless":
          response.write("first");
          return;
        case "/silent":
          return;
        case "/bomb":
          response
            .writeHead(200, { "content-encoding": "gzip" })
            .end(gzipSync(Buffer.alloc(10_000)));
          return;
        default:
          response.end(JSON.stringify(incoming.headers));
      }
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    base = `https://${HOST}:${(server.address() as AddressInfo).port}`;
  });
  after(async () => {
    for (const transport of transports) await transport.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  function transport(options: Partial<TransportOptions> = {}): Transport {
    const made = createTransport({
      urls: [base],
      privateHosts: [HOST],
      environment: {},
      resolve: resolver(["127.0.0.1"]),
      limits: { size: 2000, time: 300 },
      ca,
      ...options,
    });
    transports.push(made);
    return made;
  }

  it("reaches a configured host, by fetch and by request", async () => {
    const { fetch, dispatcher, addressesCheckedBy } = transport();
    const answer = await fetch(`${base}/`, { headers: { "accept-encoding": "gzip", "x-a": "1" } });
    const headers = (await answer.json()) as Record<string, string>;
    assert.equal(headers["accept-encoding"], "identity");
    assert.equal(headers["x-a"], "1");
    const other = await request(base, { dispatcher, headers: { "x-b": "2" } });
    assert.equal(((await other.body.json()) as Record<string, string>)["x-b"], "2");
    assert.equal(addressesCheckedBy, "verifier");
  });

  it("refuses a host that is not configured before it resolves its name", async () => {
    const resolve = resolver(["127.0.0.1"]);
    const { fetch, dispatcher } = transport({ resolve });
    assert.equal(await codeOf(fetch("https://evil.example/")), "HOST_NOT_CONFIGURED");
    assert.equal(
      await codeOf(request("https://evil.example/", { dispatcher })),
      "HOST_NOT_CONFIGURED",
    );
    assert.equal(await codeOf(fetch("http://acme.okta.com/")), "NOT_HTTPS");
    assert.deepEqual(resolve.asked, []);
  });

  for (const addresses of [
    ["127.0.0.1"],
    ["8.8.8.8", "10.0.0.1"],
    ["::ffff:7f00:1"],
    ["64:ff9b::7f00:1"],
  ]) {
    it(`refuses a configured host with the address ${addresses.join(" and ")}`, async () => {
      const { fetch } = transport({ privateHosts: [], resolve: resolver(addresses) });
      assert.equal(await codeOf(fetch(base)), "ADDRESS_NOT_PUBLIC");
    });
  }

  it("looks at the address of every connection anew, so a name that changes gains nothing", () => {
    const resolve = resolver(["8.8.8.8"], ["127.0.0.1"]);
    const lookup = guardedLookup(new Set(), resolve);
    const answers: unknown[] = [];
    for (const all of [true, false]) {
      lookup(HOST, { all }, (error, address) => answers.push(error?.message ?? address));
    }
    assert.deepEqual(answers[0], [{ address: "8.8.8.8", family: 4 }]);
    assert.match(String(answers[1]), /has the address 127\.0\.0\.1, which is not public/);
    assert.equal(resolve.asked.length, 2);
  });

  it("tells through the protocol's requests what to do about a refusal", async () => {
    const { fetch } = transport({ privateHosts: [], resolve: resolver(["10.0.0.1"]) });
    const inside = await discoverAuthorizationServer(base, { fetch });
    assert.ok(!inside.ok && inside.reason === "unreachable");
    assert.match(inside.seen ?? "", /10\.0\.0\.1, which is not public; .* by --private-host, or/);
    const elsewhere = await getDocument(fetch, "https://keys.example/jwks");
    assert.ok(!elsewhere.ok);
    assert.match(elsewhere.seen, /none of the target's hosts .* correct the target/);
  });

  it("refuses an address written out, for which nothing is resolved", async () => {
    const port = new URL(base).port;
    const { fetch } = transport({ urls: [`https://127.0.0.1:${port}`], privateHosts: [] });
    assert.equal(await codeOf(fetch(`https://127.0.0.1:${port}`)), "ADDRESS_NOT_PUBLIC");
    assert.equal(await codeOf(fetch(`https://2130706433:${port}`)), "ADDRESS_NOT_PUBLIC");
  });

  it("does not follow redirects, whatever the caller asks for", async () => {
    const answer = await transport().fetch(`${base}/redirect`, { redirect: "follow" });
    assert.equal(answer.status, 302);
  });

  it("breaks off an answer that is too large", async () => {
    const { fetch, dispatcher } = transport();
    assert.equal(await codeOf(fetch(`${base}/large`).then((a) => a.text())), "ANSWER_TOO_LARGE");
    const answer = request(`${base}/large`, { dispatcher }).then(({ body }) => body.text());
    assert.equal(await codeOf(answer), "ANSWER_TOO_LARGE");
  });

  it("breaks off an answer that does not begin, or does not end", async () => {
    const { fetch } = transport();
    assert.equal(await codeOf(fetch(`${base}/silent`)), "ANSWER_TOO_SLOW");
    assert.equal(await codeOf(fetch(`${base}/endless`).then((a) => a.text())), "ANSWER_TOO_SLOW");
  });

  it("refuses a compressed answer, whose size says nothing", async () => {
    assert.equal(await codeOf(transport().fetch(`${base}/bomb`)), "ANSWER_COMPRESSED");
  });

  it("checks certificates", async () => {
    const { fetch } = transport({ ca: undefined });
    assert.match(await codeOf(fetch(base)), /CERT|SELF_SIGNED|UNABLE_TO/);
  });

  describe("with a proxy", () => {
    it("goes through it, resolves nothing, and says whose matter addresses are", async () => {
      const network = await startNetwork({ [HOST]: (_request, response) => response.end("there") });
      try {
        const resolve = resolver(["127.0.0.1"]);
        const { fetch, dispatcher, addressesCheckedBy } = transport({
          urls: [`https://${HOST}`],
          privateHosts: [],
          environment: { HTTPS_PROXY: network.proxyUrl },
          ca: network.caPem,
          resolve,
        });
        assert.equal(await (await fetch(`https://${HOST}/`)).text(), "there");
        const { body } = await request(`https://${HOST}/`, { dispatcher });
        assert.equal(await body.text(), "there");
        assert.deepEqual(resolve.asked, []);
        assert.equal(addressesCheckedBy, "proxy");
      } finally {
        await network.stop();
      }
    });

    it("refuses other hosts, other schemes and private addresses before the proxy hears of them", async () => {
      let connections = 0;
      const proxy = createTcpServer((socket) => {
        connections += 1;
        socket.destroy();
      });
      await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
      const environment = {
        https_proxy: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
      };
      const { fetch } = transport({ urls: ["https://10.0.0.1"], privateHosts: [], environment });
      assert.equal(await codeOf(fetch("https://evil.example/")), "HOST_NOT_CONFIGURED");
      assert.equal(await codeOf(fetch("http://10.0.0.1/")), "NOT_HTTPS");
      assert.equal(await codeOf(fetch("https://10.0.0.1/")), "ADDRESS_NOT_PUBLIC");
      assert.equal(connections, 0);
      await new Promise((resolve) => proxy.close(resolve));
    });

    it("guards the addresses of hosts that NO_PROXY takes out", async () => {
      const environment = { HTTPS_PROXY: "http://127.0.0.1:9", NO_PROXY: HOST };
      const { fetch } = transport({ privateHosts: [], environment });
      assert.equal(await codeOf(fetch(base)), "ADDRESS_NOT_PUBLIC");
    });
  });
});

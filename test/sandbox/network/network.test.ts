import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import http, { type RequestListener } from "node:http";
import { dirname } from "node:path";
import { connect } from "node:tls";
import { promisify } from "node:util";

import { request } from "undici";

import { sandboxDispatcher } from "../../../sandbox/dispatcher";
import { type Network, startNetwork } from "../../../sandbox/network";

const run = promisify(execFile);

const says =
  (text: string): RequestListener =>
  (incoming, response) =>
    response.end(`${text} ${incoming.headers.host} ${incoming.url}`);

describe("the sandbox's network", () => {
  let network: Network;

  before(async () => {
    network = await startNetwork({
      "acme.okta.com": says("okta"),
      "context7.com": says("context7"),
    });
  });
  after(() => network.stop());

  it("serves each host under its real name to an undici dispatcher", async () => {
    const dispatcher = sandboxDispatcher(network);
    for (const [host, name] of [
      ["acme.okta.com", "okta"],
      ["context7.com", "context7"],
    ]) {
      const { body } = await request(`https://${host}/a?b=c`, { dispatcher });
      assert.equal(await body.text(), `${name} ${host} /a?b=c`);
    }
    await dispatcher.close();
  });

  it("is met by Node's own fetch with nothing but the environment", async () => {
    const program = `fetch("https://acme.okta.com/x").then((r) => r.text()).then(console.log)`;
    assert.equal(await node(program), "okta acme.okta.com /x\n");
  });

  it("is met by undici's EnvHttpProxyAgent with nothing but the environment", async () => {
    const program = `const { EnvHttpProxyAgent, request } = require("undici");
      request("https://context7.com/y", { dispatcher: new EnvHttpProxyAgent() })
        .then((r) => r.body.text()).then(console.log)`;
    assert.equal(await node(program), "context7 context7.com /y\n");
  });

  it("leaves loopback alone, which Pulumi's engine and programs talk over", async () => {
    const program = `const server = require("http").createServer((_, r) => r.end("direct"));
      server.listen(0, "127.0.0.1", async () => {
        console.log(await (await fetch("http://127.0.0.1:" + server.address().port)).text());
        server.close(); server.closeAllConnections();
      })`;
    assert.equal(await node(program), "direct\n");
  });

  for (const target of ["example.com:443", "acme.okta.com:444", "acme.okta.com.evil.test:443"]) {
    it(`answers 502 to CONNECT ${target}, and names the hosts it serves`, async () => {
      const { status, body } = await tunnel(target);
      assert.equal(status, 502);
      assert.match(body, new RegExp(`does not serve ${target.replaceAll(".", "\\.")}\\.`));
      assert.match(body, /acme\.okta\.com, context7\.com/);
    });
  }

  it("answers 502 to plain http, whatever the host", async () => {
    const response = await new Promise<http.IncomingMessage>((resolve, reject) => {
      const { hostname, port } = new URL(network.proxyUrl);
      const path = "http://acme.okta.com/";
      http.get({ hostname, port, path, agent: false }, resolve).on("error", reject);
    });
    response.resume();
    assert.equal(response.statusCode, 502);
  });

  it("is not trusted without its authority", async () => {
    const environment = { ...network.environment, NODE_EXTRA_CA_CERTS: "", SSL_CERT_FILE: "" };
    const program = `fetch("https://acme.okta.com/").catch((e) => console.log(e.cause.code))`;
    assert.match(await node(program, environment), /UNABLE_TO_VERIFY_LEAF_SIGNATURE|SELF_SIGNED/);
  });

  it("shows a certificate for the host asked for, and no other", async () => {
    const { socket } = await tunnel("acme.okta.com:443");
    const error = await new Promise<NodeJS.ErrnoException | undefined>((resolve) => {
      const tls = connect({ socket, servername: "context7.com", ca: network.caPem }, () =>
        resolve(undefined),
      );
      tls.on("error", resolve);
    });
    socket.destroy();
    assert.equal(error?.code, "ERR_TLS_CERT_ALTNAME_INVALID");
  });

  it("keeps the authority's certificate for this user only, and no key beside it", () => {
    assert.equal(statSync(network.caFile).mode & 0o777, 0o600);
    assert.equal(statSync(dirname(network.caFile)).mode & 0o777, 0o700);
    assert.doesNotMatch(network.caPem, /PRIVATE/);
  });

  it("leaves nothing behind", async () => {
    const short = await startNetwork({ "acme.okta.com": says("okta") });
    const dispatcher = sandboxDispatcher(short);
    await (await request("https://acme.okta.com/", { dispatcher })).body.dump();
    await short.stop();
    assert.equal(existsSync(dirname(short.caFile)), false);
    await assert.rejects(request("https://acme.okta.com/", { dispatcher }));
    await dispatcher.destroy();
  });

  async function node(program: string, environment = network.environment): Promise<string> {
    const env = { ...process.env, ...environment };
    const { stdout } = await run(process.execPath, ["-e", program], { env });
    return stdout;
  }

  function tunnel(target: string) {
    const { hostname, port } = new URL(network.proxyUrl);
    return new Promise<{ status?: number; body: string; socket: import("node:net").Socket }>(
      (resolve, reject) => {
        const asked = http.request({ hostname, port, method: "CONNECT", path: target });
        asked.on("connect", (response, socket, head) => {
          if (response.statusCode === 200) {
            resolve({ status: 200, body: "", socket });
            return;
          }
          let body = head.toString();
          socket.on("data", (chunk: Buffer) => {
            body += chunk;
          });
          socket.on("end", () => {
            socket.destroy();
            resolve({ status: response.statusCode, body, socket });
          });
        });
        asked.on("error", reject);
        asked.end();
      },
    );
  }
});

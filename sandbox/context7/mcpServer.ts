import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import http, { type RequestListener } from "node:http";
import { type AddressInfo, createServer } from "node:net";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** Milliseconds. */
const START_TIMEOUT = 20_000;
const STOP_TIMEOUT = 2_000;

export interface McpServer {
  /** Passes every request on to the child process, which sees the host name the client used. */
  handler: RequestListener;
  start(environment: Record<string, string>): Promise<void>;
  stop(): Promise<void>;
}

/** The real MCP server of Context7, npm `@upstash/context7-mcp`, as a child process of this one. */
export function createMcpServer(): McpServer {
  let child: ChildProcess | undefined;
  let port: number | undefined;
  const killChild = () => child?.kill();

  return {
    handler(request, response) {
      if (port === undefined) {
        response.writeHead(503).end();
        return;
      }
      const { method, url: path, headers } = request;
      const forwarded = http.request(
        { host: "127.0.0.1", port, method, path, headers },
        (answer) => {
          response.writeHead(answer.statusCode ?? 502, answer.headers);
          answer.pipe(response);
        },
      );
      forwarded.on("error", () => {
        if (response.headersSent) response.destroy();
        else response.writeHead(502).end();
      });
      response.on("close", () => forwarded.destroy());
      request.pipe(forwarded);
    },

    async start(environment) {
      child = spawn(
        process.execPath,
        [entryPoint(), "--transport", "http", "--port", `${await freePort()}`],
        {
          env: environment,
          stdio: ["ignore", "ignore", "pipe"],
        },
      );
      process.once("exit", killChild);
      port = await listeningPort(child);
      await answersPing(port);
    },

    async stop() {
      port = undefined;
      process.off("exit", killChild);
      if (!child || child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, "exit");
      killChild();
      const impatient = setTimeout(() => child?.kill("SIGKILL"), STOP_TIMEOUT);
      await exited;
      clearTimeout(impatient);
    },
  };
}

function entryPoint(): string {
  const manifest = require.resolve("@upstash/context7-mcp/package.json");
  return join(dirname(manifest), "dist", "index.js");
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

/** From its start message: it takes the next port if somebody was quicker on the one it was given. */
function listeningPort(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let output = "";
    const read = (chunk: Buffer) => {
      output += chunk;
      const found = /running on HTTP at http:\/\/localhost:(\d+)\//.exec(output);
      if (found) settle(() => resolve(Number(found[1])));
    };
    const fail = (what: string) =>
      settle(() => reject(new Error(`Context7's MCP server ${what}.\n${output}`)));
    const ended = (code: number | null) => fail(`ended with ${code}`);
    const timer = setTimeout(() => fail("did not start in time"), START_TIMEOUT);

    function settle(result: () => void) {
      clearTimeout(timer);
      child.off("exit", ended);
      child.stderr?.off("data", read);
      // Or the child would block on a full pipe.
      child.stderr?.resume();
      result();
    }
    child.once("exit", ended);
    child.once("error", reject);
    child.stderr?.on("data", read);
  });
}

async function answersPing(port: number): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT;
  while (Date.now() < deadline) {
    const status = await ping(port);
    if (status === 200) return;
    await sleep(50);
  }
  throw new Error("Context7's MCP server does not answer /ping.");
}

function ping(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const request = http.get({ host: "127.0.0.1", port, path: "/ping" }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    request.on("error", () => resolve(undefined));
  });
}

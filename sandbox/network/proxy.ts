import http from "node:http";
import net from "node:net";

/**
 * Makes a CONNECT proxy (RFC 9110 §9.3.6) that only knows some hosts.
 *
 * @param ports host name → port on 127.0.0.1 of the TLS server that plays it on port 443
 * @returns a server, not yet listening. Any other target, and plain `http://`, gets 502 and a sentence
 *   that names the hosts there are: nothing leaves this machine.
 */
export function createProxy(ports: ReadonlyMap<string, number>): http.Server {
  const known = [...ports.keys()].join(", ");
  const refusal = (target: string) =>
    `The sandbox does not serve ${target}. It serves, on port 443 only: ${known}.\n`;

  const server = http.createServer((request, response) => {
    response
      .writeHead(502, { "content-type": "text/plain; charset=utf-8" })
      .end(refusal(request.url ?? "a request without a target"));
  });

  server.on("connect", (request, client: net.Socket, head: Buffer) => {
    const target = request.url ?? "";
    const port = target.endsWith(":443") ? ports.get(target.slice(0, -":443".length)) : undefined;
    client.on("error", () => client.destroy());

    if (port === undefined) {
      const body = refusal(target);
      client.end(
        `HTTP/1.1 502 Bad Gateway\r\ncontent-type: text/plain; charset=utf-8\r\n` +
          `content-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
      );
      return;
    }

    const upstream = net.connect(port, "127.0.0.1", () => {
      client.write("HTTP/1.1 200 Connection Established\r\n\r\n");
      if (head.length > 0) upstream.write(head);
      upstream.pipe(client).pipe(upstream);
    });
    upstream.on("error", () => client.destroy());
    upstream.on("close", () => client.destroy());
    client.on("close", () => upstream.destroy());
  });

  return server;
}

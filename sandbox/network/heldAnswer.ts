import type { ServerResponse } from "node:http";

/** The methods by which a server answers; all but the first send something. */
const METHODS = ["writeHead", "write", "end", "flushHeaders"] as const;

type Method = (...args: unknown[]) => unknown;
type Methods = Record<(typeof METHODS)[number], Method>;

/** An answer that the server has given and nobody has got. */
export interface HeldAnswer {
  /** Lets it leave, with all that the server still adds to it. */
  send(): void;
  /** Sends this in its place; what the server still says is lost. */
  replace(status: number, headers: Record<string, string>, body: string | undefined): void;
}

/**
 * Keeps back what a server answers. To be called before the server gets the response.
 *
 * @returns settled when the server begins to send, that is: once it has acted.
 */
export function holdAnswer(response: ServerResponse): Promise<HeldAnswer> {
  const methods = response as unknown as Methods;
  const real = Object.fromEntries(
    METHODS.map((name) => [name, methods[name].bind(response)]),
  ) as Methods;
  const said: (() => unknown)[] = [];

  return new Promise((resolve) => {
    const answer: HeldAnswer = {
      send() {
        Object.assign(methods, real);
        for (const call of said) call();
      },
      replace(status, headers, body) {
        for (const name of response.getHeaderNames()) response.removeHeader(name);
        real.writeHead(status, headers);
        real.end(body);
      },
    };
    for (const name of METHODS) {
      methods[name] = (...args) => {
        said.push(() => real[name](...args));
        if (name !== "writeHead") resolve(answer);
        return name === "write" ? true : response;
      };
    }
  });
}

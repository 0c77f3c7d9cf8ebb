import type { RequestListener, ServerResponse } from "node:http";

import { realClock } from "../clock";
import type { RequestRecord, World } from "../world";
import { faultFor, suffer } from "./faults";

/** The Okta plugin sends its client assertion in the query; records get printed. */
const CREDENTIALS = /([?&](?:client_assertion|client_secret|id_token_hint)=)[^&]*/g;

/**
 * Puts a host under observation: every request is recorded in `world.requests` when it arrives (its
 * status is 0 until it is answered), and a planned fault does to it what it says.
 */
export function observed(
  host: string,
  world: Pick<World, "requests" | "faults"> & Partial<Pick<World, "clock">>,
  listener: RequestListener,
): RequestListener {
  return (request, response) => {
    const record: RequestRecord = {
      at: (world.clock ?? realClock).now(),
      host,
      method: request.method ?? "",
      path: (request.url ?? "").replace(CREDENTIALS, "$1…"),
      status: 0,
    };
    world.requests.push(record);
    recordStatus(record, response);

    const fault = faultFor(world.faults, record);
    if (fault === undefined) listener(request, response);
    else void suffer(fault, record, { request, response, listener });
  };
}

/**
 * Every response goes through `writeHead`, an implicit one too. Waiting for `finish` instead would let
 * a client hold the answer before the record has its status.
 */
function recordStatus(record: RequestRecord, response: ServerResponse): void {
  const writeHead = response.writeHead;
  response.writeHead = function (this: ServerResponse, ...args: unknown[]) {
    record.status = args[0] as number;
    return Reflect.apply(writeHead, this, args);
  } as typeof writeHead;
}

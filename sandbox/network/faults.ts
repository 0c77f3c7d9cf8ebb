import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

import type { Fault, RequestRecord } from "../world";
import { holdAnswer } from "./heldAnswer";

/** A request on its way to the server that should answer it. */
export interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  listener: RequestListener;
}

/** The fault that this request meets, counted as used; a rule that lets it through counts that. */
export function faultFor(faults: Fault[], request: RequestRecord): Fault | undefined {
  const fault = faults.find((rule) => rule.times > 0 && matches(rule, request));
  if (fault === undefined) return undefined;
  if (fault.skip) {
    fault.skip -= 1;
    return undefined;
  }
  fault.times -= 1;
  return fault;
}

function matches(fault: Fault, request: RequestRecord): boolean {
  const [path = ""] = request.path.split("?", 1);
  return (
    (fault.host === undefined || fault.host === request.host) &&
    (fault.method === undefined || fault.method === request.method) &&
    (fault.path === undefined || fault.path.test(path))
  );
}

/** Does to a request what the fault says; settled when nothing more will be done to it. */
export async function suffer(
  fault: Fault,
  record: RequestRecord,
  exchange: Exchange,
): Promise<void> {
  if (fault.when === "after") await sufferAfter(fault, record, exchange);
  else await sufferBefore(fault, record, exchange);
}

async function sufferBefore(fault: Fault, record: RequestRecord, exchange: Exchange) {
  const { request, response, listener } = exchange;
  await wait(fault, record);
  // Whoever asked may have died meanwhile; what it asked is not carried out then.
  if (fault.drop || request.socket.destroyed) {
    request.socket.destroy();
  } else if (fault.respond) {
    const { status, headers, body } = answerOf(fault.respond);
    request.resume();
    response.writeHead(status, headers).end(body);
  } else {
    listener(request, response);
  }
}

async function sufferAfter(fault: Fault, record: RequestRecord, exchange: Exchange) {
  const { request, response, listener } = exchange;
  const answered = holdAnswer(response);
  listener(request, response);
  const answer = await answered;
  await wait(fault, record);
  if (fault.drop) {
    request.socket.destroy();
  } else if (fault.respond) {
    const { status, headers, body } = answerOf(fault.respond);
    answer.replace(status, headers, body);
  } else {
    answer.send();
  }
}

async function wait({ delay, reached }: Fault, record: RequestRecord): Promise<void> {
  await reached?.(record);
  if (delay) await sleep(delay, undefined, { ref: false });
}

function answerOf({ status, headers, body }: NonNullable<Fault["respond"]>) {
  return {
    status,
    headers: { "content-type": "application/json", ...headers },
    body: body === undefined ? undefined : JSON.stringify(body),
  };
}

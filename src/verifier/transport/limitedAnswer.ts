import type { Dispatcher } from "undici";
import { TransportRefusal } from "./refusal";

export interface AnswerLimits {
  /** Bytes of a body. */
  readonly size: number;
  /** From the request to the last byte, in milliseconds. */
  readonly time: number;
}

/**
 * Passes an answer on to `handler`, and breaks it off when it exceeds a limit. A compressed answer is
 * refused as well: its size says nothing about what it unpacks to.
 */
export function limitedAnswer(
  handler: Dispatcher.DispatchHandler,
  limits: AnswerLimits,
): Dispatcher.DispatchHandler {
  let timer: NodeJS.Timeout | undefined;
  let size = 0;

  return {
    onRequestStart(controller, context) {
      clearTimeout(timer);
      timer = setTimeout(() => {
        const message = `there was no whole answer within ${limits.time / 1000} seconds`;
        controller.abort(new TransportRefusal("ANSWER_TOO_SLOW", message));
      }, limits.time);
      timer.unref();
      handler.onRequestStart?.(controller, context);
    },
    onResponseStart(controller, status, headers, statusMessage) {
      const encoding = [headers["content-encoding"] ?? []].flat().join().toLowerCase();
      if (encoding !== "" && encoding !== "identity") {
        const message = "the answer is compressed, though none was asked for";
        controller.abort(new TransportRefusal("ANSWER_COMPRESSED", message));
        return;
      }
      handler.onResponseStart?.(controller, status, headers, statusMessage);
    },
    onResponseData(controller, chunk) {
      size += chunk.length;
      if (size > limits.size) {
        const message = `the answer is larger than ${limits.size} bytes`;
        controller.abort(new TransportRefusal("ANSWER_TOO_LARGE", message));
        return;
      }
      handler.onResponseData?.(controller, chunk);
    },
    onResponseEnd(controller, trailers) {
      clearTimeout(timer);
      handler.onResponseEnd?.(controller, trailers);
    },
    onResponseError(controller, error) {
      clearTimeout(timer);
      handler.onResponseError?.(controller, error);
    },
    onRequestUpgrade(controller, status, headers, socket) {
      clearTimeout(timer);
      handler.onRequestUpgrade?.(controller, status, headers, socket);
    },
    onBodySent: (chunk) => handler.onBodySent?.(chunk),
    onRequestSent: () => handler.onRequestSent?.(),
    onResponseStarted: () => handler.onResponseStarted?.(),
  };
}

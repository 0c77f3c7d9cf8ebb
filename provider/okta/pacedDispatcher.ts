import type { Dispatcher } from "undici";
import { type Answered, type Clock, createPace, type Pace } from "./pace";

/**
 * A dispatcher whose requests wait for their turn, repeated ones as well, so that less than half of
 * each of Okta's rate-limit buckets is used. One of these should serve all calls of a process.
 *
 * @param dispatcher sends the requests.
 * @param options.onWait told when calls to an origin begin to wait, and for how many milliseconds.
 */
export function pacedDispatcher(
  dispatcher: Dispatcher,
  { clock, onWait }: { clock?: Clock; onWait?(origin: string, milliseconds: number): void } = {},
): Dispatcher {
  const paces = new Map<string, Pace>();
  const paceOf = (origin: string) => {
    const pace =
      paces.get(origin) ?? createPace({ clock, onWait: (wait) => onWait?.(origin, wait) });
    paces.set(origin, pace);
    return pace;
  };

  return dispatcher.compose((dispatch) => (options, handler) => {
    const { method, path } = options;
    const turn = paceOf(String(options.origin)).turn(`${method} ${endpointOf(path)}`);
    turn.then((answered) => {
      const listening = listeningTo(handler, answered);
      try {
        dispatch(options, listening);
      } catch (error) {
        // What undici throws at once elsewhere comes too late to be thrown here.
        listening.onResponseError?.(
          null as unknown as Dispatcher.DispatchController,
          error as Error,
        );
      }
    });
    return true;
  });
}

function listeningTo(
  handler: Dispatcher.DispatchHandler,
  answered: Answered,
): Dispatcher.DispatchHandler {
  return {
    onRequestStart: (...given) => handler.onRequestStart?.(...given),
    onRequestUpgrade: (...given) => handler.onRequestUpgrade?.(...given),
    onResponseData: (...given) => handler.onResponseData?.(...given),
    onResponseEnd: (...given) => handler.onResponseEnd?.(...given),
    onResponseStart(controller, status, headers, message) {
      answered(headers);
      handler.onResponseStart?.(controller, status, headers, message);
    },
    onResponseError(controller, error) {
      answered();
      handler.onResponseError?.(controller, error);
    },
  };
}

/** Okta's IDs are twenty letters and digits: `/api/v1/apps/0oa…/groups` → `/api/v1/apps/{id}/groups`. */
function endpointOf(path: string): string {
  const [plain = ""] = path.split("?", 1);
  return plain.replace(/(?<=\/)[0-9A-Za-z]{20}(?=\/|$)/g, "{id}");
}

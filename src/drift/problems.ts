import { ExplainedError } from "../../provider/explainedError";
import { OktaApiError } from "../../provider/okta/error";

/** Runs reads of one org, and remembers what could not be read. */
export interface Reads {
  /** @returns `undefined` if it could not be read; then there is a problem, unless it is optional. */
  attempt<T>(read: () => Promise<T>, is?: { optional?: boolean }): Promise<T | undefined>;
  /** One sentence for each kind of refusal, however many objects it concerns. */
  problems(): string[];
}

/**
 * A refusal of one object leaves the rest readable. Where the org does not answer, or takes no
 * credentials, nothing else is asked: every further call would try for minutes, to no avail.
 */
export function readsOf(): Reads {
  const kinds = new Map<string, { message: string; more: number }>();
  let isOver = false;

  const note = (error: ExplainedError) => {
    const kind = kindOf(error);
    const known = kinds.get(kind);
    if (known) known.more += 1;
    else kinds.set(kind, { message: error.message, more: 0 });
  };
  return {
    async attempt(read, { optional = false } = {}) {
      if (isOver) return undefined;
      try {
        return await read();
      } catch (error) {
        if (!(error instanceof ExplainedError)) throw error;
        isOver ||= concernsAll(error);
        if (!optional) note(error);
        return undefined;
      }
    },
    problems: () =>
      [...kinds.values()].map(({ message, more }) =>
        more === 0 ? message : `${message} (${more} more like it.)`,
      ),
  };
}

function concernsAll(error: ExplainedError): boolean {
  if (!(error instanceof OktaApiError)) return true;
  const { status, errorCode } = error;
  // Okta answers 401 to what the org has not bought, too; that concerns one endpoint.
  return status === 0 || status === 429 || (status === 401 && errorCode !== "E0000015");
}

/** What lacks is the same for all objects of a kind: a scope, or an endpoint. */
function kindOf(error: ExplainedError): string {
  if (!(error instanceof OktaApiError)) return error.message;
  const { status, errorCode, scope, path } = error;
  if (concernsAll(error)) return "org";
  if (status === 403) return `403 ${scope}`;
  return `${status} ${errorCode} ${path.replace(/\/[0-9A-Za-z]{20}(?=\/|$)/g, "/{id}")}`;
}

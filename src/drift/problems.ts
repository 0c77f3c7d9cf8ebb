import { ExplainedError } from "../../provider/explainedError";
import { OktaApiError } from "../../provider/okta/error";

/** Why something of an org was not read. */
export interface Unread {
  /** The same for all that lack the same, such as a scope: they are told as one problem. */
  readonly kind: string;
  readonly message: string;
}

/** What a read gave, or why it gave nothing. */
export type Attempted<T> =
  | { readonly value: T; readonly unread?: undefined }
  | { readonly value?: undefined; readonly unread: Unread };

/** Runs reads of one org. */
export interface Reads {
  attempt<T>(read: () => Promise<T>): Promise<Attempted<T>>;
  /**
   * For what a report can do without. Where it ends in silence or the like, what is needed is read all
   * the same, and only nothing further of this sort.
   */
  attemptExtra<T>(read: () => Promise<T>): Promise<T | undefined>;
}

/**
 * A refusal of one object leaves the rest readable. Where the org does not answer, or takes no
 * credentials, nothing else is asked: every further call would try for minutes, to no avail. What is
 * then not asked is unread for the reason that ended it.
 */
export function readsOf(): Reads {
  let over: Unread | undefined;
  let extrasAreOver = false;
  return {
    async attempt(read) {
      if (over) return { unread: over };
      try {
        return { value: await read() };
      } catch (error) {
        const { unread, concernsAll } = refusalIn(error);
        if (!concernsAll) return { unread };
        over ??= unread;
        return { unread: over };
      }
    },
    async attemptExtra(read) {
      if (over || extrasAreOver) return undefined;
      try {
        return await read();
      } catch (error) {
        extrasAreOver ||= refusalIn(error).concernsAll;
        return undefined;
      }
    },
  };
}

/** One sentence for each kind of refusal, however many objects it concerns. */
export function problemsOf(reasons: Iterable<Unread | string>): string[] {
  const kinds = new Map<string, { message: string; more: number }>();
  for (const reason of new Set(reasons)) {
    const { kind, message } = typeof reason === "string" ? asUnread(reason) : reason;
    const known = kinds.get(kind);
    if (known) known.more += 1;
    else kinds.set(kind, { message, more: 0 });
  }
  return [...kinds.values()].map(({ message, more }) =>
    more === 0 ? message : `${message} (${more} more like it.)`,
  );
}

function asUnread(message: string): Unread {
  return { kind: message, message };
}

/** @throws what is no refusal, but a fault of this program. */
function refusalIn(error: unknown): { unread: Unread; concernsAll: boolean } {
  if (!(error instanceof ExplainedError)) throw error;
  const unread = { kind: kindOf(error), message: error.message };
  return { unread, concernsAll: concernsAll(error) };
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

import { z } from "zod";
import { ExplainedError } from "../explainedError";
import { type Effort, effortText, type HttpAnswer, type NoAnswer } from "../http";

/** The one error of Context7's clients. `status` 412 is that somebody else changed the document. */
export class Context7ApiError extends ExplainedError {
  constructor(
    /** 0 if no answer came. */
    readonly status: number,
    /** Context7's code, `invalid_api_key`, …; for 0 the network's code. */
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** What a status means at one of Context7's APIs, and what to do about it. */
export type RefusalTexts = Record<number, { headline: string; remedy: string }>;

const refusalBody = z.object({ error: z.string(), message: z.string().default("") });

const everywhere: RefusalTexts = {
  401: {
    headline: "Context7 refused the API key",
    remedy:
      " The key is mistyped or revoked. Make one in the teamspace's dashboard and set" +
      " context7-ema:apiKey (or CONTEXT7_API_KEY).",
  },
  429: { headline: "Context7's rate limit is exceeded, and still is", remedy: "" },
};

/**
 * An answer that is no success, explained: what was refused, in Context7's words, and what to do.
 *
 * @param texts what the statuses mean at this API, beyond those that mean the same at every one.
 */
export function refused(
  method: string,
  url: URL,
  answer: HttpAnswer,
  texts: RefusalTexts,
): Context7ApiError {
  const body = refusalBody.safeParse(answer.json).data;
  const code = body?.error ?? "";
  const said = [answer.status, code].join(" ").trim() + (body?.message ? `, ${body.message}` : "");
  const known = texts[answer.status] ?? everywhere[answer.status];
  const { headline, remedy } = known ?? { headline: otherHeadline(answer.status), remedy: "" };
  return new Context7ApiError(
    answer.status,
    code,
    `${headline}${effortText(answer.effort)}. ${method} ${shown(url)}: ` +
      `${said.replace(/\.?$/, ".")}${remedy}`,
  );
}

function otherHeadline(status: number): string {
  return status >= 500 ? "Context7 failed, and still does" : "Context7 refused the request";
}

/** @param check what may be wrong on the caller's side, as in "Check the network and HTTPS_PROXY." */
export function silence(
  method: string,
  url: URL,
  { code, message, effort }: NoAnswer,
  check: string,
): Context7ApiError {
  return new Context7ApiError(
    0,
    code,
    `${url.host} did not answer${effortText(effort as Effort)}. ${method} ${shown(url)}: ${code}, ` +
      `${message}. ${check}`,
  );
}

/** @param expected what it should have been, and what to do. */
export function unexpected(
  method: string,
  url: URL,
  answer: HttpAnswer,
  error: z.ZodError,
  expected: { what: string; remedy: string },
): Context7ApiError {
  return new Context7ApiError(
    answer.status,
    "unexpected_answer",
    `${method} ${shown(url)} did not answer with ${expected.what}: ${z.prettifyError(error)}. ` +
      expected.remedy,
  );
}

/** Without the query, which may hold something private. */
function shown(url: URL): string {
  return `${url.origin}${url.pathname}`;
}

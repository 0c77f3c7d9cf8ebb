import { shownLines } from "./shownText";

/**
 * An error whose message is everything a person needs: what was seen, what was expected, what to do.
 *
 * Pulumi's host of dynamic providers writes `${error}: ${error.stack}` to standard error whenever
 * `check`, `diff`, `read` or `delete` fails. Nobody with a wrong setting wants to see a stack trace,
 * so there is none. Whatever quotes Okta or Context7 in it cannot steer the terminal or the pipeline.
 */
export class ExplainedError extends Error {
  constructor(message: string) {
    super(shownLines(message));
    this.name = new.target.name;
    this.stack = "";
  }

  override toString(): string {
    return this.message;
  }
}

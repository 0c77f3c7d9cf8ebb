/**
 * An error whose message is everything a person needs: what was seen, what was expected, what to do.
 *
 * Pulumi's host of dynamic providers writes `${error}: ${error.stack}` to standard error whenever
 * `check`, `diff`, `read` or `delete` fails. Nobody with a wrong setting wants to see a stack trace,
 * so there is none.
 */
export class ExplainedError extends Error {
  constructor(message: string) {
    super(message);
    this.name = new.target.name;
    this.stack = "";
  }

  override toString(): string {
    return this.message;
  }
}

import { invalidSearch } from "./errors";

/** Attribute name, as in the expression → its value on an item; of several values one has to meet. */
export type Attributes<T> = Record<string, (item: T) => string | readonly string[]>;

type Condition<T> = (item: T) => boolean;

const OPERATORS: Record<string, (value: string, wanted: string) => boolean> = {
  eq: (value, wanted) => value === wanted,
  ne: (value, wanted) => value !== wanted,
  sw: (value, wanted) => value.startsWith(wanted),
  ew: (value, wanted) => value.endsWith(wanted),
  co: (value, wanted) => value.includes(wanted),
};

const CLAUSE = /^\s*([\w.]+)\s+(eq|ne|sw|ew|co)\s+"((?:[^"\\]|\\.)*)"\s*/i;

/**
 * Reads an expression of Okta's `filter` and `search` parameters: clauses such as
 * `profile.login eq "dev.one@acme.example"`, joined by `and` (binds tighter) and `or`, and grouped by
 * parentheses. Values compare without regard to case, as Okta's do.
 *
 * @returns what an item has to satisfy
 * @throws OktaError 400 E0000031 for anything else
 */
export function parseCriteria<T>(expression: string, attributes: Attributes<T>): Condition<T> {
  let rest = expression;
  const take = (pattern: RegExp) => {
    const taken = pattern.exec(rest);
    if (taken) rest = rest.slice(taken[0].length);
    return taken;
  };
  const alternatives = (): Condition<T> => {
    const conditions = [all()];
    while (take(/^or\b/i)) conditions.push(all());
    return (item) => conditions.some((holds) => holds(item));
  };
  const all = (): Condition<T> => {
    const conditions = [one()];
    while (take(/^and\b/i)) conditions.push(one());
    return (item) => conditions.every((holds) => holds(item));
  };
  const one = (): Condition<T> => {
    if (take(/^\s*\(/)) {
      const inner = alternatives();
      if (!take(/^\s*\)\s*/)) throw invalidSearch(`Expected ")" at: ${rest || "its end"}`);
      return inner;
    }
    const clause = take(CLAUSE);
    if (!clause) throw invalidSearch(`Cannot read the expression at: ${rest || "its end"}`);
    const [, attribute = "", operator = "", quoted = ""] = clause;
    return condition(attributes, attribute, operator, quoted);
  };

  const holds = alternatives();
  if (rest !== "") throw invalidSearch(`Expected "and" or "or" at: ${rest}`);
  return holds;
}

function condition<T>(
  attributes: Attributes<T>,
  attribute: string,
  operator: string,
  quoted: string,
): Condition<T> {
  const read = Object.hasOwn(attributes, attribute) ? attributes[attribute] : undefined;
  const compare = OPERATORS[operator.toLowerCase()];
  if (!read || !compare) throw invalidSearch(`Unknown attribute ${attribute}`);
  const wanted = quoted.replace(/\\(.)/g, "$1").toLowerCase();
  return (item) => [read(item)].flat().some((value) => compare(value.toLowerCase(), wanted));
}

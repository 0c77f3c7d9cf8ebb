import { invalidSearch } from "./errors";

/** Attribute name, as in the expression → its value on an item. */
export type Attributes<T> = Record<string, (item: T) => string>;

const OPERATORS: Record<string, (value: string, wanted: string) => boolean> = {
  eq: (value, wanted) => value === wanted,
  ne: (value, wanted) => value !== wanted,
  sw: (value, wanted) => value.startsWith(wanted),
  co: (value, wanted) => value.includes(wanted),
};

const CLAUSE = /^\s*([\w.]+)\s+(eq|ne|sw|co)\s+"((?:[^"\\]|\\.)*)"\s*/i;
const JOINT = /^(and|or)\b/i;

/**
 * Reads an expression of Okta's `filter` and `search` parameters: clauses such as
 * `profile.login eq "dev.one@acme.example"`, joined by `and` (binds tighter) and `or`. Values compare
 * without regard to case, as Okta's do.
 *
 * @returns what an item has to satisfy
 * @throws OktaError 400 E0000031 for anything else
 */
export function parseCriteria<T>(expression: string, attributes: Attributes<T>) {
  const alternatives: ((item: T) => boolean)[][] = [[]];
  let rest = expression;
  for (;;) {
    const clause = CLAUSE.exec(rest);
    if (!clause) throw invalidSearch(`Cannot read the expression at: ${rest || "its end"}`);
    const [matched, attribute = "", operator = "", quoted = ""] = clause;
    alternatives.at(-1)?.push(condition(attributes, attribute, operator, quoted));
    rest = rest.slice(matched.length);
    if (rest === "") break;

    const joint = JOINT.exec(rest);
    if (!joint) throw invalidSearch(`Expected "and" or "or" at: ${rest}`);
    if (joint[0].toLowerCase() === "or") alternatives.push([]);
    rest = rest.slice(joint[0].length);
  }
  return (item: T) => alternatives.some((clauses) => clauses.every((holds) => holds(item)));
}

function condition<T>(
  attributes: Attributes<T>,
  attribute: string,
  operator: string,
  quoted: string,
): (item: T) => boolean {
  const read = Object.hasOwn(attributes, attribute) ? attributes[attribute] : undefined;
  const compare = OPERATORS[operator.toLowerCase()];
  if (!read || !compare) throw invalidSearch(`Unknown attribute ${attribute}`);
  const wanted = quoted.replace(/\\(.)/g, "$1").toLowerCase();
  return (item) => compare(read(item).toLowerCase(), wanted);
}

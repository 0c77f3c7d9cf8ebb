const MARKUP = Symbol("markup");

/** Text that is markup. Nothing that was parsed from outside can be one: JSON has no symbols. */
export interface Html {
  readonly [MARKUP]: string;
}

export type HtmlValue = Html | string | number | undefined | readonly HtmlValue[];

/**
 * Markup from a template. Every value is escaped, for text and for quoted attributes, unless it is
 * markup itself; lists are put one after the other, `undefined` is nothing.
 */
export function html(strings: TemplateStringsArray, ...values: HtmlValue[]): Html {
  const parts = strings.map(
    (text, index) => (index === 0 ? "" : rendered(values[index - 1])) + text,
  );
  return { [MARKUP]: parts.join("") };
}

export function textOf(markup: Html): string {
  return markup[MARKUP];
}

function rendered(value: HtmlValue): string {
  if (value === undefined) return "";
  if (typeof value === "string" || typeof value === "number") return escaped(String(value));
  if (isList(value)) return value.map(rendered).join("");
  return value[MARKUP];
}

function isList(value: Html | readonly HtmlValue[]): value is readonly HtmlValue[] {
  return Array.isArray(value);
}

const ENTITIES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? "");
}

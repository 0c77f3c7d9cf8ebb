/** Control characters that JSON leaves as they are, and the marks that reorder text on a screen. */
const UNPRINTABLE = /[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/gu;
/**
 * The first half of what pipelines' agents take for a command wherever it is (`##vso[…]`). Others count
 * at a line's beginning only (`::error::`), where JSON has a blank, a bracket or a quotation mark.
 */
const COMMAND = /#(?=\p{DI}*#)/gu;

/**
 * A document for a program, which a person may look at as well: labels of an org come through unchanged,
 * and none of them can steer the terminal, or the pipeline in whose log the document ends.
 */
export function asJson(value: unknown): string {
  const text = JSON.stringify(value, null, 2);
  return `${text.replace(COMMAND, escaped).replace(UNPRINTABLE, escaped)}\n`;
}

/** By UTF-16 code units, as JSON has it (RFC 8259 §7). */
function escaped(character: string): string {
  return [...Array(character.length).keys()]
    .map((index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, "0")}`)
    .join("");
}

/** Control characters that JSON leaves as they are, and the marks that reorder text on a screen. */
const UNPRINTABLE = /[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/gu;

/**
 * A document for a program, which a person may look at as well: labels of an org come through unchanged,
 * and none of them can steer the terminal.
 */
export function asJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2).replace(UNPRINTABLE, escaped)}\n`;
}

/** By UTF-16 code units, as JSON has it (RFC 8259 §7). */
function escaped(character: string): string {
  return [...Array(character.length).keys()]
    .map((index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, "0")}`)
    .join("");
}

/** Names shown of a longer list. */
const SHOWN = 10;

/**
 * Names as a sentence holds them: `a, b, c`. Of a long list the first ten and how many there are
 * besides, so that nothing is left out unsaid: `…, j and 32 more`.
 */
export function shortList(names: readonly string[]): string {
  const shown = names.slice(0, SHOWN);
  const more = names.length - shown.length;
  return shown.join(", ") + (more > 0 ? ` and ${more} more` : "");
}

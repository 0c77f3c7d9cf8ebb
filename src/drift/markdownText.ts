/**
 * Text that came from outside as a part of GitHub-flavoured Markdown: what it shows is the text, and
 * nothing in it is a mention, a reference, a link, a picture or HTML. GitLab reads it the same way.
 *
 * Everything is expected to be one line without control characters, as `scrub` makes it.
 */

// Mentions (@name), references (#12, GH-12), commits (7 to 40 hexadecimal digits) and addresses are found
// in the text as it is shown, so that no escape stops them; a blank of no width inside does.
const LINKED =
  /[@#!%](?=\S)|:(?=\/\/)|www(?=\.)|GH(?=-\d)|(?<![0-9a-z])[0-9a-f]{7,40}(?![0-9a-z])/gi;
const NO_WIDTH = "\u200b";
const SHORTER_THAN_A_COMMIT = /.{1,6}/g;

/** With blanks of no width as such, which stay out of the way of entities until {@link asEntities}. */
function unlinked(text: string): string {
  return text.replace(LINKED, (mark) =>
    (mark.match(SHORTER_THAN_A_COMMIT) ?? [])
      .join(NO_WIDTH)
      .concat(mark.length < 7 ? NO_WIDTH : ""),
  );
}

function asEntities(text: string): string {
  return text.replaceAll(NO_WIDTH, entity);
}

/** Plain text in a paragraph, a list item or a cell of a table, but not at its beginning. */
export function markdownText(text: string): string {
  const marked = unlinked(text)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replace(/[\\`*_[\]~]/g, "\\$&")
    .replaceAll("|", "&#124;")
    .replaceAll("$", "<span>$</span>");
  return asEntities(marked);
}

/** Text inside HTML that Markdown leaves alone, such as `<summary>`. */
export function htmlText(text: string): string {
  return asEntities(unlinked(text).replace(/[&<>"]/g, entity));
}

/** A value as code, in which GitHub looks for nothing; also in a cell of a table. */
export function markdownCode(text: string): string {
  if (text.trim() === "") return "(blank)";
  // Between backticks these would end the code, or the cell, or be shown twice.
  if (!/[`|\\]|^ | $/.test(text)) return `\`${text}\``;
  return `<code>${text.replace(/[!-/:-@[-`{-~]/g, entity)}</code>`;
}

/** A row of a table, of cells that are Markdown. */
export function markdownRow(...cells: string[]): string {
  return `| ${cells.join(" | ")} |`;
}

/**
 * Markdown behind a line that unfolds it. An HTML block ends at a blank line (CommonMark §4.6), so that
 * what is between the two is Markdown again.
 */
export function folded(summary: string, content: string): string {
  return `<details><summary>${htmlText(summary)}</summary>\n\n${content}\n\n</details>`;
}

/** GitHub takes 65,536 characters; counted here in bytes, so that it fits however it is counted. */
export const GITHUB_LIMIT = 65_536;
/** For a last line that says what was left out. */
const ROOM_FOR_THE_REST = 500;

/** The first parts of a document that fit, with a blank line between them and one more line. */
export function withinBytes<T extends { readonly text: string }>(
  parts: readonly T[],
  limit: number,
): readonly T[] {
  let used = ROOM_FOR_THE_REST;
  const end = parts.findIndex(({ text }) => {
    used += Buffer.byteLength(text) + "\n\n".length;
    return used > limit;
  });
  return end < 0 ? parts : parts.slice(0, end);
}

function entity(character: string): string {
  return `&#${character.charCodeAt(0)};`;
}

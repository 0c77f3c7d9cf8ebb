/**
 * Text that came from outside as a part of GitHub-flavoured Markdown: what it shows is the text, and
 * nothing in it is a mention, a reference, a link, a picture or HTML. GitLab reads it the same way.
 *
 * Everything is expected to be one line without control characters, as `scrub` makes it.
 */

// Mentions (@name), references (#12) and addresses are found in the text as it is shown, so that no
// escape stops them; a blank of no width inside does.
const LINKED = /[@#!%](?=\S)|:(?=\/\/)|www(?=\.)/gi;
const unlinked = (mark: string) => `${mark}&#8203;`;

/** Plain text in a paragraph, a list item or a cell of a table, but not at its beginning. */
export function markdownText(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replace(/[\\`*_[\]~]/g, "\\$&")
    .replace(LINKED, unlinked)
    .replaceAll("|", "&#124;")
    .replaceAll("$", "<span>$</span>");
}

/** Text inside HTML that Markdown leaves alone, such as `<summary>`. */
export function htmlText(text: string): string {
  return text.replace(/[&<>"]/g, entity).replace(LINKED, unlinked);
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

function entity(character: string): string {
  return `&#${character.charCodeAt(0)};`;
}

import { stripVTControlCharacters, styleText } from "node:util";

/** How text for a person is set: as wide as the terminal, coloured or plain. */
export interface Layout {
  /** Columns; 80 where there is no terminal. */
  readonly width: number;
  readonly color: boolean;
}

/** The parts of a standard stream that matter here. */
export interface Screen {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** Lines longer than this are hard to read, however wide the terminal is. */
const WIDEST = 120;
const NARROWEST = 40;

/** Colour only on a terminal that has it, and not against NO_COLOR (https://no-color.org). */
export function layoutFor(
  screen: Screen,
  environment: Readonly<Record<string, string | undefined>>,
): Layout {
  const columns = (screen.isTTY && screen.columns) || 80;
  const width = Math.min(Math.max(columns, NARROWEST), WIDEST);
  const color = screen.isTTY === true && !environment.NO_COLOR && environment.TERM !== "dumb";
  return { width, color };
}

type Style = Parameters<typeof styleText>[0];

export function paint({ color }: Layout, style: Style, text: string): string {
  return color && text !== "" ? styleText(style, text, { validateStream: false }) : text;
}

/**
 * Breaks text at blanks into lines of at most `width` columns; lines of the text stay lines. A word
 * that is longer, such as an address, stays whole, so that it can be copied.
 */
export function wrap(text: string, width: number): string[] {
  return text.split("\n").flatMap((line) => {
    const lines: string[] = [];
    const [, indent = "", words = ""] = /^( *)(.*)$/.exec(line) ?? [];
    let current = "";
    for (const word of words.split(/ +/)) {
      const longer = current === "" ? indent + word : `${current} ${word}`;
      if (current !== "" && columnsOf(longer) > width) {
        lines.push(current);
        current = indent + word;
      } else {
        current = longer;
      }
    }
    return [...lines, current];
  });
}

/** `text` beside a label of fixed width: the label on the first line, blanks before the others. */
export function labelled(label: string, text: string, labelWidth: number, width: number): string {
  const [first = "", ...rest] = wrap(text, Math.max(width - labelWidth, 20));
  const indent = " ".repeat(labelWidth);
  return [label.padEnd(labelWidth) + first, ...rest.map((line) => indent + line)].join("\n");
}

export function indented(text: string, by: number): string {
  return text.replace(/^(?=.)/gm, " ".repeat(by));
}

function columnsOf(text: string): number {
  return [...stripVTControlCharacters(text)].length;
}

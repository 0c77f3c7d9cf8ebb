import { wrap } from "./layout";
import type { Secrets } from "./secrets";

/** Where the demo is read: a terminal, or a file or pipe, which gets neither colour nor motion. */
export interface Terminal {
  heading(number: number, title: string): void;
  /** A sentence or two. */
  say(text: string): void;
  /** What the lines below are about. */
  part(title: string): void;
  /** A line as a person types it. */
  command(line: string): void;
  /** What a program answered, or other material to look at. */
  output(lines: string[]): void;
  /** Something that was checked and is as it should be. */
  tick(text: string): void;
  failure(text: string): void;
  /** Shows that something is under way, until the promise settles. */
  during<T>(what: string, work: Promise<T>): Promise<T>;
  /** What it is at, beside `during`. */
  progress(detail: string): void;
  /** Lines written so far. */
  readonly lines: number;
}

export interface TerminalOptions {
  stream: NodeJS.WriteStream;
  environment: Record<string, string | undefined>;
  /** Nothing is written that did not pass through here. */
  secrets: Secrets;
}

type Style = "plain" | "bold" | "dim" | "green" | "red" | "cyan";

const CODES: Record<Style, number> = { plain: 0, bold: 1, dim: 2, green: 32, red: 31, cyan: 36 };
const FRAMES = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
/** Milliseconds between two frames. */
const FRAME = 100;
/** Lines longer than this are hard to read, however wide the window is. */
const WIDEST = 116;
/** Where there is no window to ask. */
const DEFAULT_WIDTH = 100;
/** Further lines of a wrapped one, columns deeper. */
const HANGING = 2;
/** Commands stay one line, to be copied. */
const UNBROKEN = -1;

export function createTerminal({ stream, environment, secrets }: TerminalOptions): Terminal {
  const moving = stream.isTTY === true && environment.TERM !== "dumb";
  const coloured = moving && !environment.NO_COLOR;
  const width = () => Math.min(stream.columns || DEFAULT_WIDTH, WIDEST);
  const paint = (style: Style, text: string) =>
    coloured && style !== "plain" ? `\x1b[${CODES[style]}m${text}\x1b[0m` : text;
  let lines = 0;
  let running: { what: string; detail: string; since: number } | undefined;

  const clear = () => {
    if (moving && running) stream.write("\r\x1b[2K");
  };
  const draw = () => {
    if (!moving || !running) return;
    const passed = Date.now() - running.since;
    const frame = FRAMES[Math.floor(passed / FRAME) % FRAMES.length];
    const detail = running.detail && ` · ${running.detail}`;
    const text = `  ${frame} ${running.what} · ${Math.floor(passed / 1000)} s${detail}`;
    stream.write(`\r\x1b[2K${paint("dim", secrets.redact(text).slice(0, width() - 1))}`);
  };
  const write = (style: Style, text: string, hanging = 0) => {
    clear();
    const clean = secrets.redact(text);
    for (const line of hanging === UNBROKEN ? [clean] : wrap(clean, width(), hanging)) {
      stream.write(`${paint(style, line)}\n`);
      lines += 1;
    }
    draw();
  };

  return {
    heading(number, title) {
      write("plain", "");
      write("bold", `${number}. ${title}`);
    },
    say: (text) => write("plain", `  ${text}`),
    part: (title) => write("bold", `  ${title}`),
    command: (line) => write("cyan", `  $ ${line}`, UNBROKEN),
    output(texts) {
      for (const text of texts) write("dim", `    ${text}`, HANGING);
    },
    tick: (text) => write("green", `  ✔ ${text}`, HANGING),
    failure: (text) => write("red", `  ✘ ${text}`, HANGING),
    progress(detail) {
      if (running) running.detail = detail;
    },
    async during(what, work) {
      running = { what, detail: "", since: Date.now() };
      const timer = setInterval(draw, FRAME);
      draw();
      try {
        return await work;
      } finally {
        clearInterval(timer);
        clear();
        running = undefined;
      }
    },
    get lines() {
      return lines;
    },
  };
}

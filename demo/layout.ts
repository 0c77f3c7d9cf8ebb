/**
 * Breaks a line at spaces so that it fits. Words longer than the width (addresses) stay whole.
 *
 * @param width columns, indentation included.
 * @param hanging how much deeper than the first one further lines are indented.
 */
export function wrap(line: string, width: number, hanging = 0): string[] {
  const indent = /^ */.exec(line)?.[0] ?? "";
  const deeper = indent + " ".repeat(hanging);
  const lines: string[] = [];
  let current = "";
  for (const word of line.trim().split(" ")) {
    const start = lines.length === 0 ? indent : deeper;
    const longer = current === "" ? start + word : `${current} ${word}`;
    if (current === "" || longer.length <= width) {
      current = longer;
    } else {
      lines.push(current);
      current = deeper + word;
    }
  }
  return [...lines, current.trimEnd()];
}

/** Names and values in two columns. */
export function columns(rows: [name: string, value: string][]): string[] {
  const widest = Math.max(0, ...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `${name.padEnd(widest)}  ${value}`.trimEnd());
}

/** `1.4 s`, `1 min 12 s`. */
export function duration(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

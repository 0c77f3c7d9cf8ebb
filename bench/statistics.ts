/** The middle value, or the mean of the two in the middle. */
export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const around = sorted.slice(Math.ceil(middle) - 1, Math.floor(middle) + 1);
  return around.reduce((sum, value) => sum + value, 0) / around.length;
}

/** `6.80 (6.52–7.41)`: the median, and the smallest and largest value. Of one value: that. */
export function withSpread(values: number[], digits = 2): string {
  if (values.length === 1) return median(values).toFixed(digits);
  const [from, middle, to] = [Math.min(...values), median(values), Math.max(...values)].map(
    (value) => value.toFixed(digits),
  );
  return `${middle} (${from}–${to})`;
}

/** `1.05 (1.01–1.10)`: the median, and the quartiles; for many values, of which a few always stray. */
export function withMiddleHalf(values: number[], digits = 2): string {
  const sorted = [...values].sort((a, b) => a - b);
  const half = Math.ceil(sorted.length / 2);
  const quartiles = [sorted.slice(0, half), sorted.slice(-half)].map(median);
  const [from, to] = quartiles.map((value) => value.toFixed(digits));
  return `${median(sorted).toFixed(digits)} (${from}–${to})`;
}

/** What `withSpread` gives of so many runs, for the sentence above a table. */
export function spreadOf(runs: number): string {
  return runs === 1 ? "one run" : `median and range of ${runs} runs in turns`;
}

import { type Html, html } from "./html";

/** `1.2 s`, `340 ms`, `2 min 5 s`. */
export function durationText(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  const seconds = milliseconds / 1000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

/** `22 Nov 2026, 20:41 UTC`, for programs as well. */
export function time(iso: string): Html {
  const date = new Date(iso);
  const day = date.toLocaleDateString("en-GB", {
    day: "numeric",
    month: "short",
    year: "numeric",
    timeZone: "UTC",
  });
  return html`<time datetime="${date.toISOString()}">${day}, ${date.toISOString().slice(11, 16)} UTC</time>`;
}

/** "just now", "3 minutes ago", "in 12 minutes". */
export function relativeText(at: number, now: number): string {
  const minutes = Math.round(Math.abs(now - at) / 60_000);
  if (minutes === 0) return at > now ? "in less than a minute" : "just now";
  const [count, unit] =
    minutes < 60
      ? [minutes, "minute"]
      : minutes < 48 * 60
        ? [Math.round(minutes / 60), "hour"]
        : [Math.round(minutes / 60 / 24), "day"];
  const amount = `${count} ${unit}${count === 1 ? "" : "s"}`;
  return at > now ? `in ${amount}` : `${amount} ago`;
}

/** The host of an address, which is what people know it by. */
export function hostOf(url: string): string {
  return URL.parse(url)?.host ?? url;
}

/** A sentence of the table of causes: what it puts between backticks is something to type. */
export function prose(text: string): Html[] {
  return text.split("`").map((part, index, all) =>
    // An odd backtick at the end opens nothing.
    index % 2 === 1 && index < all.length - 1 ? html`<code>${part}</code>` : html`${part}`,
  );
}

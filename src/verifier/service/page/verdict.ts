import type { Verdict, VerdictCounts } from "../../report";
import { type Html, html } from "./html";

export const VERDICT_WORDS: Readonly<Record<Verdict, string>> = {
  pass: "Holds",
  warn: "Needs a look",
  fail: "Fails",
  skip: "Not checked",
};

/** Different outlines, not only colours: a disc, a triangle, an octagon, a ring. */
const SYMBOLS: Readonly<Record<Verdict, Html>> = {
  pass: html`<circle cx="12" cy="12" r="11"/><path d="M6.8 12.4l3.5 3.5 7-7.6"/>`,
  warn: html`<path class="outline" d="M12 1.8 23 21.6H1z"/><path d="M12 9v5.6M12 17.9v.4"/>`,
  fail: html`<path class="outline" d="M7.6 1h8.8L23 7.6v8.8L16.4 23H7.6L1 16.4V7.6z"/><path d="M8 8l8 8M16 8l-8 8"/>`,
  skip: html`<circle class="ring" cx="12" cy="12" r="10"/><path d="M7.5 12h9"/>`,
};

/** The symbol alone; it stands beside words, so readers of the page's text do not need it. */
export function symbol(verdict: Verdict): Html {
  return html`<svg class="symbol ${verdict}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">${SYMBOLS[verdict]}</svg>`;
}

/** Symbol and word. */
export function badge(verdict: Verdict): Html {
  return html`<span class="badge ${verdict}">${symbol(verdict)} ${VERDICT_WORDS[verdict]}</span>`;
}

/** "2 fail, 1 needs a look, 14 hold, 3 not checked", without what there is none of. */
export function countsText({ fail, warn, pass, skip }: VerdictCounts): string {
  const parts = [
    fail > 0 && `${fail} ${fail === 1 ? "fails" : "fail"}`,
    warn > 0 && `${warn} ${warn === 1 ? "needs" : "need"} a look`,
    pass > 0 && `${pass} ${pass === 1 ? "holds" : "hold"}`,
    skip > 0 && `${skip} not checked`,
  ];
  return parts.filter((part) => part !== false).join(", ") || "nothing was checked";
}

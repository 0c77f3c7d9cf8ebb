import { type Html, html, textOf } from "./html";

export interface LayoutOptions {
  readonly title: string;
  readonly body: Html;
  /** What else goes into the head: style, script. */
  readonly head: Html;
}

/** A whole document. */
export function document({ title, body, head }: LayoutOptions): string {
  return textOf(html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
${head}
</head>
<body>
${body}
</body>
</html>
`);
}

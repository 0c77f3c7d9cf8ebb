import { ExplainedError } from "../explainedError";

/**
 * The address of the next page of a list, from `Link` headers (RFC 8288; Okta sends one header for
 * each link). The token goes wherever this points, so it must stay on the org.
 *
 * @param current the page that the headers came with.
 * @throws ExplainedError if the link leads to another origin, or back to the same page.
 */
export function nextPage(link: string | string[] | undefined, current: URL): URL | undefined {
  const links = [link ?? []].flat().join(", ");
  const target = /<([^>]*)>\s*;[^<]*\brel="?next"?/i.exec(links)?.[1];
  if (target === undefined) return undefined;
  const next = new URL(target, current);
  if (next.origin !== current.origin || next.href === current.href) {
    throw new ExplainedError(
      `${current.origin}${current.pathname} names ${next.origin}${next.pathname} as the next page of ` +
        "its list. That is not followed: it must be another page of the same org.",
    );
  }
  return next;
}

import type { FastifyReply, FastifyRequest } from "fastify";

/** How long a page is when the caller does not say, and at most. `-1`: as long as `max` allows. */
export interface PageLimits {
  fallback: number;
  max: number;
}

/**
 * Answers with one page of a list, and with `Link` headers that lead on: `self`, and `next` when there
 * is more. They are separate headers with absolute URLs of the org, as Okta sends them; the cursor
 * `after` is the identifier of the last item.
 *
 * @param all every item, in the order of the list
 */
export function sendPage<T>(
  request: FastifyRequest,
  reply: FastifyReply,
  org: { url: string },
  limits: PageLimits,
  all: T[],
  render: (item: T) => { id: string },
): FastifyReply {
  const url = new URL(request.url, org.url);
  const limit = pageLength(url.searchParams.get("limit"), limits);
  const items = all.map(render);
  const after = url.searchParams.get("after");
  const from = after === null ? 0 : positionAfter(items, after);
  const page = items.slice(from, from + limit);

  const links = [`<${url}>; rel="self"`];
  const last = page.at(-1);
  if (last && from + limit < items.length) {
    url.searchParams.set("after", last.id);
    url.searchParams.set("limit", String(limit));
    links.push(`<${url}>; rel="next"`);
  }
  return reply.header("link", links).send(page);
}

/** Nothing comes after an item that is gone: a list that starts over would never end. */
function positionAfter(items: { id: string }[], id: string): number {
  const index = items.findIndex((item) => item.id === id);
  return index < 0 ? items.length : index + 1;
}

function pageLength(asked: string | null, { fallback, max }: PageLimits): number {
  const limit = asked === null || asked === "" ? fallback : Number(asked);
  if (!Number.isInteger(limit) || limit < 0) return max;
  return Math.min(limit, max);
}

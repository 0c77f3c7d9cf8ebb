import type { FastifyInstance } from "fastify";

import type { LogEvent, Org } from "../../world";
import { type Attributes, parseCriteria } from "./criteria";
import { OktaError, validationFailed } from "./errors";

const READ = { config: { access: { scope: "okta.logs.read" } } };
const DAY = 24 * 60 * 60 * 1000;

/** What `filter` may ask about. */
const ATTRIBUTES: Attributes<LogEvent> = {
  eventType: (event) => event.eventType,
  "target.id": (event) => event.target.map(({ id }) => id),
  "target.type": (event) => event.target.map(({ type }) => type),
  "actor.id": (event) => event.actor.id,
  "outcome.result": (event) => event.outcome.result,
};

interface Query {
  since?: string;
  until?: string;
  filter?: string;
  after?: string;
  limit?: string;
  sortOrder?: string;
}

/**
 * The System Log, as Okta's guide "System Log query" has it: bounded requests (`since` and `until`) end
 * at their last page, polling ones always have a next page; nothing older than 90 days is returned, and
 * a question from more than 180 days ago is refused.
 */
export function logRoutes(api: FastifyInstance, org: Org): void {
  api.get<{ Querystring: Query }>("/api/v1/logs", READ, async (request, reply) => {
    const { filter, after, sortOrder = "ASCENDING", limit = "100" } = request.query;
    const now = Date.now();
    const until = moment("until", request.query.until) ?? now;
    const since = moment("since", request.query.since) ?? until - 7 * DAY;
    if (since < now - 180 * DAY) throw tooLongAgo();
    const size = Number(limit);
    if (!Number.isInteger(size) || size < 0 || size > 1000) {
      throw validationFailed("limit", "limit: must be between 0 and 1000");
    }

    const meets = filter ? parseCriteria(filter, ATTRIBUTES) : () => true;
    const events = org.logEvents.filter((event) => {
      const at = Date.parse(event.published);
      return at >= Math.max(since, now - 90 * DAY) && at <= until && meets(event);
    });
    events.sort((one, other) => Date.parse(one.published) - Date.parse(other.published));
    if (sortOrder === "DESCENDING") events.reverse();
    const from = after === undefined ? 0 : events.findIndex(({ uuid }) => uuid === after) + 1;
    const page = events.slice(from, from + size);

    const url = new URL(request.url, org.url);
    const links = [`<${url}>; rel="self"`];
    const polling = request.query.until === undefined && sortOrder === "ASCENDING";
    if (polling || from + size < events.length) {
      url.searchParams.set("after", page.at(-1)?.uuid ?? after ?? "");
      links.push(`<${url}>; rel="next"`);
    }
    return reply.header("link", links).send(page);
  });
}

function moment(name: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const at = Date.parse(value);
  if (!Number.isNaN(at)) return at;
  throw validationFailed(
    name,
    `${name}: The date format in your query is not recognized. Please enter dates using ISO8601 string format.`,
    `${name}: must be a valid date-time or empty.`,
  );
}

const tooLongAgo = () =>
  new OktaError(
    400,
    "E0000053",
    "Invalid parameter: The since parameter is over 180 days prior to the current day.",
  );

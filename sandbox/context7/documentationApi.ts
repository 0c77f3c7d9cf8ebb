import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";

import type { Context7Cloud, Teamspace } from "../world";
import { keyHolder } from "./apiKeys";
import { documentationOf, searchLibraries } from "./documentation";

/**
 * The two endpoints behind the MCP server's tools: https://context7.com/docs/api-guide. Anonymous
 * requests are served; a credential that is given must be good: an API key, or an access token of
 * Enterprise-Managed Auth.
 */
export function addDocumentationApi(
  app: FastifyInstance,
  cloud: Context7Cloud,
  teamspaceOf: (accessToken: string) => Promise<Teamspace | undefined>,
): void {
  async function admitted({ headers }: FastifyRequest): Promise<boolean> {
    if (headers.authorization === undefined) return true;
    const credential = headers.authorization.replace(/^Bearer /, "");
    const byKey = keyHolder(cloud, credential) !== undefined;
    return byKey || (await teamspaceOf(credential)) !== undefined;
  }

  app.addHook("onRequest", async (request, reply) => {
    if (!request.url.startsWith("/api/v2/") || (await admitted(request))) return;
    return refuse(reply, 401, "invalid_api_key", "Invalid API key.");
  });

  app.get<{ Querystring: { libraryName?: string } }>("/api/v2/libs/search", ({ query }, reply) =>
    reply.send({ results: searchLibraries(query.libraryName ?? "") }),
  );

  app.get<{ Querystring: { libraryId?: string } }>("/api/v2/context", ({ query }, reply) => {
    const text = documentationOf(query.libraryId ?? "");
    return text === undefined
      ? refuse(reply, 404, "library_not_found", `Library ${query.libraryId} not found.`)
      : reply.type("text/plain; charset=utf-8").send(text);
  });
}

function refuse(reply: FastifyReply, status: number, error: string, message: string) {
  return reply.code(status).send({ error, message });
}

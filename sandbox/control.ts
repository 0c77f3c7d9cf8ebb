import fastify from "fastify";
import { z } from "zod";

import { type PlannedFault, planFault } from "./network/faultPlan";
import type { Fault, World } from "./world";

/** A fault as JSON: as in `Fault`, the path as the text of a regular expression. */
const rule = z.strictObject({
  host: z.string().optional(),
  method: z.string().toUpperCase().optional(),
  path: z.string().superRefine(isRegularExpression).optional(),
  skip: z.int().min(0).optional(),
  times: z.int().min(1).default(1),
  when: z.enum(["before", "after"]).optional(),
  delay: z.int().min(0).optional(),
  hold: z.boolean().optional(),
  drop: z.boolean().optional(),
  respond: z
    .strictObject({
      status: z.int().min(200).max(599),
      headers: z.record(z.string(), z.string()).optional(),
      body: z.unknown().optional(),
    })
    .optional(),
});

const count = z.coerce.number().int().min(1).default(1).catch(1);

/** A planned fault with what it was asked for as. */
type Planned = PlannedFault & { rule: z.infer<typeof rule> };

function isRegularExpression(text: string, context: z.RefinementCtx): void {
  try {
    new RegExp(text);
  } catch (error) {
    context.addIssue((error as Error).message);
  }
}

function plan(faults: Fault[], asked: z.infer<typeof rule>): Planned {
  const path = asked.path === undefined ? undefined : new RegExp(asked.path);
  return { rule: asked, ...planFault(faults, { ...asked, path }) };
}

function shown([id, { rule, fault, hits }]: [string, Planned]) {
  return { id, ...rule, skip: fault.skip, times: fault.times, hits };
}

/**
 * The sandbox's control address: a server on loopback by which other processes plan faults.
 *
 * @returns its address, once it answers, and how to end it.
 */
export async function startControl(
  world: Pick<World, "faults">,
): Promise<{ url: string; stop(): Promise<void> }> {
  const api = fastify({ forceCloseConnections: true });
  const planned = new Map<string, Planned>();
  let last = 0;

  api.get("/faults", () => [...planned].map(shown));

  api.post("/faults", (request, reply) => {
    const parsed = rule.safeParse(request.body);
    if (!parsed.success) return reply.code(400).send({ message: z.prettifyError(parsed.error) });
    last += 1;
    const id = String(last);
    const one = plan(world.faults, parsed.data);
    planned.set(id, one);
    return reply.code(201).send(shown([id, one]));
  });

  api.delete("/faults", (_request, reply) => {
    for (const { cancel } of planned.values()) cancel();
    planned.clear();
    return reply.code(204).send();
  });

  api.register(async (one) => {
    type Params = { Params: { id: string }; Querystring: { count?: string } };
    const byId = (id: string) => planned.get(id) as Planned;
    one.addHook<Params>("onRequest", async ({ params: { id } }, reply) => {
      if (!planned.has(id)) return reply.code(404).send({ message: `There is no fault ${id}.` });
    });

    one.get<Params>("/faults/:id", ({ params: { id } }) => shown([id, byId(id)]));
    // The answer comes with that hit, so that whoever asks can wait for it.
    one.get<Params>("/faults/:id/hit", ({ params: { id }, query }) =>
      byId(id).hit(count.parse(query.count)),
    );
    one.post<Params>("/faults/:id/release", ({ params: { id } }, reply) => {
      byId(id).release();
      return reply.code(204).send();
    });
    one.delete<Params>("/faults/:id", ({ params: { id } }, reply) => {
      byId(id).cancel();
      planned.delete(id);
      return reply.code(204).send();
    });
  });

  const url = await api.listen({ host: "127.0.0.1", port: 0 });
  return {
    url,
    async stop() {
      for (const { cancel } of planned.values()) cancel();
      await api.close();
    },
  };
}

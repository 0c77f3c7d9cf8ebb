import { z } from "zod";
import * as types from "../../../provider/typeTokens";
import { IN_A_TEAMSPACE, IN_AN_ORG } from "../comparedTypes";
import type { DeclaredResource, DeclaredStack } from "../declared";
import { isSealed } from "../secret";

/** A provider as a stack's state has it. */
export interface ProviderState {
  /** Whether the program made it: Pulumi's own are called `default` or `default_<version>`. */
  readonly explicit: boolean;
  readonly inputs: Readonly<Record<string, unknown>>;
}

export interface StackState {
  readonly declared: DeclaredStack;
  /** What the program declares of Okta's apps besides, by itself: it is not compared, and not undeclared. */
  readonly besides: readonly DeclaredResource[];
  /** By reference, `urn::id`, as resources name them. */
  readonly providers: ReadonlyMap<string, ProviderState>;
}

const bag = z.record(z.string(), z.unknown()).default({});

const resource = z.object({
  urn: z.string(),
  type: z.string(),
  custom: z.boolean().default(false),
  id: z.string().default(""),
  inputs: bag,
  outputs: bag,
  parent: z.string().optional(),
  provider: z.string().default(""),
  external: z.boolean().default(false),
  delete: z.boolean().default(false),
  protect: z.boolean().default(false),
});
type Resource = z.infer<typeof resource>;

const exported = z.object({
  deployment: z.object({ resources: z.array(resource).nullish() }).nullish(),
});

const COMPARED = new Set([...IN_AN_ORG, ...IN_A_TEAMSPACE]);

/**
 * What a stack declares of Enterprise-Managed Auth, out of what `pulumi stack export` prints.
 *
 * @param project for a stack that was never deployed, whose state does not name it.
 * @returns `undefined` if it is no such document.
 */
export function parseState(
  document: unknown,
  stack: string,
  project: string,
): StackState | undefined {
  const parsed = exported.safeParse(document);
  if (!parsed.success) return undefined;
  const all = parsed.data.deployment?.resources ?? [];
  const byUrn = new Map(all.map((one) => [one.urn, one]));
  const kept = all.filter(({ custom, external, delete: going }) => custom && !external && !going);
  const own = kept.filter((one) => isOwn(one, byUrn));
  const besides = kept.filter((one) => types.isOfOktaApp(one.type) && !own.includes(one));
  const [, , , named] = all[0]?.urn.split(":").filter(Boolean) ?? [];
  return {
    declared: { stack, project: named ?? project, resources: own.map(declaredFrom) },
    besides: besides.map(declaredFrom),
    providers: new Map(
      all
        .filter(({ type }) => type.startsWith("pulumi:providers:"))
        .map(({ urn, id, inputs }) => [`${urn}::${id}`, { explicit: isExplicit(urn), inputs }]),
    ),
  };
}

/** Whether something that is compared, or credentials, can only be known with the secrets opened. */
export function needsSecrets({
  declared,
  providers,
}: Pick<StackState, "declared" | "providers">): boolean {
  return declared.resources.some(
    ({ type, inputs, outputs, provider }) =>
      providers.get(provider)?.explicit ||
      (COMPARED.has(type) && (isSealed(inputs) || (types.isOwnDynamic(type) && isSealed(outputs)))),
  );
}

function isOwn({ type, parent }: Resource, byUrn: ReadonlyMap<string, Resource>): boolean {
  if (types.isOwnDynamic(type)) return true;
  for (let above = parent && byUrn.get(parent); above; above = byUrn.get(above.parent ?? "")) {
    if (types.isOwnComponent(above.type)) return true;
  }
  return false;
}

function declaredFrom(resource: Resource): DeclaredResource {
  const { urn, type, id, inputs, outputs, provider, protect } = resource;
  const name = urn.split("::").at(-1) ?? urn;
  const bags = { inputs: plain(inputs), outputs: plain(outputs) };
  return { urn, type, name, id, ...bags, provider, ...(protect && { isProtected: true }) };
}

/** Without the code that a dynamic resource carries, and the marks of Pulumi's bridge. */
function plain(bag: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(bag).filter(([key]) => !key.startsWith("__")));
}

function isExplicit(urn: string): boolean {
  return !/::default(_[^:]*)?$/.test(urn);
}

import { parse } from "yaml";
import { z } from "zod";
import { ExplainedError } from "../../../provider/explainedError";

/** What a stack's settings file says of ESC environments (`environment:`). */
export interface EscDefinition {
  /** Those whose values count, in order; the later one wins. */
  readonly imports: readonly string[];
  /** What the file sets itself, which wins over all of them. */
  readonly variables: Readonly<Record<string, string>>;
  /** Variables that it sets by an expression, which only Pulumi Cloud can work out. */
  readonly computed: readonly string[];
}

const scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const names = z.array(scalar);
/** `- name`, or `- name: { merge: false }`: that one's values are only referred to. */
const imported = z.union([
  scalar.transform((name) => [name]),
  z
    .record(z.string(), z.looseObject({ merge: z.boolean().default(true) }).nullable())
    .transform((entries) =>
      Object.entries(entries).flatMap(([name, options]) =>
        options?.merge === false ? [] : [name],
      ),
    ),
]);
/** As in an ESC environment of its own (sdk/go/common/workspace/project.go, `Environment`). */
const inline = z.looseObject({
  imports: z.array(imported).nullish(),
  values: z.looseObject({ environmentVariables: z.unknown().optional() }).nullish(),
});
const settings = z.looseObject({ environment: z.union([names, inline]).nullish() });

/** All of `environmentVariables` together, where one expression makes them. */
export const ALL_VARIABLES = "environmentVariables";

/**
 * Reads the ESC environments of a stack's settings file: a list of names, or a definition in place with
 * `imports` and `values`.
 *
 * @param path of the file, for the message.
 * @throws ExplainedError for what is neither.
 */
export function escDefinition(text: string, path: string): EscDefinition {
  const parsed = settings.safeParse(parse(text) ?? {});
  if (!parsed.success) {
    throw new ExplainedError(
      `environment in ${path} is neither a list of ESC environments nor a definition with imports and ` +
        "values, as Pulumi has them.",
    );
  }
  const { environment } = parsed.data;
  if (!environment) return { imports: [], variables: {}, computed: [] };
  if (Array.isArray(environment)) return { imports: environment, variables: {}, computed: [] };
  const imports = (environment.imports ?? []).flat();
  return { imports, ...ownVariables(environment.values?.environmentVariables ?? {}) };
}

function ownVariables(declared: unknown): Pick<EscDefinition, "variables" | "computed"> {
  const entries = z.record(z.string(), z.unknown()).safeParse(declared).data;
  if (!entries || Object.keys(entries).some(isFunction)) {
    return { variables: {}, computed: [ALL_VARIABLES] };
  }
  const variables: Record<string, string> = {};
  const computed: string[] = [];
  for (const [name, value] of Object.entries(entries)) {
    const text = literal(value);
    if (text === undefined) computed.push(name);
    else variables[name] = text;
  }
  return { variables, computed };
}

/** @returns `undefined` for what has to be worked out. */
function literal(value: unknown): string | undefined {
  const marked = z.strictObject({ "fn::secret": scalar }).safeParse(value).data;
  const text = marked?.["fn::secret"] ?? scalar.safeParse(value).data;
  // `${…}` refers to another value, `$$` is an escaped dollar.
  return text === undefined || /\$[{$]/.test(text) ? undefined : text;
}

function isFunction(key: string): boolean {
  return key.startsWith("fn::");
}

import { z } from "zod";
import { ExplainedError } from "../../../provider/explainedError";
import { readPulumiJson } from "../../pulumiCli";

const values = z.record(z.string(), z.object({ value: z.string().optional() }));

/**
 * The stack's configuration, decrypted, with what its ESC environments give it (`pulumiConfig`): full key
 * → value, as `pulumi.Config` would give it. It is held in memory only.
 */
export async function readConfiguration(
  stack: string,
  directory: string,
  environment: NodeJS.ProcessEnv,
): Promise<ReadonlyMap<string, string>> {
  const args = ["config", "--json", "--show-secrets", "--stack", stack];
  const what = `The configuration of the stack ${stack}`;
  const parsed = values.safeParse(await readPulumiJson({ args, directory, environment, what }));
  if (!parsed.success) throw new ExplainedError(`${what} is not as expected.`);
  return new Map(
    Object.entries(parsed.data).flatMap(([key, { value }]) =>
      value === undefined ? [] : [[key, value] as const],
    ),
  );
}

import * as pulumi from "@pulumi/pulumi";
import { clientFilesOf, type McpClient } from "../clients";
import type { ClientValues } from "../clients/values";

/** A file, or a text to follow, for rolling out an MCP client. */
export interface ClientFileResult {
  /** Its name, with the folder where the client expects it if that is fixed. */
  fileName: pulumi.Output<string>;
  /** Its text; a secret where it holds one. */
  content: pulumi.Output<string>;
}

/** `ClientValues` as a component knows them: outputs, the secrets among them. */
export type ClientInputs = { [K in keyof ClientValues]: pulumi.Input<ClientValues[K]> };

/**
 * The set-up files of one requesting app, by their key. A file depends only on the secrets it holds,
 * so that the others stay readable in `pulumi stack output`.
 */
export function clientFiles(
  client: McpClient | undefined,
  inputs: ClientInputs,
): Record<string, ClientFileResult> {
  const { clientSecret, clientSecretAtResource, ...open } = inputs;
  const secrets = { clientSecret, clientSecretAtResource };
  const files = clientFilesOf(client).map((kind) => {
    const held = kind.secrets.map((name) => [name, secrets[name]]);
    const content = pulumi
      .output({ ...open, ...Object.fromEntries(held) })
      .apply((values) => kind.render(values as ClientValues));
    return [kind.key, { fileName: pulumi.output(kind.fileName), content }] as const;
  });
  return Object.fromEntries(files);
}

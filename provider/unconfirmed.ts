import * as pulumi from "@pulumi/pulumi";

/**
 * Warns, in every preview and every update, that a person still has to do something by hand.
 *
 * @param what "The connection is".
 * @param instructions what to do; `undefined`: nothing.
 */
export function warnUnconfirmed(
  resource: pulumi.Resource,
  what: string,
  instructions: pulumi.Output<string | undefined>,
): void {
  instructions.apply((steps) => {
    if (steps !== undefined) {
      pulumi.log.warn(`${what} not confirmed, and cannot be observed.\n${steps}`, resource);
    }
  });
}

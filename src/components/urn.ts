import type * as pulumi from "@pulumi/pulumi";

/** A resource's URN, once the engine has created it or found it there; known even in a preview. */
export function urnOf({ urn }: pulumi.Resource): Promise<string> {
  return new Promise((resolve) => {
    urn.apply(resolve);
  });
}

import type * as pulumi from "@pulumi/pulumi";
import { LASTING_TYPES } from "../../provider/typeTokens";

/**
 * Protects apps, connections and teamspace (`LASTING_TYPES`) against being deleted or replaced, and
 * nothing else, so that groups can still be taken away.
 *
 * @example
 * new EnterpriseManagedAuth("context7", args, { transformations: [protectLasting] });
 */
export const protectLasting: pulumi.ResourceTransformation = ({ type, props, opts }) =>
  LASTING_TYPES.includes(type) ? { props, opts: { ...opts, protect: true } } : undefined;

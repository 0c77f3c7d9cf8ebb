import type * as pulumi from "@pulumi/pulumi";
import { CONNECTION, OAUTH_APP, TEAMSPACE } from "../../provider/typeTokens";

/**
 * What a team would miss if a run deleted it: the apps, since a new one has another client ID and
 * another secret; the connections; the teamspace's settings. Assignments come and go.
 */
export const LASTING_TYPES: readonly string[] = [OAUTH_APP, CONNECTION, TEAMSPACE];

/**
 * Protects apps, connections and teamspace against being deleted or replaced, and nothing else, so
 * that groups can still be taken away.
 *
 * @example
 * new EnterpriseManagedAuth("context7", args, { transformations: [protectLasting] });
 */
export const protectLasting: pulumi.ResourceTransformation = ({ type, props, opts }) =>
  LASTING_TYPES.includes(type) ? { props, opts: { ...opts, protect: true } } : undefined;

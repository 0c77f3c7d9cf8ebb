import type * as pulumi from "@pulumi/pulumi";
import { Resource } from "@pulumi/pulumi/dynamic";
import { thinProvider } from "../dynamic";
import { tokenModule } from "../typeTokens";

const provider = thinProvider("crossAppAccessFeature");

export interface CrossAppAccessFeatureArgs {
  /** Address of the org, `https://acme.okta.com`. Another org is another feature: replaced. */
  orgUrl: pulumi.Input<string>;
  /** The feature's whole name under Settings → Features. Default `Cross App Access`. */
  name?: pulumi.Input<string>;
}

/**
 * Settings → Features → Cross App Access, switched on and kept on. It is never switched off:
 * deleting this resource only forgets it, because everybody in the org uses the same switch.
 *
 * Okta took the switch out of self-service on 1 July 2026. Orgs that have the feature need nothing
 * here; an org that does not must ask Okta Support, and `up` says so.
 */
export class CrossAppAccessFeature extends Resource {
  declare public readonly orgUrl: pulumi.Output<string>;
  declare public readonly name: pulumi.Output<string>;
  /** Okta's ID of the feature, `ftr…`. */
  declare public readonly featureId: pulumi.Output<string>;
  /** `ENABLED` or `DISABLED`. */
  declare public readonly status: pulumi.Output<string>;

  constructor(name: string, args: CrossAppAccessFeatureArgs, opts?: pulumi.CustomResourceOptions) {
    const props = { name: undefined, ...args, featureId: undefined, status: undefined };
    super(provider, name, props, opts, tokenModule, "CrossAppAccessFeature");
  }
}

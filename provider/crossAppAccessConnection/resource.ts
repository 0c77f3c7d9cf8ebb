import * as pulumi from "@pulumi/pulumi";
import { Resource } from "@pulumi/pulumi/dynamic";
import { thinProvider } from "../dynamic";
import { tokenModule } from "../typeTokens";
import { warnUnconfirmed } from "../unconfirmed";
import { connectionSteps } from "./guidance";
import type { ConnectionManagement, ConnectionStatus } from "./schema";

const provider = thinProvider("crossAppAccessConnection");

export interface CrossAppAccessConnectionArgs {
  /** Address of the org, `https://acme.okta.com`. Another org is another connection: replaced. */
  orgUrl: pulumi.Input<string>;
  /** ID of the requesting app (the MCP client), `0oa…`. Another app: replaced. */
  requestingAppId: pulumi.Input<string>;
  /** ID of the resource app (Context7), `0oa…`. Another app: replaced. */
  resourceAppId: pulumi.Input<string>;
  /** Default `ACTIVE`. Without an active connection Okta mints no ID-JAG. */
  status?: pulumi.Input<ConnectionStatus>;
  /**
   * Default `automatic`: through Okta's connections API. `guided`: somebody adds the connection in
   * the Admin Console and confirms it; for orgs whose connections API is gone.
   */
  management?: pulumi.Input<ConnectionManagement>;
  /** Guided only: the `confirmationCode`, once the connection is saved in the console. */
  confirmation?: pulumi.Input<string>;
  /** Guided only: let `up` fail until it is confirmed. Default `false`: it warns. */
  requireConfirmation?: pulumi.Input<boolean>;
  /** Delete the connection on `destroy` though it was there before this stack. Default `false`. */
  deleteAdopted?: pulumi.Input<boolean>;
  /**
   * Whether a `CrossAppAccessFeature` of this stack keeps Cross App Access on. While somebody has it
   * switched off, a refresh then leaves the connection as it is instead of failing. Default `false`.
   */
  featureManaged?: pulumi.Input<boolean>;
}

/**
 * Requesting app → Manage Connections → Apps providing consent → the resource app: Okta's consent
 * that this client may get ID-JAGs for Context7. A connection that is already there is adopted.
 */
export class CrossAppAccessConnection extends Resource {
  declare public readonly orgUrl: pulumi.Output<string>;
  declare public readonly requestingAppId: pulumi.Output<string>;
  declare public readonly resourceAppId: pulumi.Output<string>;
  /** `ACTIVE` or `INACTIVE`. */
  declare public readonly status: pulumi.Output<ConnectionStatus>;
  declare public readonly management: pulumi.Output<ConnectionManagement>;
  /** Okta's ID of the connection; `undefined` when guided. */
  declare public readonly connectionId: pulumi.Output<string | undefined>;
  /** Whether the connection was there before; `destroy` then leaves it. */
  declare public readonly adopted: pulumi.Output<boolean>;
  /** Whether drift can be seen: `false` when guided. */
  declare public readonly observable: pulumi.Output<boolean>;
  /** Guided only: a short code made of the two apps, to be given back as `confirmation`. */
  declare public readonly confirmationCode: pulumi.Output<string | undefined>;
  /** Guided only: whether `confirmation` is that code. */
  declare public readonly confirmed: pulumi.Output<boolean | undefined>;
  /** Guided only: what to do in the Admin Console; `undefined` once it is confirmed. */
  declare public readonly instructions: pulumi.Output<string | undefined>;

  constructor(
    name: string,
    args: CrossAppAccessConnectionArgs,
    opts?: pulumi.CustomResourceOptions,
  ) {
    // A property that is not named here is no output, not even if `check` gives it its default.
    const props = {
      status: undefined,
      management: undefined,
      ...args,
      connectionId: undefined,
      adopted: undefined,
      observable: undefined,
      confirmationCode: undefined,
      confirmed: undefined,
    };
    super(provider, name, props, opts, tokenModule, "CrossAppAccessConnection");
    this.instructions = pulumi
      .all([this.confirmed, this.orgUrl, this.requestingAppId, this.resourceAppId, this.status])
      .apply(([confirmed, orgUrl, requestingAppId, resourceAppId, status]) =>
        confirmed === false
          ? connectionSteps({ orgUrl, requestingAppId, resourceAppId, status })
          : undefined,
      );
    warnUnconfirmed(this, "The connection is", this.instructions);
  }
}

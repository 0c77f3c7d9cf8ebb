import * as pulumi from "@pulumi/pulumi";
import { Resource } from "@pulumi/pulumi/dynamic";
import { thinProvider } from "../dynamic";
import { tokenModule } from "../typeTokens";
import { warnUnconfirmed } from "../unconfirmed";
import { plainScope, teamspaceSteps } from "./guidance";
import type { TeamspaceManagement } from "./schema";

const provider = thinProvider("teamspaceEma");

export interface TeamspaceEmaArgs {
  /** Issuer of the Okta org authorization server, `https://acme.okta.com`. */
  issuer: pulumi.Input<string>;
  /** Space-separated scopes to grant. Default: whatever Okta authorizes. */
  scope?: pulumi.Input<string>;
  /**
   * Default `guided`: somebody saves the two fields in Context7's dashboard and confirms it. `api`:
   * through an HTTP settings document (docs/teamspace-settings.openapi.yaml), which Context7 does
   * not offer today.
   */
  management?: pulumi.Input<TeamspaceManagement>;
  /** `api` only, and required there: https address of the settings document. */
  settingsUrl?: pulumi.Input<string>;
  /** Guided only: the `confirmationCode`, once the fields are saved. */
  confirmation?: pulumi.Input<string>;
  /** Guided only: let `up` fail until it is confirmed. Default `false`: it warns. */
  requireConfirmation?: pulumi.Input<boolean>;
  /** `api` only: take over settings that name another issuer. Default `false`: refused. */
  adopt?: pulumi.Input<boolean>;
  /** `api` only: delete settings on `destroy` that were there before this stack. Default `false`. */
  deleteAdopted?: pulumi.Input<boolean>;
}

/**
 * Context7's dashboard → the teamspace → Enterprise → Okta: which issuer this teamspace trusts, and
 * which scopes it grants.
 */
export class TeamspaceEma extends Resource {
  declare public readonly issuer: pulumi.Output<string>;
  declare public readonly scope: pulumi.Output<string | undefined>;
  declare public readonly management: pulumi.Output<TeamspaceManagement>;
  /** `api` only: whether settings were there before; `destroy` then leaves them. */
  declare public readonly adopted: pulumi.Output<boolean>;
  /** Whether drift can be seen: `false` when guided. */
  declare public readonly observable: pulumi.Output<boolean>;
  /** Guided only: a short code made of the values, to be given back as `confirmation`. */
  declare public readonly confirmationCode: pulumi.Output<string | undefined>;
  /** Guided only: whether `confirmation` is that code. */
  declare public readonly confirmed: pulumi.Output<boolean | undefined>;
  /** `api` only: version of the settings document as last seen. */
  declare public readonly etag: pulumi.Output<string | undefined>;
  /** Guided only: what to enter where; `undefined` once it is confirmed. */
  declare public readonly instructions: pulumi.Output<string | undefined>;

  constructor(name: string, args: TeamspaceEmaArgs, opts?: pulumi.CustomResourceOptions) {
    // A property that is not named here is no output, not even if `check` gives it its default.
    const props = {
      scope: undefined,
      management: undefined,
      ...args,
      adopted: undefined,
      observable: undefined,
      confirmationCode: undefined,
      confirmed: undefined,
      etag: undefined,
    };
    super(provider, name, props, opts, tokenModule, "TeamspaceEma");
    // Of the arguments, not of the outputs: an output that may be absent is unknown in a preview.
    this.instructions = pulumi
      .all([this.confirmed, args.issuer, args.scope])
      .apply(([confirmed, issuer, scope]) =>
        confirmed === false ? teamspaceSteps({ issuer, scope: plainScope(scope) }) : undefined,
      );
    warnUnconfirmed(this, "The teamspace's settings are", this.instructions);
  }
}

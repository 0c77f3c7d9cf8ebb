import type * as pulumi from "@pulumi/pulumi";
import { Resource } from "@pulumi/pulumi/dynamic";
import { thinProvider } from "../dynamic";
import { tokenModule } from "../typeTokens";
import type { ApplicationRole } from "./schema";

const provider = thinProvider("applicationLookup");

/**
 * Either `existingId` or `existingLabel` (an app to use as it is), or `catalogKey` with `label` (an
 * app that this stack is about to create, and that must not be there yet).
 */
export interface ApplicationLookupArgs {
  /** Address of the org, `https://acme.okta.com`. */
  orgUrl: pulumi.Input<string>;
  /** `requesting` (an MCP client) or `resource` (Context7). */
  role: pulumi.Input<ApplicationRole>;
  /** ID of an app to use as it is, `0oa…`. */
  existingId?: pulumi.Input<string>;
  /** Whole label of an app to use as it is. */
  existingLabel?: pulumi.Input<string>;
  /** Catalog key (the app's `name`) of an app to be created. */
  catalogKey?: pulumi.Input<string>;
  /** ID of the app where this stack took it over by import: it is no other app of the same label. */
  importedId?: pulumi.Input<string>;
  /** Label of an app to be created. */
  label?: pulumi.Input<string>;
  /** Issuer URL of an app to be created; no other resource app of the org may have it. */
  issuerUrl?: pulumi.Input<string>;
  /**
   * How a person refers to this app in the stack's configuration, for the lines to paste that an
   * error shows: `resourceApp` or `requestingApps.claude-code`. Default: by role.
   */
  configurationPath?: pulumi.Input<string>;
}

/**
 * What an org already has under a name, looked up while previewing. It reads; it never changes or
 * deletes an app.
 *
 * For an existing app it resolves the ID and the client ID. For an app to be created it refuses
 * names that are taken, before anything is created.
 */
export class ApplicationLookup extends Resource {
  declare public readonly orgUrl: pulumi.Output<string>;
  declare public readonly role: pulumi.Output<ApplicationRole>;
  /** The existing app's ID, `0oa…`; `undefined` for one to be created, as are all below. */
  declare public readonly appId: pulumi.Output<string | undefined>;
  /** Its client ID at Okta. */
  declare public readonly clientId: pulumi.Output<string | undefined>;
  declare public readonly label: pulumi.Output<string | undefined>;
  /** Its catalog key, or `oidc_client`. */
  declare public readonly appName: pulumi.Output<string | undefined>;
  /** `ACTIVE` or `INACTIVE`. */
  declare public readonly status: pulumi.Output<string | undefined>;
  /** How it authenticates at Okta's token endpoint; `none` is a public client. */
  declare public readonly tokenEndpointAuthMethod: pulumi.Output<string | undefined>;

  constructor(name: string, args: ApplicationLookupArgs, opts?: pulumi.CustomResourceOptions) {
    const props = {
      label: undefined,
      ...args,
      appId: undefined,
      clientId: undefined,
      appName: undefined,
      status: undefined,
      tokenEndpointAuthMethod: undefined,
    };
    super(provider, name, props, opts, tokenModule, "ApplicationLookup");
  }
}

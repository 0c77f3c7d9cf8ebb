import type * as pulumi from "@pulumi/pulumi";
import { Resource } from "@pulumi/pulumi/dynamic";
import { thinProvider } from "../dynamic";
import { tokenModule } from "../typeTokens";

const provider = thinProvider("directoryLookup");

export interface DirectoryLookupArgs {
  /** Address of the org, `https://acme.okta.com`. */
  orgUrl: pulumi.Input<string>;
  /** Whole names of groups, as Directory → Groups shows them. */
  groupNames: pulumi.Input<pulumi.Input<string>[]>;
  /** Whole logins of users, as Directory → People shows them ("Username"). */
  userLogins: pulumi.Input<pulumi.Input<string>[]>;
  /** IDs of users whose logins are wanted. Default: none. */
  knownUserIds?: pulumi.Input<pulumi.Input<string>[]>;
}

/**
 * The IDs of groups and users known by name, looked up on every preview. Names are compared as a
 * whole; all names that match nothing, or several, are reported at once. It only reads.
 */
export class DirectoryLookup extends Resource {
  declare public readonly orgUrl: pulumi.Output<string>;
  declare public readonly groupNames: pulumi.Output<string[]>;
  declare public readonly userLogins: pulumi.Output<string[]>;
  /** Group name → ID, `00g…`. */
  declare public readonly groupIds: pulumi.Output<Record<string, string>>;
  /** User login → ID, `00u…`. */
  declare public readonly userIds: pulumi.Output<Record<string, string>>;
  /** ID of a known user → login. */
  declare public readonly logins: pulumi.Output<Record<string, string>>;

  constructor(name: string, args: DirectoryLookupArgs, opts?: pulumi.CustomResourceOptions) {
    const props = { ...args, groupIds: undefined, userIds: undefined, logins: undefined };
    super(provider, name, props, opts, tokenModule, "DirectoryLookup");
  }
}

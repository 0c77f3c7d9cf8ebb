import * as pulumi from "@pulumi/pulumi";
import { Resource } from "@pulumi/pulumi/dynamic";
import { thinProvider } from "../dynamic";
import { tokenModule } from "../typeTokens";

const provider = thinProvider("verifierProcess");

export interface VerifierProcessArgs {
  /**
   * Folder for its log, its process ID, its secrets and its reports: absolute, or relative to
   * `$XDG_STATE_HOME/context7-ema` (`~/.local/state/context7-ema`) of whoever runs Pulumi.
   */
  folder: pulumi.Input<string>;
  /** Environment variables; docs/verifier.md has them. */
  settings: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** Those that are secret: each is written into a file of mode 0600, which `NAME_FILE` names. Default: none. */
  secrets?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/**
 * The verifier as a process on the host where Pulumi runs, which goes on running afterwards. Any
 * change ends the old process and starts another.
 */
export class VerifierProcess extends Resource {
  /** `http://127.0.0.1:8484`. */
  declare public readonly url: pulumi.Output<string>;
  /** The folder, absolute, on that host. */
  declare public readonly path: pulumi.Output<string>;
  declare public readonly host: pulumi.Output<string>;
  declare public readonly pid: pulumi.Output<number>;

  constructor(name: string, args: VerifierProcessArgs, opts?: pulumi.CustomResourceOptions) {
    const props = {
      ...args,
      secrets: pulumi.secret(args.secrets ?? {}),
      programVersion: undefined,
      running: undefined,
      url: undefined,
      path: undefined,
      host: undefined,
      machineId: undefined,
      bootId: undefined,
      pid: undefined,
      startTime: undefined,
    };
    const options = pulumi.mergeOptions(opts, { additionalSecretOutputs: ["secrets"] });
    super(provider, name, props, options, tokenModule, "VerifierProcess");
  }
}

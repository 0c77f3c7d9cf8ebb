import * as pulumi from "@pulumi/pulumi";
import { COMPONENT_TYPES } from "../../provider/typeTokens";
import { VerifierProcess } from "../../provider/verifierProcess/resource";
import { refuse } from "./inputErrors";
import { type VerifierArgs, VerifierKind, type VerifierKubernetesSettings } from "./verifierArgs";
import { deployClientId, ownClientId, withoutDeploySecrets } from "./verifierCredentials";
import {
  plainVariables,
  secretVariables,
  setVariables,
  type VerifierEnvironment,
} from "./verifierEnvironment";
import { deployOnKubernetes } from "./verifierKubernetes";
import { verifierMistakes } from "./verifierMistakes";
import { targetJson } from "./verifierTarget";

/**
 * The verifier, running beside what it verifies: checks again and again, a status page, an API,
 * metrics. It gets credentials of its own and never those that the stack is deployed with.
 *
 * `dependsOn` is handed on to what runs it: it starts when what it verifies is there.
 */
export class Verifier extends pulumi.ComponentResource {
  /** Its address: on its host (`process`), or its ingress's or service's (`kubernetes`); empty with `environment`. */
  public readonly url: pulumi.Output<string>;
  /** Its settings, for any other platform. */
  public readonly environment: VerifierEnvironment;

  /** @throws pulumi.InputPropertiesError for contradicting arguments, each with its path. */
  constructor(name: string, args: VerifierArgs, opts?: pulumi.ComponentResourceOptions) {
    super(COMPONENT_TYPES.verifier, name, {}, opts);
    const surroundings = {
      clients: Object.keys(args.target.requestingApps),
      deployClientId: deployClientId(),
    };
    refuse(`Verifier "${name}"`, verifierMistakes(args, "", surroundings));

    const target = targetJson(args.target, args.declaredElsewhere, this);
    const clientId = args.okta && ownClientId(args.okta.clientId, this);
    const plain = { ...plainVariables(args, target), VERIFIER_OKTA_CLIENT_ID: clientId };
    const secret = secretVariables(args);
    const ownSecrets = withoutDeploySecrets(setVariables(secret), this);
    this.environment = { plain: setVariables(plain), secret: pulumi.secret(ownSecrets) };

    const child = { parent: this, dependsOn: opts?.dependsOn };
    switch (args.kind) {
      case VerifierKind.Process: {
        const { port = 8484, listenAddress = "127.0.0.1", folder } = args.process ?? {};
        const listen = {
          VERIFIER_LISTEN_ADDRESS: listenAddress,
          VERIFIER_LISTEN_PORT: String(port),
        };
        const ownFolder = `${pulumi.getProject()}/${pulumi.getStack()}/${name}`;
        const { url } = new VerifierProcess(
          name,
          {
            folder: folder ?? ownFolder,
            settings: setVariables({ ...plain, ...listen }),
            secrets: this.environment.secret,
          },
          child,
        );
        this.url = url;
        break;
      }
      case VerifierKind.Kubernetes: {
        const { redisUrl, proxyUrl } = args;
        const settings = args.kubernetes as VerifierKubernetesSettings;
        const secretNames = Object.keys(secret).filter((key) => secret[key]);
        const verifier = { settings, environment: this.environment, secretNames };
        this.url = deployOnKubernetes(name, { ...verifier, redisUrl, proxyUrl }, child);
        break;
      }
      case VerifierKind.Environment:
        this.url = pulumi.output("");
    }
    this.registerOutputs({ url: this.url, environment: this.environment });
  }
}

import type * as pulumi from "@pulumi/pulumi";
import type { VerifierTargetArgs } from "./verifierTarget";

/** Where the verifier runs. */
export enum VerifierKind {
  /** On the host that runs `pulumi up`, detached: for a Linux host that stays. */
  Process = "process",
  /** In a Kubernetes cluster, through `@pulumi/kubernetes`. */
  Kubernetes = "kubernetes",
  /** Nowhere: its settings are computed for a platform of your own. */
  Environment = "environment",
}

/**
 * The verifier's own API service app in Okta, with read scopes alone (docs/permissions.md). Never the
 * one that deploys the stack.
 */
export interface VerifierOktaClient {
  /** Its client ID. */
  clientId: pulumi.Input<string>;
  /** Its private key, PEM. Kept as a secret. */
  privateKey: pulumi.Input<string>;
  /** `kid` of the key. Default: none, for an app with one key. */
  privateKeyId?: pulumi.Input<string>;
  /** Scopes to ask for. Default: `okta.apps.read`, `okta.groups.read`, `okta.users.read`, `okta.features.read`. */
  scopes?: pulumi.Input<pulumi.Input<string>[]>;
}

/** The live flow: a developer's whole way, made with the refresh token of one. */
export interface VerifierLiveFlow {
  /** Key of the requesting app to go with; one of its own for the verifier is recommended. */
  client: string;
  /**
   * File on the verifier's host that holds the refresh token; rewritten when Okta rotates it.
   * `context7-ema flow --save-refresh-token FILE` makes one.
   */
  refreshTokenFile: pulumi.Input<string>;
  /** Time between two live flows, at least `24h`; each may cost one of the 250 ID-JAGs a month. Default: only when asked for. */
  interval?: pulumi.Input<string>;
  /** The client's secret at Okta. Kept as a secret. Default: the one the stack knows, if any. */
  clientSecret?: pulumi.Input<string>;
  /** Or its private key, PEM. Kept as a secret. */
  privateKey?: pulumi.Input<string>;
  /** `kid` of that key. Default: none. */
  privateKeyId?: pulumi.Input<string>;
  /** The client's secret at Context7. Kept as a secret. Default: the one the stack knows, if any. */
  clientSecretAtResource?: pulumi.Input<string>;
  /** Or its private key there, PEM, for `private_key_jwt`. Kept as a secret. Default: none. */
  privateKeyAtResource?: pulumi.Input<string>;
  /** `kid` of that key. Default: none. */
  privateKeyIdAtResource?: pulumi.Input<string>;
  /** How the secret is shown there: `client_secret_basic` or `client_secret_post`. Default: `client_secret_basic`. */
  authMethodAtResource?: pulumi.Input<string>;
  /** Scopes of the ID-JAG, separated by blanks. Default: none asked for. */
  scope?: pulumi.Input<string>;
}

/** Only for kind `process`. */
export interface VerifierProcessSettings {
  /** Port to listen on. Default: 8484. */
  port?: number;
  /** Address to listen on; any but a loopback address needs `bearerKey`. Default: `127.0.0.1`. */
  listenAddress?: pulumi.Input<string>;
  /**
   * Folder for log, process ID, secrets and reports: absolute, or relative to
   * `$XDG_STATE_HOME/context7-ema` (`~/.local/state/context7-ema`) of whoever runs Pulumi. It is made, or
   * must be empty or a verifier's already. Default: project/stack/name.
   */
  folder?: string;
}

/** What a container may use, in Kubernetes' notation. */
export interface VerifierResources {
  /** CPU asked for. Default: `50m`. */
  cpu?: pulumi.Input<string>;
  /** CPU allowed. Default: `500m`. */
  cpuLimit?: pulumi.Input<string>;
  /** Memory asked for. Default: `128Mi`. */
  memory?: pulumi.Input<string>;
  /** Memory allowed. Default: `256Mi`. */
  memoryLimit?: pulumi.Input<string>;
}

/** How the verifier is reached from outside the cluster. */
export interface VerifierIngress {
  /** Host name. Example: `verifier.acme.example`. */
  host: pulumi.Input<string>;
  /** Ingress class. Default: the cluster's. */
  className?: pulumi.Input<string>;
  /** Secret with the certificate. Default: none; the key and the page's cookie then travel as the controller has it. */
  tlsSecretName?: pulumi.Input<string>;
  /** Annotations for the controller. Default: none. */
  annotations?: Record<string, pulumi.Input<string>>;
  /**
   * Whether `pulumi up` waits until a load balancer has given the ingress an address. Default: true;
   * false where the controller gives none, or Pulumi waits for ten minutes and fails.
   */
  awaitAddress?: boolean;
}

/** Only for kind `kubernetes`. */
export interface VerifierKubernetesSettings {
  /** The image; none is published. docs/deployment.md has the lines that build and push it. */
  image: pulumi.Input<string>;
  /** Namespace, which must exist. Default: the provider's. */
  namespace?: pulumi.Input<string>;
  /** Pods. More than one needs `redisUrl`. Default: 2. */
  replicas?: number;
  /** What a pod may use. */
  resources?: VerifierResources;
  /** Names of Secrets with a registry's credentials. Default: none. */
  imagePullSecrets?: string[];
  /** Default: none; reached inside the cluster, or by `kubectl port-forward`. */
  ingress?: VerifierIngress;
}

/** How the verifier runs; what it verifies comes from the stack. */
export interface VerifierSettings {
  /** Where it runs. */
  kind: VerifierKind;
  /** Its read-only client for Okta's admin API. Default: none, and the checks that need it are skipped. */
  okta?: VerifierOktaClient;
  /** A Context7 API key of its own, to read a teamspace managed by `api`. Kept as a secret. Default: none. */
  context7ApiKey?: pulumi.Input<string>;
  /**
   * Opens everything but `/healthz` and `/readyz`; at least 32 characters (`openssl rand -hex 32`).
   * Kept as a secret. Needed wherever others than its own host reach it. Default: none.
   */
  bearerKey?: pulumi.Input<string>;
  /** Time between two runs of the checks, e.g. `15m`, or `off`. Default: `15m`. */
  interval?: pulumi.Input<string>;
  /** Makes live flows. Not with kind `kubernetes`. Default: none. */
  live?: VerifierLiveFlow;
  /** Redis or Valkey, `redis://` or `rediss://`, where replicas share which ID-JAGs were used. Kept as a secret. Default: memory. */
  redisUrl?: pulumi.Input<string>;
  /** The https proxy to the outside, without credentials in it. Default: none; with kind `process`, the host's `HTTPS_PROXY`. */
  proxyUrl?: pulumi.Input<string>;
  /** Hosts to be verified that may have private addresses. Default: none. */
  privateHosts?: string[];
  /**
   * Addresses or ranges of the proxies in front, whose `X-Forwarded-For` is believed: an ingress
   * controller's pods. Failed logins are counted by client address; without it all that come through a
   * proxy are one client. Default: none.
   *
   * @example ["10.42.0.0/16"]
   */
  trustedProxies?: string[];
  /** Ids of Okta apps that other stacks declare, so that they are not reported as nobody's. Default: none. */
  declaredElsewhere?: pulumi.Input<pulumi.Input<string>[]>;
  /** `debug`, `info`, `warn`, `error` or `silent`. Default: `info`. */
  logLevel?: pulumi.Input<string>;
  /** Only for kind `process`. */
  process?: VerifierProcessSettings;
  /** Only for kind `kubernetes`, and required then. */
  kubernetes?: VerifierKubernetesSettings;
}

/** Arguments of `Verifier`. */
export interface VerifierArgs extends VerifierSettings {
  /** What is to be verified. */
  target: VerifierTargetArgs;
}

import { createHash } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import { refuse } from "./inputErrors";
import type { VerifierKubernetesSettings } from "./verifierArgs";
import type { VerifierEnvironment } from "./verifierEnvironment";
import {
  deploymentSpec,
  disruptionBudgetSpec,
  ingressSpec,
  networkPolicySpec,
  PORT,
  podSettings,
  serviceSpec,
} from "./verifierManifests";

/** What is to run in the cluster. */
export interface KubernetesVerifier {
  settings: VerifierKubernetesSettings;
  environment: VerifierEnvironment;
  /** Names of the secret variables. */
  secretNames: string[];
  redisUrl?: pulumi.Input<string>;
  proxyUrl?: pulumi.Input<string>;
}

/**
 * Declares the verifier's objects in a cluster. ConfigMap and Secret cannot be changed, only replaced
 * under another name: so that whatever changes, pods are rolled out.
 *
 * @returns the verifier's address: the ingress's, or else the one inside the cluster.
 */
export function deployOnKubernetes(
  name: string,
  { settings, environment, secretNames, redisUrl, proxyUrl }: KubernetesVerifier,
  child: pulumi.CustomResourceOptions,
): pulumi.Output<string> {
  const { apps, core, networking, policy } = loadKubernetes();
  const labels = selectorLabels(name);
  const metadata = { namespace: settings.namespace, labels: { ...labels, ...managedBy } };

  const data = environment.plain.apply((plain) => ({ ...plain, ...podSettings }));
  const configMap = new core.v1.ConfigMap(name, { metadata, data, immutable: true }, child);
  const stringData = environment.secret;
  const secret = new core.v1.Secret(name, { metadata, stringData, immutable: true }, child);
  const names = { configMap: configMap.metadata.name, secret: secret.metadata.name };

  const ports = [portOf(redisUrl, 6379), portOf(proxyUrl, 80)].filter((port) => port !== undefined);
  new networking.v1.NetworkPolicy(
    name,
    { metadata, spec: networkPolicySpec(labels, ports) },
    child,
  );
  new policy.v1.PodDisruptionBudget(name, { metadata, spec: disruptionBudgetSpec(labels) }, child);
  const spec = deploymentSpec(settings, labels, names, secretNames);
  new apps.v1.Deployment(name, { metadata, spec }, child);
  const service = new core.v1.Service(name, { metadata, spec: serviceSpec(labels) }, child);

  const { ingress } = settings;
  if (ingress) {
    const { awaitAddress = true } = ingress;
    const skip: Record<string, string> = awaitAddress ? {} : { "pulumi.com/skipAwait": "true" };
    const annotations = { ...ingress.annotations, ...skip };
    const open = new networking.v1.Ingress(
      name,
      {
        metadata: { ...metadata, annotations },
        spec: ingressSpec(ingress, service.metadata.name),
      },
      child,
    );
    if (ingress.tlsSecretName === undefined) pulumi.log.warn(WITHOUT_TLS, open);
    const scheme = ingress.tlsSecretName === undefined ? "http" : "https";
    return pulumi.interpolate`${scheme}://${ingress.host}`;
  }
  const { metadata: at } = service;
  return pulumi.interpolate`http://${at.name}.${at.namespace}.svc:${PORT}`;
}

/** No mistake, since a controller may bring a certificate of its own; nobody here can see whether it does. */
const WITHOUT_TLS =
  "The verifier's ingress has no tlsSecretName. Unless the controller ends TLS with a certificate of its own, " +
  "the bearer key and the page's cookie travel in plain text: set verifier.kubernetes.ingress.tlsSecretName.";

const managedBy = { "app.kubernetes.io/managed-by": "pulumi" };

/** A label's value: at most 63 letters, digits, `-`, `_` and `.`, with a letter or digit at both ends. */
function selectorLabels(name: string): Record<string, string> {
  const instance = `${pulumi.getProject()}-${pulumi.getStack()}-${name}`;
  const fits = /^[A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?$/.test(instance);
  const digest = () => createHash("sha256").update(instance).digest("hex").slice(0, 32);
  return {
    "app.kubernetes.io/name": "context7-ema-verifier",
    "app.kubernetes.io/instance": fits ? instance : digest(),
  };
}

/** A port is no secret, though the address around it may be. */
function portOf(
  url: pulumi.Input<string> | undefined,
  fallback: number,
): pulumi.Output<number> | undefined {
  if (!url) return undefined;
  const port = pulumi.output(url).apply((known) => {
    const parsed = URL.parse(known);
    return Number(parsed?.port || (parsed?.protocol === "https:" ? 443 : fallback));
  });
  return pulumi.unsecret(port);
}

/**
 * `@pulumi/kubernetes`, which only stacks with a verifier in a cluster need to install. None of its
 * types is in a signature: the package's types hold without it.
 */
function loadKubernetes() {
  try {
    return require("@pulumi/kubernetes") as typeof import("@pulumi/kubernetes");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "MODULE_NOT_FOUND") throw error;
    const reason =
      "a verifier of kind `kubernetes` needs the package @pulumi/kubernetes, which is not installed: " +
      "npm install @pulumi/kubernetes@^4.32.0";
    refuse("The verifier", [{ propertyPath: "kind", reason }]);
    throw error;
  }
}

import type * as pulumi from "@pulumi/pulumi";
import type { VerifierKubernetesSettings } from "./verifierArgs";
import { DEFAULT_REPLICAS } from "./verifierMistakes";

/** Port inside the pod and of the service. */
export const PORT = 8484;
/** As in the Dockerfile, where its working directory is too. */
export const COMMAND = ["node", "dist/src/cli/main.js", "verifier"];
/** User and group of the image: nobody in particular, and no root. */
const USER = 65532;
const SECRETS_DIRECTORY = "/etc/context7-ema";
const STATE_DIRECTORY = "/var/lib/context7-ema";

type Names = Record<"configMap" | "secret", pulumi.Input<string>>;

/** Settings that are the pod's own. */
export const podSettings = {
  VERIFIER_LISTEN_ADDRESS: "0.0.0.0",
  VERIFIER_LISTEN_PORT: String(PORT),
  VERIFIER_DATA_DIR: STATE_DIRECTORY,
};

/**
 * The Deployment's spec. A roll-out starts a new pod before it ends an old one; pods spread over zones
 * and nodes where there are several; whatever a pod writes goes into an empty volume.
 *
 * @param labels of exactly these pods.
 * @param names of the ConfigMap and the Secret.
 * @param secrets names of the variables in the Secret, which the pod gets as files.
 */
export function deploymentSpec(
  {
    image,
    replicas = DEFAULT_REPLICAS,
    resources = {},
    imagePullSecrets = [],
  }: VerifierKubernetesSettings,
  labels: Record<string, string>,
  names: Names,
  secrets: string[],
) {
  const file = (name: string) => ({ name: `${name}_FILE`, value: `${SECRETS_DIRECTORY}/${name}` });
  return {
    replicas,
    selector: { matchLabels: labels },
    strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
    template: {
      metadata: { labels, annotations: scrapeAnnotations },
      spec: {
        automountServiceAccountToken: false,
        enableServiceLinks: false,
        imagePullSecrets: imagePullSecrets.map((name) => ({ name })),
        securityContext: {
          runAsNonRoot: true,
          runAsUser: USER,
          runAsGroup: USER,
          fsGroup: USER,
          seccompProfile: { type: "RuntimeDefault" },
        },
        terminationGracePeriodSeconds: 20,
        topologySpreadConstraints: ["topology.kubernetes.io/zone", "kubernetes.io/hostname"].map(
          (topologyKey) => spread(topologyKey, labels),
        ),
        containers: [
          {
            name: "verifier",
            image,
            command: COMMAND,
            envFrom: [{ configMapRef: { name: names.configMap } }],
            env: secrets.map(file),
            ports: [{ name: "http", containerPort: PORT }],
            securityContext: {
              allowPrivilegeEscalation: false,
              capabilities: { drop: ["ALL"] },
              readOnlyRootFilesystem: true,
            },
            resources: {
              requests: { cpu: resources.cpu ?? "50m", memory: resources.memory ?? "128Mi" },
              limits: {
                cpu: resources.cpuLimit ?? "500m",
                memory: resources.memoryLimit ?? "256Mi",
              },
            },
            startupProbe: { ...probe("/healthz"), periodSeconds: 2, failureThreshold: 30 },
            livenessProbe: { ...probe("/healthz"), periodSeconds: 10, failureThreshold: 3 },
            readinessProbe: { ...probe("/readyz"), periodSeconds: 5, failureThreshold: 2 },
            volumeMounts: [
              { name: "secrets", mountPath: SECRETS_DIRECTORY, readOnly: true },
              { name: "state", mountPath: STATE_DIRECTORY },
            ],
          },
        ],
        volumes: [
          { name: "secrets", secret: { secretName: names.secret, defaultMode: 0o440 } },
          { name: "state", emptyDir: { sizeLimit: "64Mi" } },
        ],
      },
    },
  };
}

/** The common convention; the scrape needs the bearer key, see docs/deployment.md. */
const scrapeAnnotations = {
  "prometheus.io/scrape": "true",
  "prometheus.io/path": "/metrics",
  "prometheus.io/port": String(PORT),
};

function probe(path: string) {
  return { httpGet: { path, port: "http" }, timeoutSeconds: 3 };
}

/** Anyway: two pods in one zone are better than one pod. Each revision is spread for itself. */
function spread(topologyKey: string, labels: Record<string, string>) {
  return {
    topologyKey,
    maxSkew: 1,
    whenUnsatisfiable: "ScheduleAnyway",
    labelSelector: { matchLabels: labels },
    matchLabelKeys: ["pod-template-hash"],
  };
}

export function serviceSpec(labels: Record<string, string>) {
  return { selector: labels, ports: [{ name: "http", port: PORT, targetPort: "http" }] };
}

/** One pod at a time may be evicted; one that is not ready holds up nobody's drain. */
export function disruptionBudgetSpec(labels: Record<string, string>) {
  return {
    selector: { matchLabels: labels },
    maxUnavailable: 1,
    unhealthyPodEvictionPolicy: "AlwaysAllow",
  };
}

/**
 * In by the one port, out to https and DNS, and to Redis and the proxy where there are some.
 *
 * @param otherPorts of Redis and of the proxy.
 */
export function networkPolicySpec(
  labels: Record<string, string>,
  otherPorts: pulumi.Input<number>[],
) {
  const dns = ["UDP", "TCP"].map((protocol) => ({ protocol, port: 53 }));
  const out = [443, ...otherPorts].map((port) => ({ protocol: "TCP", port }));
  return {
    podSelector: { matchLabels: labels },
    policyTypes: ["Ingress", "Egress"],
    ingress: [{ ports: [{ protocol: "TCP", port: PORT }] }],
    egress: [{ ports: out }, { ports: dns }],
  };
}

/** @param service its name. */
export function ingressSpec(
  { host, className, tlsSecretName }: NonNullable<VerifierKubernetesSettings["ingress"]>,
  service: pulumi.Input<string>,
) {
  const backend = { service: { name: service, port: { name: "http" } } };
  return {
    ingressClassName: className,
    tls: tlsSecretName === undefined ? undefined : [{ hosts: [host], secretName: tlsSecretName }],
    rules: [{ host, http: { paths: [{ path: "/", pathType: "Prefix", backend }] } }],
  };
}

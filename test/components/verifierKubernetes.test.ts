import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { Provider } from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { repository } from "../../scripts/engine";
import { Verifier, VerifierKind, type VerifierSettings } from "../../src";
import { deploymentSpec, networkPolicySpec } from "../../src/components/verifierManifests";
import { record, known as settled } from "./recording";

const run = promisify(execFile);
const bearerKey = "the-bearer-key-of-these-tests-0123456789";
const settings: VerifierSettings = {
  kind: VerifierKind.Kubernetes,
  bearerKey,
  redisUrl: "rediss://:password@redis.example:6380",
  kubernetes: { image: "registry.example/verifier:1", namespace: "security" },
};
const target = { orgUrl: "https://acme.okta.com", resourceAppId: "0oaR", requestingApps: {} };
const labels = { a: "b" };
const spec = (more = {}) =>
  deploymentSpec({ image: "i", ...more }, labels, { configMap: "settings", secret: "secrets" }, [
    "VERIFIER_BEARER_KEY",
  ]);

describe("Verifier in Kubernetes: what it declares", () => {
  const declare = (more: Partial<VerifierSettings> = {}) =>
    record(() => new Verifier("context7", { ...settings, ...more, target }));

  it("declares six objects in the namespace, and an ingress only when asked", async () => {
    const { registered } = await declare();
    const objects = registered.filter(({ type }) => type.startsWith("kubernetes:"));
    assert.deepEqual(objects.map(({ type }) => type.split(":").at(-1)).sort(), [
      "ConfigMap",
      "Deployment",
      "NetworkPolicy",
      "PodDisruptionBudget",
      "Secret",
      "Service",
    ]);
    for (const { inputs } of objects) {
      assert.equal((inputs.metadata as { namespace: string }).namespace, "security");
    }
  });

  it("warns of an ingress without a certificate, and of no other", async () => {
    const warnings: string[] = [];
    const { warn } = pulumi.log;
    (pulumi.log as { warn: unknown }).warn = (message: string) => warnings.push(message);
    try {
      const host = "verifier.acme.example";
      const image = "registry.example/verifier:1";
      await declare();
      await declare({ kubernetes: { image, ingress: { host, tlsSecretName: "tls" } } });
      assert.deepEqual(warnings, []);
      await declare({ kubernetes: { image, ingress: { host } } });
      assert.match(warnings.join(), /no tlsSecretName.*bearer key.*plain text/);
    } finally {
      (pulumi.log as { warn: unknown }).warn = warn;
    }
  });

  it("keeps every secret in the Secret, which the pod gets as files", async () => {
    const { registered, find } = await declare();
    for (const { type, inputs } of registered) {
      if (type.endsWith(":Secret")) continue;
      assert.doesNotMatch(JSON.stringify(inputs), /the-bearer-key|password/, type);
    }
    const { stringData, immutable } = find("Secret", "context7").inputs;
    assert.match(JSON.stringify(stringData), /the-bearer-key/);
    assert.equal(immutable, true);
    assert.equal(find("ConfigMap", "context7").inputs.immutable, true);
    const [container] = spec().template.spec.containers;
    assert.deepEqual(container?.env, [
      {
        name: "VERIFIER_BEARER_KEY_FILE",
        value: "/etc/context7-ema/VERIFIER_BEARER_KEY",
      },
    ]);
  });

  it("names no file for a secret that is empty: the Secret has none, and the pod would not start", async () => {
    const kubernetes = { image: "registry.example/verifier:1", replicas: 1 };
    const { find } = await declare({ redisUrl: "", kubernetes });
    const names = JSON.stringify(find("Deployment", "context7").inputs);
    assert.match(names, /VERIFIER_BEARER_KEY_FILE/);
    assert.doesNotMatch(names, /VERIFIER_REDIS_URL/);
    assert.doesNotMatch(JSON.stringify(find("NetworkPolicy", "context7").inputs), /6379/);
  });

  it("goes to the cluster of the provider it is given", async () => {
    const { registered } = await record(() => {
      const providers = [new Provider("cluster", { kubeconfig: "{}" })];
      return new Verifier("context7", { ...settings, target }, { providers });
    });
    const objects = registered.filter(({ type }) => type.startsWith("kubernetes:"));
    assert.equal(objects.length, 6);
    for (const { provider, type } of objects) assert.match(provider ?? "", /::cluster::/, type);
  });

  it("lets Pulumi not wait for an address where nobody gives one", async () => {
    const ingress = { host: "verifier.acme.example", tlsSecretName: "tls" };
    const withIngress = (more: object) =>
      declare({ kubernetes: { image: "i", ingress: { ...ingress, ...more } } });
    const awaited = await withIngress({});
    const annotationsOf = ({ find }: typeof awaited) =>
      (find("Ingress", "context7").inputs.metadata as { annotations: object }).annotations;
    assert.deepEqual(annotationsOf(awaited), {});
    assert.equal(await settled(awaited.result.url), "https://verifier.acme.example");
    const skipped = await withIngress({ awaitAddress: false, annotations: { a: "b" } });
    assert.deepEqual(annotationsOf(skipped), { a: "b", "pulumi.com/skipAwait": "true" });
  });
});

describe("Verifier in Kubernetes: the pods", () => {
  it("run as nobody, write nowhere but in their volume, and know nothing of the cluster", () => {
    const { spec: pod } = spec().template;
    const [container] = pod.containers;
    assert.equal(pod.securityContext.runAsNonRoot, true);
    assert.equal(container?.securityContext.readOnlyRootFilesystem, true);
    assert.equal(container?.securityContext.allowPrivilegeEscalation, false);
    assert.deepEqual(container?.securityContext.capabilities, { drop: ["ALL"] });
    assert.equal(pod.automountServiceAccountToken, false);
    assert.deepEqual(
      container?.volumeMounts.filter((mount) => !mount.readOnly).map(({ mountPath }) => mountPath),
      ["/var/lib/context7-ema"],
    );
  });

  it("are two, spread over zones and nodes, and replaced one after the other", () => {
    const { replicas, strategy, template } = spec();
    assert.equal(replicas, 2);
    assert.deepEqual(strategy.rollingUpdate, { maxSurge: 1, maxUnavailable: 0 });
    assert.deepEqual(
      template.spec.topologySpreadConstraints.map(({ topologyKey }) => topologyKey),
      ["topology.kubernetes.io/zone", "kubernetes.io/hostname"],
    );
    assert.equal(template.metadata.annotations["prometheus.io/path"], "/metrics");
  });

  it("reach https, DNS, and Redis and the proxy where there are some", () => {
    const portsOf = (others: number[]) =>
      networkPolicySpec(labels, others).egress.flatMap(({ ports }) =>
        ports.map(({ protocol, port }) => `${protocol} ${port}`),
      );
    assert.deepEqual(portsOf([]), ["TCP 443", "UDP 53", "TCP 53"]);
    assert.deepEqual(portsOf([6380]), ["TCP 443", "TCP 6380", "UDP 53", "TCP 53"]);
  });
});

describe("Verifier without @pulumi/kubernetes", function () {
  this.timeout(180_000);
  let folder: string;

  /** A program's folder with this package and its dependencies, and with all of Pulumi's packages but that one. */
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "without-kubernetes-"));
    const modules = join(folder, "node_modules");
    const link = (name: string) =>
      symlink(join(repository, "node_modules", name), join(modules, name));
    await mkdir(join(modules, "@pulumi"), { recursive: true });
    for (const name of await readdir(join(repository, "node_modules"))) {
      if (!["@pulumi", "context7-ema", ".bin"].includes(name)) await link(name);
    }
    for (const name of await readdir(join(repository, "node_modules/@pulumi"))) {
      if (name !== "kubernetes") await link(`@pulumi/${name}`);
    }
    const installed = join(modules, "context7-ema");
    await mkdir(installed);
    for (const name of ["dist", "package.json"]) {
      await cp(join(repository, name), join(installed, name), { recursive: true });
    }
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it("loads, and says what to install when a cluster is asked for", async () => {
    const program = `
      const pulumi = require("@pulumi/pulumi");
      pulumi.runtime.setMocks({ call: () => ({}), newResource: ({ name, inputs }) => ({ id: name, state: inputs }) });
      const { Verifier } = require("context7-ema");
      const target = ${JSON.stringify(target)};
      new Verifier("here", { kind: "environment", target });
      console.log("loaded");
      try {
        new Verifier("there", { ...${JSON.stringify(settings)}, target });
      } catch (error) {
        console.log(error.message);
      }
    `;
    await writeFile(join(folder, "index.js"), program);
    const node = join(repository, "node_modules/.bin/node");
    const { stdout } = await run(node, ["index.js"], { cwd: folder });
    assert.match(stdout, /^loaded$/m);
    assert.match(stdout, /npm install @pulumi\/kubernetes@\^4\.32\.0/);
  });

  it("has types that hold, libraries checked as well", async () => {
    const program = `
      import { Verifier, VerifierKind } from "context7-ema";
      new Verifier("v", { kind: VerifierKind.Environment, target: ${JSON.stringify(target)} });
    `;
    await writeFile(join(folder, "program.ts"), program);
    const options = ["--noEmit", "--strict", "--module", "node20", "--target", "es2023"];
    const args = [...options, "--types", "node", "--listFiles", "program.ts"];
    const compiler = join(repository, "node_modules/typescript/bin/tsc");
    const node = join(repository, "node_modules/.bin/node");
    // Other packages' declarations may have mistakes of their own, with which the compiler exits by 2.
    const { stdout } = await run(node, [compiler, ...args], { cwd: folder, maxBuffer: 1e8 }).catch(
      (error: { stdout: string }) => error,
    );
    assert.match(stdout, /context7-ema\/dist\/src\/components\/verifier\.d\.ts/);
    assert.doesNotMatch(
      stdout,
      /(?:program\.ts|context7-ema\/\S+)\(.*error TS|@pulumi\/kubernetes/,
    );
  });
});

import assert from "node:assert/strict";
import { chmod, chown, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../../scripts/freePort";
import { firstStack } from "../engine/configurations";
import type { EngineStack } from "../engine/harness";
import { stacksIn } from "../engine/stacks";
import { sandboxed } from "../provider/sandboxed";
import { until } from "../until";
import { type RedisServer, startRedis } from "../verifier/service/redisServer";
import { type Cluster, startCluster, whyNoCluster } from "./cluster";
import { startContainer, whyNoContainer } from "./container";
import { readImage } from "./image";
import { saysThatItDidNotRun } from "./notRun";

const bearerKey = "the-bearer-key-of-these-tests-0123456789";

interface Metadata {
  name: string;
  annotations?: Record<string, string>;
}
interface Pod {
  metadata: Metadata;
  spec: { nodeName: string; containers: PodContainer[] };
  status: { conditions: { type: string; status: string }[] };
}
interface PodContainer {
  command: string[];
  env: { name: string; value: string }[];
  volumeMounts: { name: string; mountPath: string }[];
  securityContext: { readOnlyRootFilesystem: boolean };
}
interface Deployment {
  metadata: Metadata;
  spec: {
    template: {
      spec: { containers: PodContainer[]; securityContext: { runAsUser: number; fsGroup: number } };
    };
  };
}
interface WithData {
  metadata: Metadata;
  data: Record<string, string>;
}

describe("deployment: a verifier in Kubernetes", function () {
  this.timeout(300_000);
  const noCluster = whyNoCluster();
  if (noCluster) {
    saysThatItDidNotRun("the verifier on a control plane", noCluster);
    return;
  }

  const world = sandboxed();
  const stacks = stacksIn(world);
  let cluster: Cluster;
  let redis: RedisServer;
  let stack: EngineStack;
  let deployment: string;

  /** Configures the stack as a person would, secrets as secrets. */
  const configure = async (more: object = {}) => {
    const configuration = firstStack(world.sandbox, {
      verifier: {
        kind: "kubernetes",
        proxyUrl: "http://proxy.acme.example:3128",
        kubernetes: {
          image: "registry.example/verifier:1",
          ingress: { host: "verifier.acme.example", awaitAddress: false },
        },
        ...more,
      },
    });
    await stack.configure(configuration);
    const secret = (value: string) => ({ value, secret: true });
    await stack.stack.setAllConfig(
      {
        "context7-ema:verifier.bearerKey": secret(bearerKey),
        "context7-ema:verifier.redisUrl": secret(redis.url),
      },
      true,
    );
  };
  const ours = async <T extends { metadata: Metadata }>(kind: string) => {
    const found = await cluster.list<T>(kind);
    return found.filter(({ metadata }) => metadata.name.startsWith("context7-"));
  };
  const only = async <T extends { metadata: Metadata }>(kind: string) => {
    const [found, ...others] = await ours<T>(kind);
    assert.ok(found, kind);
    assert.equal(others.length, 0, kind);
    return found;
  };
  const ready = (pods: Pod[]) =>
    pods.filter(({ status }) =>
      status.conditions.some(({ type, status: is }) => type === "Ready" && is === "True"),
    );

  before(async () => {
    [cluster, redis] = await Promise.all([startCluster(), startRedis()]);
    stack = await stacks.create({
      configuration: firstStack(world.sandbox),
      environment: { KUBECONFIG: cluster.kubeconfig },
    });
    await configure();
  });
  after(async () => {
    await redis?.stop();
    await cluster?.stop();
  });

  it("comes up with two pods in two zones, and is reached by its ingress", async () => {
    const { outputs } = await stack.up();
    assert.equal(outputs.verifier?.value.url, "http://verifier.acme.example");
    const pods = await ours<Pod>("pods");
    assert.deepEqual(
      ready(pods)
        .map(({ spec }) => spec.nodeName)
        .sort(),
      ["kit-a", "kit-b"],
    );
    deployment = (await only<Deployment>("deployments")).metadata.name;
    for (const kind of ["service", "ingress", "poddisruptionbudget"]) await only(kind);
  });

  it("lets pods reach https, DNS, Redis and the proxy, and no more", async () => {
    const policy = await only<{
      metadata: Metadata;
      spec: { egress: { ports: { protocol: string; port: number }[] }[]; policyTypes: string[] };
    }>("networkpolicy");
    assert.deepEqual(policy.spec.policyTypes, ["Ingress", "Egress"]);
    const ports = policy.spec.egress.flatMap((rule) => rule.ports);
    const { port } = new URL(redis.url);
    assert.deepEqual(
      ports.map((one) => `${one.protocol} ${one.port}`),
      ["TCP 443", `TCP ${port}`, "TCP 3128", "UDP 53", "TCP 53"],
    );
  });

  it("gives the pods nothing of what deploys the stack, and their secrets nowhere but in the Secret", async () => {
    const { okta, context7 } = world.sandbox.description;
    const secret = await only<WithData>("secrets");
    const decoded = Object.values(secret.data).map((value) =>
      Buffer.from(value, "base64").toString("utf8"),
    );
    const others = await Promise.all(
      ["pods", "configmaps", "deployments", "replicasets"].map((kind) => ours(kind)),
    );
    const open = JSON.stringify(others);
    for (const credential of [okta.apiToken, context7.apiKey]) {
      assert.ok(!open.includes(credential));
      assert.ok(!decoded.some((value) => value.includes(credential)));
    }
    assert.deepEqual(Object.keys(secret.data).sort(), [
      "VERIFIER_BEARER_KEY",
      "VERIFIER_REDIS_URL",
    ]);
    assert.ok(!open.includes(bearerKey));
    const { text: state } = await stack.cli("stack", "export");
    assert.ok(!state.includes(bearerKey));
    assert.ok(!state.includes(redis.url));
  });

  it("stays as it is when nothing changed", async () => {
    await stack.up({ refresh: true, expectNoChanges: true });
  });

  it("rolls new settings out with two pods ready all the while", async () => {
    const before = (await ours<Pod>("pods")).map(({ metadata }) => metadata.name);
    await configure({ interval: "30m" });
    const watch = cluster.watchReady(deployment);
    await stack.up();
    const counts = watch.stop();
    assert.ok(counts.length > 1, `${counts.length} states were seen`);
    assert.ok(Math.min(...counts) >= 2, `ready: ${counts}`);
    const after = ready(await ours<Pod>("pods")).map(({ metadata }) => metadata.name);
    assert.equal(after.filter((name) => before.includes(name)).length, 0);
    const { data } = await only<WithData>("configmaps");
    assert.equal(data.VERIFIER_INTERVAL, "30m");
  });

  it("survives that each node is drained, one pod at a time", async () => {
    const drain = (node: string) =>
      cluster.kubectl(
        "drain",
        node,
        "--ignore-daemonsets",
        "--delete-emptydir-data",
        "--timeout=60s",
      );
    const watch = cluster.watchReady(deployment);
    await drain("kit-a");
    await allReadyOn("kit-b");
    await cluster.kubectl("uncordon", "kit-a");
    // Now both pods have to go, and the budget lets only one go at a time.
    await drain("kit-b");
    await allReadyOn("kit-a");
    const counts = watch.stop();
    assert.ok(counts.includes(1), `ready: ${counts}`);
    assert.ok(Math.min(...counts) >= 1, `ready: ${counts}`);
    await cluster.kubectl("uncordon", "kit-b");
  });

  const noContainer = whyNoContainer();
  if (noContainer) {
    saysThatItDidNotRun("what the Deployment says, as a process", noContainer);
  } else {
    it("says what starts a verifier: command, environment, volumes, read-only root", async () => {
      const { spec } = (await only<Deployment>("deployments")).spec.template;
      const [container] = spec.containers;
      assert.ok(container);
      assert.equal(container.securityContext.readOnlyRootFilesystem, true);
      const folder = await mkdtemp(join(tmpdir(), "pod-"));
      const { runAsUser: user, fsGroup: group } = spec.securityContext;
      const mounted = (name: string) =>
        container.volumeMounts.find((mount) => mount.name === name)?.mountPath ?? "";
      const volumes = await volumesIn(folder, user, group);
      const port = String(await freePort());
      const started = startContainer({
        command: container.command,
        workingDirectory: readImage().workingDirectory,
        user: `${user}:${group}`,
        environment: {
          ...(await only<WithData>("configmaps")).data,
          ...Object.fromEntries(container.env.map(({ name, value }) => [name, value])),
          // The pod's port is its own; this machine's may be taken.
          VERIFIER_LISTEN_PORT: port,
        },
        content: new Map([...readImage().content, [mounted("secrets"), volumes.secrets]]),
        writable: new Map([[mounted("state"), volumes.state]]),
      });
      try {
        const url = `http://127.0.0.1:${port}`;
        await answering(`${url}/readyz`, () => {
          assert.equal(started.process.exitCode, null, started.output());
        });
        const readiness = await fetch(`${url}/readyz`);
        assert.deepEqual(((await readiness.json()) as { replayCache: object }).replayCache, {
          kind: "redis",
          up: true,
        });
        const authorization = `Bearer ${bearerKey}`;
        const metrics = await fetch(`${url}/metrics`, { headers: { authorization } });
        assert.equal(metrics.status, 200);
      } finally {
        await started.stop();
        await rm(folder, { recursive: true, force: true });
      }
    });
  }

  it("leaves nothing in the cluster", async () => {
    await stack.destroy();
    for (const kind of ["deployments", "services", "secrets", "configmaps", "ingresses", "pods"]) {
      assert.deepEqual(await ours(kind), [], kind);
    }
  });

  async function allReadyOn(node: string): Promise<void> {
    await until(async () => {
      const nodes = ready(await ours<Pod>("pods")).map(({ spec }) => spec.nodeName);
      return nodes.length === 2 && nodes.every((name) => name === node);
    });
  }

  /** As the kubelet makes them: the Secret's files for the pod's group, an empty folder for its user. */
  async function volumesIn(folder: string, user: number, group: number) {
    await chmod(folder, 0o755);
    const secrets = await mkdtemp(join(folder, "secrets-"));
    await chmod(secrets, 0o755);
    const { data } = await only<WithData>("secrets");
    for (const [name, value] of Object.entries(data)) {
      const file = join(secrets, name);
      await writeFile(file, Buffer.from(value, "base64"), { mode: 0o440 });
      await chown(file, 0, group);
    }
    const state = await mkdtemp(join(folder, "state-"));
    await chown(state, user, group);
    return { secrets, state };
  }

  async function answering(url: string, check: () => void): Promise<void> {
    await until(async () => {
      const answer = await fetch(url).catch(() => undefined);
      if (answer?.status === 200) return true;
      check();
    });
  }
});

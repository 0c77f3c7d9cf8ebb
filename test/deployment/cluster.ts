import { execFile, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { pulumiHome, repository } from "../../scripts/engine";

const run = promisify(execFile);

/** Folder with `kube-up.sh`, which starts a real control plane: `KUBE_KIT`, by default ../shared/kube. */
const kit = process.env.KUBE_KIT ?? join(repository, "../shared/kube");

/** Why there is no control plane to test on; `undefined` if there is one. */
export function whyNoCluster(): string | undefined {
  const script = join(kit, "kube-up.sh");
  if (existsSync(script)) return undefined;
  return `${script} is not there; KUBE_KIT may name another folder with a kube-up.sh`;
}

/** A real API server, scheduler and controllers; what plays the nodes runs no containers. */
export interface Cluster {
  kubeconfig: string;
  kubectl(...args: string[]): Promise<string>;
  /** The objects of one kind. */
  list<T>(kind: string): Promise<T[]>;
  /** Records how many pods of a deployment are ready, whenever that changes, until it is stopped. */
  watchReady(deployment: string): { stop(): number[] };
  stop(): Promise<void>;
}

export async function startCluster(): Promise<Cluster> {
  const folder = await mkdtemp(join(tmpdir(), "cluster-"));
  const env = { ...process.env, PULUMI_HOME: pulumiHome };
  const stop = async () => {
    await run("bash", [join(kit, "kube-down.sh"), folder]);
    await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  };
  try {
    await run("bash", [join(kit, "kube-up.sh"), folder], { env });
  } catch (error) {
    await stop();
    throw error;
  }
  const kubeconfig = join(folder, "kubeconfig");
  const program = join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "kube-kit/kubectl");
  const kubectl = async (...args: string[]) => {
    const { stdout } = await run(program, ["--kubeconfig", kubeconfig, ...args]);
    return stdout;
  };
  return {
    kubeconfig,
    kubectl,
    async list(kind) {
      return JSON.parse(await kubectl("get", kind, "-o", "json")).items;
    },
    watchReady(deployment) {
      const line = "{.status.readyReplicas}{'\\n'}";
      const args = ["get", "deployment", deployment, "--watch", "-o", `jsonpath=${line}`];
      const child = spawn(program, ["--kubeconfig", kubeconfig, ...args]);
      let seen = "";
      child.stdout.on("data", (chunk) => {
        seen += chunk;
      });
      return {
        stop() {
          child.kill();
          return seen.split("\n").slice(0, -1).map(Number);
        },
      };
    },
    stop,
  };
}

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { chown, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { repository } from "../../scripts/engine";
import { freePort } from "../../scripts/freePort";
import { COMMAND } from "../../src/components/verifierManifests";
import { until } from "../until";
import { type Container, startContainer, whyNoContainer } from "./container";
import { readImage } from "./image";
import { saysThatItDidNotRun } from "./notRun";

const target = JSON.stringify({
  orgUrl: "https://acme.okta.com",
  issuer: "https://acme.okta.com",
  resourceApp: { id: "0oaResource" },
  requestingApps: {},
});
const bearerKey = "the-bearer-key-of-these-tests-0123456789";

describe("deployment: the image", () => {
  const image = readImage();

  it("is started by the command that pods are started by", () => {
    assert.deepEqual(image.command, COMMAND);
    assert.equal(image.user, "65532:65532");
  });

  it("has its packages from an installation by the lock file, without those for development", () => {
    assert.equal(image.installation.length, 1);
    const [install = ""] = image.installation[0]?.split(" && ") ?? [];
    assert.match(install, /^npm ci /);
    for (const flag of ["--omit=dev", "--ignore-scripts"]) {
      assert.ok(install.split(" ").includes(flag), `${flag} is not in: ${install}`);
    }
  });

  it("holds what a production installation has, and nothing for development", () => {
    const paths = [...image.content.keys()];
    assert.ok(paths.includes("/app/node_modules/fastify"));
    for (const name of ["typescript", "mocha", "playwright-core", "@pulumi/kubernetes"]) {
      assert.ok(!paths.includes(`/app/node_modules/${name}`), name);
    }
  });

  it("is built from what .dockerignore lets through, and from all that its stages copy", () => {
    const ignored = readFileSync(join(repository, ".dockerignore"), "utf8").split("\n");
    const allowed = ignored.filter((line) => line.startsWith("!")).map((line) => line.slice(1));
    assert.ok(ignored.includes("*"));
    const dockerfile = readFileSync(join(repository, "Dockerfile"), "utf8");
    const copies = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)];
    const copied = copies.flatMap(([, sources = ""]) => sources.split(" "));
    assert.deepEqual([...new Set(copied)].sort(), allowed.sort());
  });

  const reason = whyNoContainer();
  if (reason) {
    saysThatItDidNotRun("the start of the image", reason);
    return;
  }

  describe("its start command, as it stands in the Dockerfile", () => {
    let container: Container | undefined;
    let state: string;
    afterEach(async () => {
      await container?.stop();
      await rm(state, { recursive: true, force: true });
    });

    const start = async (environment: Record<string, string>) => {
      state = await mkdtemp(join(tmpdir(), "image-state-"));
      await chown(state, 65532, 65532);
      const port = String(await freePort());
      container = startContainer({
        ...image,
        environment: { ...image.environment, VERIFIER_LISTEN_PORT: port, ...environment },
        writable: new Map([["/var/lib/context7-ema", state]]),
      });
      return { container, url: `http://127.0.0.1:${port}` };
    };

    it("starts the verifier as nobody in particular, on a root that cannot be written to", async () => {
      const settings = { VERIFIER_TARGET: target, VERIFIER_INTERVAL: "off" };
      const { container, url } = await start({ ...settings, VERIFIER_BEARER_KEY: bearerKey });
      await healthy(container, url);
      const { pid } = container.process;
      const status = readFileSync(`/proc/${pid}/status`, "utf8");
      assert.match(status, /^Uid:\t65532\t65532/m);
      const mounts = readFileSync(`/proc/${pid}/mountinfo`, "utf8").split("\n");
      const root = mounts.find((line) => / \/ \/ /.test(line));
      assert.match(root ?? "", / ro[ ,]/);
      assert.match(execFileSync("ls", [state], { encoding: "utf8" }), /^$|reports-/);
    });

    it("asks for a key, since others than its own host reach it", async () => {
      const { container } = await start({ VERIFIER_TARGET: target });
      await until(() => container.process.exitCode !== null);
      assert.match(container.output(), /VERIFIER_BEARER_KEY: It is missing\. On 0\.0\.0\.0/);
      assert.equal(container.process.exitCode, 1);
    });
  });
});

async function healthy(container: Container, url: string): Promise<void> {
  await until(async () => {
    const answer = await fetch(`${url}/healthz`).catch(() => undefined);
    if (answer?.status === 200) return true;
    assert.equal(container.process.exitCode, null, container.output());
  });
}

import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";

import { startTimeOf } from "../provider/verifierProcess/machine";
import type { Failure } from "../sandbox/developer";
import { repository } from "../scripts/engine";
import type { Report } from "../src/verifier/report";
import { Difference } from "./expect";

/** Milliseconds between two looks, and looks before something takes too long. */
const PAUSE = 200;
const LOOKS = 100;

/** What the verifier makes of something: which cause, in a sentence, and what to do. */
export interface Explanation {
  tag: string;
  summary: string;
  remedy: string;
}

/** The verifier that the stack brought up, over its HTTP API (docs/verifier.openapi.yaml). */
export interface VerifierService {
  /** The last report; waits for the first one, which begins with the process. */
  report(): Promise<Report>;
  /** Runs all checks now. */
  check(): Promise<Report>;
  /** Why an ID-JAG is no good; nothing for one that is. The ID-JAG is not used up. */
  explainIdJag(idJag: string): Promise<Explanation | undefined>;
}

/** @param url of the stack's output, `http://127.0.0.1:PORT`. */
export function connectVerifier(url: string): VerifierService {
  const answered = async (path: string, isThere = (status: number) => status === 200) => {
    for (let looks = 0; looks < LOOKS; looks += 1) {
      const answer = await fetch(`${url}${path}`);
      if (isThere(answer.status)) return (await answer.json()) as Report;
      await answer.body?.cancel();
      await sleep(PAUSE);
    }
    throw new Difference(`the verifier's ${path}\nexpected: a report\nseen: none in time`);
  };
  const post = async (path: string, body: unknown, expected: number) => {
    const headers = { "content-type": "application/json" };
    const answer = await fetch(`${url}${path}`, {
      method: "POST",
      headers,
      body: JSON.stringify(body),
    });
    if (answer.status === expected) return answer.json();
    throw new Difference(
      `POST ${path}\nexpected: ${expected}\nseen: ${answer.status} ${await answer.text()}`,
    );
  };
  return {
    report: () => answered("/api/report"),
    async check() {
      const { id } = (await post("/api/runs", { kind: "checks" }, 202)) as { id: string };
      return answered(`/api/runs/${id}`);
    },
    async explainIdJag(idJag) {
      const explained = (await post("/api/idjag/verify", { idJag }, 200)) as
        | { ok: true }
        | { ok: false; reason: string; message: string; remedy: string };
      if (explained.ok) return undefined;
      const { reason, message, remedy } = explained;
      return { tag: reason, summary: message, remedy };
    },
  };
}

/** What a person types to have a refusal explained. */
export function explainCommand({ leg }: Failure, orgUrl: string): string[] {
  return ["explain", "--json", "--org-url", orgUrl, "--leg", String(leg)];
}

/** A refusal as `context7-ema explain` explains it, which reads it from standard input. */
export async function explainError(failure: Failure, orgUrl: string): Promise<Explanation> {
  const { error, error_description } = failure;
  const main = join(repository, "dist/src/cli/main.js");
  const child = spawn(process.execPath, [main, ...explainCommand(failure, orgUrl)], {
    env: { PATH: process.env.PATH },
  });
  const ended = once(child, "close");
  child.stdin.end(JSON.stringify({ error, error_description }));
  const [said, complaint] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  if (child.exitCode !== 0) {
    throw new Difference(
      `context7-ema explain\nexpected: exit code 0\nseen: ${child.exitCode} ${complaint}`,
    );
  }
  const [meaning] = (JSON.parse(said) as { meanings: Explanation[] }).meanings;
  if (meaning) return meaning;
  throw new Difference("context7-ema explain\nexpected: a meaning\nseen: none");
}

/** The process that has its files in `folder`, while it is alive. */
export async function verifierPid(folder: string): Promise<number | undefined> {
  const written = await readFile(join(folder, "verifier.pid"), "utf8").catch(() => "");
  const pid = Number.parseInt(written, 10);
  return pid > 0 && startTimeOf(pid) !== undefined ? pid : undefined;
}

/** Ends a verifier whose stack did not come to its `destroy`. */
export async function stopVerifier(folder: string): Promise<void> {
  const pid = await verifierPid(folder);
  if (pid === undefined) return;
  process.kill(pid, "SIGTERM");
  for (let looks = 0; looks < LOOKS && startTimeOf(pid) !== undefined; looks += 1) {
    await sleep(PAUSE);
  }
}

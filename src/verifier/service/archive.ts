import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { prepareDirectory, writeAtomically } from "../../atomicFile";
import { type IdJagCount, type Report, reportSchema } from "../report";
import type { VerifierTarget } from "../target";
import { type FailedRun, failedRunSchema } from "./failedRun";

/** Reports that are kept; the last one with a live flow in addition, if it is older. */
const KEPT = 20;

/** Runs without a report that are kept. */
const FAILURES_KEPT = 10;

const content = z.object({
  version: z.literal(1),
  /** When the last live flow was begun, milliseconds since 1970; written before it begins. */
  liveBegunAt: z.number().optional(),
  /** The newest first. */
  reports: z.array(reportSchema),
  /** Runs that brought no report, the newest first. */
  failures: z.array(failedRunSchema).default([]),
});
type Content = z.infer<typeof content>;

/** The last reports, in memory and in a file that outlives this process. */
export interface Archive {
  /** The newest first. */
  reports(): readonly Report[];
  latestLive(): Report | undefined;
  /** Runs that brought no report, the newest first. */
  failures(): readonly FailedRun[];
  counted(): IdJagCount | undefined;
  liveBegunAt(): number | undefined;
  add(report: Report): Promise<void>;
  addFailure(run: FailedRun): Promise<void>;
  /** To be called before a live flow begins: one that a crash ended still counts as made. */
  beginLive(at: number): Promise<void>;
  /** What is wrong with the file, if it cannot be written now. */
  problem(): string | undefined;
}

/** Each target has a file of its own: two verifiers of one host do not mix their reports. */
export function archivePath(directory: string, target: VerifierTarget): string {
  return join(directory, `reports-${targetName(target)}.json`);
}

/** A short name that tells targets apart, in files and in what replicas share. */
export function targetName(target: VerifierTarget): string {
  const { orgUrl, issuer, resourceIssuer, mcpUrl, resourceApp, requestingApps } = target;
  const apps = Object.values(requestingApps).map(({ appId }) => appId);
  const identity = JSON.stringify([
    orgUrl,
    issuer,
    resourceIssuer,
    mcpUrl,
    resourceApp,
    apps.sort(),
  ]);
  return createHash("sha256").update(identity).digest("hex").slice(0, 16);
}

/**
 * Opens the archive. A file that is no archive (of a later version, or damaged by somebody) is left
 * as it is until the first report replaces it.
 *
 * @param warn is told when the file was there and could not be used.
 * @throws when its folder cannot be made or written to.
 */
export async function openArchive(path: string, warn: (line: string) => void): Promise<Archive> {
  await prepareDirectory(path);
  let state: Content = (await read(path, warn)) ?? { version: 1, reports: [], failures: [] };
  let problem: string | undefined;
  let writing = Promise.resolve();

  /** Writes one after the other; what is in memory is the truth, a full disk no reason to stop. */
  function save(next: Content): Promise<void> {
    state = next;
    writing = writing.then(async () => {
      try {
        await writeAtomically(path, JSON.stringify(next));
        problem = undefined;
      } catch (error) {
        problem = `${path} cannot be written (${(error as NodeJS.ErrnoException).code})`;
        warn(problem);
      }
    });
    return writing;
  }

  return {
    reports: () => state.reports,
    latestLive: () => state.reports.find(({ live }) => live !== undefined),
    failures: () => state.failures,
    counted: () => state.reports[0]?.idJagsThisMonth,
    liveBegunAt: () => state.liveBegunAt,
    add: (report) => save({ ...state, reports: kept([report, ...state.reports]) }),
    addFailure: (run) =>
      save({ ...state, failures: [run, ...state.failures].slice(0, FAILURES_KEPT) }),
    beginLive: (at) => save({ ...state, liveBegunAt: at }),
    problem: () => problem,
  };
}

function kept(reports: Report[]): Report[] {
  const recent = reports.slice(0, KEPT);
  const live = reports.find((report) => report.live !== undefined);
  return live === undefined || recent.includes(live) ? recent : [...recent, live];
}

async function read(path: string, warn: (line: string) => void): Promise<Content | undefined> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "ENOENT") warn(`${path} cannot be read (${code}): beginning without reports`);
    return undefined;
  }
  try {
    return content.parse(JSON.parse(text));
  } catch {
    warn(`${path} does not hold reports of this version: beginning without reports`);
    return undefined;
  }
}

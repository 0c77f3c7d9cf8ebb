import { readFileSync } from "node:fs";
import { hostname } from "node:os";

/** Which machine this is, and which of its runs. */
export interface Machine {
  host: string;
  /** machine-id(5); empty where there is none. It tells machines of one name apart. */
  machineId: string;
  /** Another one after each start of the system (random(4)). */
  bootId: string;
}

/** A process for good: a process ID alone is given to others later. */
export interface KnownProcess extends Machine {
  pid: number;
  startTime: string;
}

/** This machine; without /proc, which is Linux's, `undefined`. */
export function thisMachine(): Machine | undefined {
  const bootId = textOf("/proc/sys/kernel/random/boot_id");
  if (!bootId) return undefined;
  return { host: hostname(), machineId: textOf("/etc/machine-id") ?? "", bootId };
}

/** Whether the process was started on this machine, in whichever of its runs. */
export function isHere(known: KnownProcess): boolean {
  const here = thisMachine();
  return here?.host === known.host && here.machineId === known.machineId;
}

/** Whether that very process, not another one with its ID, is alive on this machine. */
export function isAlive(known: KnownProcess): boolean {
  const { bootId } = thisMachine() ?? {};
  return isHere(known) && bootId === known.bootId && startTimeOf(known.pid) === known.startTime;
}

/**
 * When a process was started, in clock ticks since the system was: fields 3 (state) and 22
 * (starttime) of proc_pid_stat(5). `undefined` for none, or one that has ended and only waits to be
 * asked for its exit code.
 */
export function startTimeOf(pid: number): string | undefined {
  const stat = textOf(`/proc/${pid}/stat`);
  if (!stat) return undefined;
  // Field 2 is the program's name in parentheses and may hold blanks and parentheses itself.
  const [state, ...rest] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return state === "Z" || state === "X" ? undefined : rest[18];
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8").trim();
  } catch {
    return undefined;
  }
}

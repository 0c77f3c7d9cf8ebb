import { readdirSync, readFileSync } from "node:fs";

/** One process, as Linux's /proc shows it. */
export interface RunningProcess {
  pid: number;
  /** Its command line, arguments separated by spaces. */
  command: string;
}

/** Everything that `ancestor` started, directly or through others, and that still runs. */
export function descendantsOf(ancestor: number): RunningProcess[] {
  const all = processIds().flatMap(readProcess);
  const found: (RunningProcess & { parent: number })[] = [];
  for (let parents = [ancestor]; parents.length > 0; ) {
    const children = all.filter(({ parent }) => parents.includes(parent));
    found.push(...children);
    parents = children.map(({ pid }) => pid);
  }
  return found.map(({ pid, command }) => ({ pid, command }));
}

/** Milliseconds between two looks: a program of Go or Node takes longer to start and end. */
const BETWEEN = 10;
/**
 * How often a new process is looked at, and after how many looks again: it has its parent's arguments
 * until it runs its own program, which then seldom changes them. Reading all of them all the time would
 * cost a core.
 */
const WHILE_NEW = 50;
const LATER = 50;

/** What was among the arguments of processes, whoever's they are. */
export interface Watch {
  /** Every command line seen so far. */
  commandLines(): string[];
  stop(): void;
}

/** Looks a hundred times a second at the arguments of all processes, as `ps` shows them to everybody. */
export function watchArguments(): Watch {
  const seen = new Set<string>();
  let looks = new Map<string, number>();
  const look = () => {
    const before = looks;
    looks = new Map(processIds().map((id) => [id, (before.get(id) ?? 0) + 1]));
    for (const [id, count] of looks) {
      if (count <= WHILE_NEW || count % LATER === 0) seen.add(commandOf(id));
    }
  };
  look();
  const timer = setInterval(look, BETWEEN);
  return { commandLines: () => [...seen], stop: () => clearInterval(timer) };
}

function processIds(): string[] {
  return readdirSync("/proc").filter((name) => /^\d+$/.test(name));
}

function readProcess(id: string): (RunningProcess & { parent: number })[] {
  try {
    const status = readFileSync(`/proc/${id}/status`, "utf8");
    const parent = Number(/^PPid:\s*(\d+)/m.exec(status)?.[1]);
    return [{ pid: Number(id), parent, command: commandOf(id) }];
  } catch {
    return []; // It ended while we looked.
  }
}

function commandOf(id: string): string {
  try {
    return readFileSync(`/proc/${id}/cmdline`, "utf8").replaceAll("\0", " ").trim();
  } catch {
    return ""; // It ended while we looked.
  }
}

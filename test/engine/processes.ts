import { readdirSync, readFileSync } from "node:fs";

/** One process, as Linux's /proc shows it. */
export interface RunningProcess {
  pid: number;
  /** Its command line, arguments separated by spaces. */
  command: string;
}

/** Everything that `ancestor` started, directly or through others, and that still runs. */
export function descendantsOf(ancestor: number): RunningProcess[] {
  const all = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap(readProcess);
  const found: (RunningProcess & { parent: number })[] = [];
  for (let parents = [ancestor]; parents.length > 0; ) {
    const children = all.filter(({ parent }) => parents.includes(parent));
    found.push(...children);
    parents = children.map(({ pid }) => pid);
  }
  return found.map(({ pid, command }) => ({ pid, command }));
}

function readProcess(name: string): (RunningProcess & { parent: number })[] {
  try {
    const status = readFileSync(`/proc/${name}/status`, "utf8");
    const parent = Number(/^PPid:\s*(\d+)/m.exec(status)?.[1]);
    const command = readFileSync(`/proc/${name}/cmdline`, "utf8").replaceAll("\0", " ").trim();
    return [{ pid: Number(name), parent, command }];
  } catch {
    // It ended while we looked.
    return [];
  }
}

/** `RUN npm ci`: name and the rest of the line, continued lines joined. */
export interface Instruction {
  name: string;
  arguments: string;
}

export interface Stage {
  /** Of `FROM … AS name`. */
  name?: string;
  instructions: Instruction[];
}

/** The stages of a Dockerfile, in their order. */
export function readStages(text: string): Stage[] {
  const lines = text.split("\n").filter((line) => !line.startsWith("#"));
  const stages: Stage[] = [];
  for (const line of lines
    .join("\n")
    .replace(/\\\n\s*/g, "")
    .split("\n")) {
    const [, name = "", rest = ""] = /^([A-Z]+) +(.+)$/.exec(line.trim()) ?? [];
    if (name === "FROM") stages.push({ name: / AS (\S+)$/.exec(rest)?.[1], instructions: [] });
    else if (name !== "") stages.at(-1)?.instructions.push({ name, arguments: rest });
  }
  return stages;
}

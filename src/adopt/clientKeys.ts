/** Labels as keys: `Claude Code` → `claude-code`; a number behind those that would be the same. */
export function keysFor(labels: readonly string[]): string[] {
  const taken = new Set<string>();
  return labels.map((label) => {
    const plain = label.toLowerCase().replace(/[^a-z0-9]+/g, "-");
    const key = plain.replace(/^-+|-+$/g, "") || "client";
    let unique = key;
    for (let number = 2; taken.has(unique); number += 1) unique = `${key}-${number}`;
    taken.add(unique);
    return unique;
  });
}

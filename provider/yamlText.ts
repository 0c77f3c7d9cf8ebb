/**
 * A value as YAML 1.2 in block style, each value on one line, with quotes where a reader of YAML 1.1 such
 * as Pulumi's would take a string for something else: `"yes"`, `"12:30:45"`, `"2026-11-22"`.
 */
export function yamlText(value: unknown): string {
  // Loaded here: it takes a quarter of a second, and what every `pulumi up` loads can come to this.
  const { stringify } = require("yaml") as typeof import("yaml");
  return stringify(value, { lineWidth: 0, compat: "yaml-1.1" });
}

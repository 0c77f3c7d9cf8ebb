/** What can be written: JSON's values. */
export type YamlValue =
  | string
  | number
  | boolean
  | null
  | readonly YamlValue[]
  | { readonly [key: string]: YamlValue };

/**
 * Writes a value as YAML 1.2 in block style. Strings that could be read as anything else are quoted as
 * JSON, which YAML includes.
 */
export function yaml(value: YamlValue): string {
  return `${lines(value).join("\n")}\n`;
}

function lines(value: YamlValue): string[] {
  if (typeof value !== "object" || value === null) return [scalar(value)];
  if (Array.isArray(value)) {
    if (value.length === 0) return ["[]"];
    return value.flatMap((item: YamlValue) => {
      const [first = "", ...rest] = lines(item);
      return [`- ${first}`, ...rest.map((line) => `  ${line}`)];
    });
  }
  const entries = Object.entries(value);
  if (entries.length === 0) return ["{}"];
  return entries.flatMap(([key, item]) => {
    const inner = lines(item);
    return isBlock(item)
      ? [`${scalar(key)}:`, ...inner.map((line) => `  ${line}`)]
      : [`${scalar(key)}: ${inner[0]}`];
  });
}

function isBlock(value: YamlValue): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length > 0;
}

/** Words that YAML 1.1 readers, such as Pulumi's, take for something else than text. */
const NOT_TEXT = /^(?:true|false|yes|no|on|off|y|n|null|nan|inf)$/i;

function scalar(value: string | number | boolean | null): string {
  if (typeof value !== "string") return JSON.stringify(value);
  const isPlain = /^[A-Za-z][\w.-]*(?::[\w-]+)?$/.test(value) && !NOT_TEXT.test(value);
  return isPlain ? value : JSON.stringify(value);
}

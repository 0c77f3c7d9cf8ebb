/**
 * The lines to paste in order to adopt an app instead of creating it.
 *
 * @param path where the app stands in the stack's configuration: `resourceApp`, or
 *   `requestingApps.<key>`; a key may hold dots.
 */
export function existingLines(path: string, appId: string): string {
  const dot = path.indexOf(".");
  const keys = dot < 0 ? [path] : [path.slice(0, dot), path.slice(dot + 1)];
  const [first = "", second] = keys;
  const yaml = [
    "config:",
    `  context7-ema:${first}:`,
    ...(second === undefined ? [] : [`    ${yamlKey(second)}:`]),
    `${"  ".repeat(keys.length + 1)}existing:`,
    `${"  ".repeat(keys.length + 2)}id: ${appId}`,
  ];
  const existing = `{ existing: { id: "${appId}" } }`;
  const program = second === undefined ? existing : `{ ${JSON.stringify(second)}: ${existing} }`;
  return [
    "In Pulumi.<stack>.yaml:",
    ...yaml.map((line) => `  ${line}`),
    "or in a program:",
    `    ${first}: ${program},`,
  ].join("\n");
}

function yamlKey(key: string): string {
  return /^[A-Za-z_][\w.-]*$/.test(key) ? key : JSON.stringify(key);
}

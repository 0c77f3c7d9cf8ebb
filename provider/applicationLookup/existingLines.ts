import { yamlText } from "../yamlText";

/**
 * The lines to paste in order to adopt an app instead of creating it.
 *
 * @param path where the app stands in the stack's configuration: `resourceApp`, or
 *   `requestingApps.<key>`; a key may hold dots.
 */
export function existingLines(path: string, appId: string): string {
  const dot = path.indexOf(".");
  const [first, second] = dot < 0 ? [path] : [path.slice(0, dot), path.slice(dot + 1)];
  const app = { existing: { id: appId } };
  const declared = second === undefined ? app : { [second]: app };
  const yaml = yamlText({ config: { [`context7-ema:${first}`]: declared } }).trimEnd();
  const existing = `{ existing: { id: "${appId}" } }`;
  const program = second === undefined ? existing : `{ ${JSON.stringify(second)}: ${existing} }`;
  return [
    "In Pulumi.<stack>.yaml:",
    ...yaml.split("\n").map((line) => `  ${line}`),
    "or in a program:",
    `    ${first}: ${program},`,
  ].join("\n");
}

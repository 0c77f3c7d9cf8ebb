import { scrub } from "../src/idjag/redact";

/**
 * Text from outside in what is shown: labels, names of groups, logins, settings, answers. Whoever may
 * name a group in Okta must not be able to steer a terminal, or the pipeline whose log it comes to.
 */

/**
 * A name, a value or a sentence with such in it, fit to stand in any text: one line, without control
 * characters, commands to a pipeline, or anything that looks like a token, and no longer than a problem
 * with its remedy.
 */
export function shownText(text: string): string {
  return withoutCommands(scrub(text, [], 1500));
}

/**
 * Whole lines, on their way out: what {@link shownText} could not see, since it came into them elsewhere.
 *
 * @param colored whether colours stay; they can hide text, too.
 */
export function shownLines(text: string, colored = false): string {
  return withoutCommands(text.replace(STEERING, (found) => (isKept(found, colored) ? found : " ")));
}

// Colours (ECMA-48 §8.3.117, SGR), controls, line separators, and the marks that reorder text.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const STEERING = /\u001b\[[\d;]*m|[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

function isKept(found: string, colored: boolean): boolean {
  return found === "\n" || found === "\t" || (colored && found.startsWith("\u001b["));
}

// `##[error]…` and `##vso[task.complete …]` of Azure Pipelines, `##teamcity[…]`, and `##[add-mask]…` of
// GitHub Actions count anywhere in a line; `::error::…` of GitHub Actions at its beginning, behind blanks,
// and so wherever a line may be broken. (`::1` is an address.) Characters without a width between the
// marks count as marks: .NET, in which these agents are written, compares text without them.
const ANYWHERE = /#(?=\p{DI}*#[\p{DI}\w.-]*\[)/gu;
const AT_A_START = /(?<=(?:^|\s)\p{DI}*)(?::\p{DI}*){2,}(?![\s\d]|$)/gmu;

/**
 * Text in which no pipeline's agent finds a command: `# #vso[…]`, `: :error::…`. A blank is put in, since
 * it can be seen and searched for; one without a width would still be a match for .NET.
 */
function withoutCommands(text: string): string {
  return text.replace(ANYWHERE, "# ").replace(AT_A_START, (colons) =>
    colons
      .replace(/\p{DI}/gu, "")
      .split("")
      .join(" "),
  );
}

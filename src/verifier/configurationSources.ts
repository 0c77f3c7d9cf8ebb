import { environmentNames, secretSettings } from "../../provider/credentials";

/** Reads one file; the name of the variable that names it is for the message. */
export type ReadFile = (path: string) => string;

export interface Sources {
  /** Settings by their variable's name, blanks and line ends at both sides removed. */
  readonly values: Readonly<Record<string, string>>;
  readonly mistakes: readonly string[];
  /** What is odd, but no obstacle. */
  readonly warnings: readonly string[];
}

const FILE = "_FILE";

/**
 * What a stack is deployed with. A verifier has read-only credentials of its own; these would let
 * whoever gets into it change the org.
 */
const DEPLOY_CREDENTIALS = [
  ...secretSettings.map((key) => environmentNames[key]),
  "PULUMI_ACCESS_TOKEN",
  "PULUMI_CONFIG_PASSPHRASE",
];

/**
 * Collects the known settings from an environment: `NAME`, or the content of the file that
 * `NAME_FILE` names, for those that may come from files. An empty variable is as good as none.
 */
export function readSources(
  environment: Readonly<Record<string, string | undefined>>,
  known: { readonly plain: readonly string[]; readonly orFile: readonly string[] },
  readFile: ReadFile,
): Sources {
  const values: Record<string, string> = {};
  const mistakes: string[] = [];
  for (const name of [...known.plain, ...known.orFile]) {
    const value = environment[name]?.trim();
    if (value) values[name] = value;
  }
  for (const name of known.orFile) {
    const path = environment[name + FILE]?.trim();
    if (!path) continue;
    if (values[name] !== undefined) {
      mistakes.push(`${name}: ${name}${FILE} is set as well. Keep one of the two.`);
      continue;
    }
    try {
      const value = readFile(path).trim();
      if (value) values[name] = value;
      else mistakes.push(`${name}${FILE}: ${path} is empty.`);
    } catch (error) {
      const { code = "it cannot be read" } = error as NodeJS.ErrnoException;
      mistakes.push(`${name}${FILE}: ${path} cannot be read (${code}).`);
    }
  }
  return {
    values,
    mistakes,
    warnings: [...unknownNames(environment, known), ...foreign(environment)],
  };
}

function unknownNames(
  environment: Readonly<Record<string, string | undefined>>,
  { plain, orFile }: { readonly plain: readonly string[]; readonly orFile: readonly string[] },
): string[] {
  const names = new Set([...plain, ...orFile, ...orFile.map((name) => name + FILE)]);
  return Object.keys(environment)
    .filter((name) => name.startsWith("VERIFIER_") && !names.has(name))
    .map(
      (name) =>
        `${name} is set, but is no setting of the verifier; see node_modules/context7-ema/docs/verifier.md.`,
    );
}

function foreign(environment: Readonly<Record<string, string | undefined>>): string[] {
  return DEPLOY_CREDENTIALS.filter((name) => environment[name]).map(
    (name) =>
      `${name} is in the environment. The verifier does not use it and should not have it: start it ` +
      "without the credentials that the stack is deployed with.",
  );
}

/** A resource that Pulumi reports as different: `+ CrossAppAccessConnection context7-vscode`. */
export type Change = string;

export interface PulumiOutput {
  /** Takes one line of Pulumi's output. */
  push(line: string): { show: string[]; progress?: string };
  /** What is left to show once there are no more lines. */
  end(): string[];
  /** The resources that are, or would be, created, updated or deleted; sorted. */
  changes(): Change[];
}

const NOISE =
  /^(@ |(Previewing|Updating|Destroying|Refreshing) |Permalink:|The resources in the stack have been|If you want to remove the stack|\s+\[Pulumi Neo\]|\s+\?explain|\s+Or run `pulumi neo)/;
const EVENT = /^ ([-+~ ]{2}) +([\w-]+:\S+) (\S+) +(\S*)(.*)$/;
const DETAILED = /^\s*([-+~]{1,2}) ?(\S+): \((?:create|update|delete|replace)\)$/;
const DONE = new Set(
  ["create", "delete", "replace", "update"].flatMap((word) => [word, `${word}d`]),
);
const BEGUN = new Set(["creating", "deleting"]);
/** What the sign before the resource says already. */
const OBVIOUS = new Set(["create", "created", "delete", "deleted"]);
const UNDER_WAY = new Set(["creating", "deleting", "updating", "refreshing"]);

/**
 * Pulumi's own output, condensed: what changed, diagnostics and totals stay, what is merely under
 * way becomes progress. Reads the display of a terminal-less run, with and without `--diff`.
 */
export function createPulumiOutput(): PulumiOutput {
  const changes = new Set<Change>();
  const seen = new Set<string>();
  let header: { sign: string; type: string } | undefined;
  let unchanged = true;

  const once = (line: string) => {
    if (seen.has(line)) return [];
    seen.add(line);
    return [line];
  };
  const event = ([, sign = "", type = "", name = "", word = "", rest = ""]: string[]) => {
    const what = `${shortType(type)} ${name}`;
    const change = `${sign.trim()} ${what}`;
    // Components begin, and are not reported as done.
    if (isScaffolding(type) && BEGUN.has(word)) return { show: once(change) };
    if (UNDER_WAY.has(word)) return { show: [], progress: `${word} ${what}` };
    const difference = /\[diff: [^\]]*\]/.exec(rest)?.[0];
    if (!DONE.has(word) && !(word === "refresh" && difference)) return { show: [] };
    if (word !== "refresh" && !isScaffolding(type)) changes.add(change);
    const shown = OBVIOUS.has(word) ? [change, difference] : [change, word, difference];
    return { show: once(shown.filter(Boolean).join(" ")) };
  };
  /** Inside `--diff`: the name stands in the URN, and of the properties only changed ones matter. */
  const detail = (line: string) => {
    const name = /\[urn=.*::([^:\]]+)\]$/.exec(line)?.[1];
    if (name && header) {
      const change = `${header.sign} ${shortType(header.type)} ${name}`;
      if (!isScaffolding(header.type)) changes.add(change);
      header = undefined;
      unchanged = false;
      return { show: [change] };
    }
    const property = /^\s+([-+~] .*)$/.exec(line)?.[1];
    return { show: property && !unchanged ? [`    ${property.replace(/ +: /, ": ")}`] : [] };
  };

  let inDetails = false;
  let totals: string[] | undefined;
  return {
    push(line) {
      const detailed = DETAILED.exec(line);
      if (detailed) {
        header = { sign: detailed[1] ?? "", type: detailed[2] ?? "" };
        inDetails = true;
        unchanged = true;
        return { show: [] };
      }
      if (/^(Resources|Diagnostics|Outputs):/.test(line)) inDetails = false;
      if (NOISE.test(line) || line.trim() === "") return { show: flush() };
      if (line === "Resources:") {
        totals = [];
        return { show: [] };
      }
      if (totals && line.startsWith("    ")) {
        totals.push(line.trim());
        return { show: [] };
      }
      if (inDetails) return detail(line);
      const matched = EVENT.exec(line);
      if (matched) return event(matched);
      if (/^\s+(\[urn=|pulumi:pulumi:Stack: \(same\))/.test(line)) return { show: [] };
      return { show: [...flush(), shortTypes(line)] };
    },
    end: flush,
    changes: () => [...changes].sort(),
  };

  function flush(): string[] {
    if (!totals || totals.length === 0) return [];
    const line = `Resources: ${totals.join(", ")}`;
    totals = undefined;
    return [line];
  }
}

/** Components and the stack itself hold no object of Okta or Context7. */
function isScaffolding(type: string): boolean {
  return type.startsWith("pulumi:pulumi:") || type.startsWith("context7-ema:index:");
}

/** `pulumi-nodejs:dynamic/context7-ema:TeamspaceEma` → `TeamspaceEma`; Okta's own stay as they are. */
function shortType(type: string): string {
  return type.replace(
    /^(pulumi-nodejs:dynamic\/context7-ema|context7-ema:index|pulumi:pulumi):/,
    "",
  );
}

function shortTypes(line: string): string {
  return line.replace(
    /(pulumi-nodejs:dynamic\/context7-ema|context7-ema:index|pulumi:pulumi):/g,
    "",
  );
}

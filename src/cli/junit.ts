/** One test case of a JUnit report. */
export interface JunitCase {
  readonly suite: string;
  readonly name: string;
  /** Milliseconds. */
  readonly durationMs: number;
  readonly outcome:
    | { readonly kind: "passed" }
    | {
        /** `error`: what it tests could not be looked at. */
        readonly kind: "failed" | "error";
        readonly message: string;
        readonly type: string;
        readonly text: string;
      }
    | { readonly kind: "skipped"; readonly message: string };
  /** Shown with the case, whatever its outcome. */
  readonly output?: string;
}

/**
 * A JUnit report, in the form that CI systems read (`testsuites` / `testsuite` / `testcase`), with the
 * cases under their suites in the order given.
 */
export function junitReport(name: string, startedAt: string, cases: readonly JunitCase[]): string {
  const suites = new Set(cases.map(({ suite }) => suite));
  const lines = [...suites].map((suite) => {
    const members = cases.filter((each) => each.suite === suite);
    const head = element("testsuite", { name: suite, timestamp: startedAt, ...totals(members) });
    return [`  <${head}>`, ...members.map(caseElement), "  </testsuite>"].join("\n");
  });
  const head = element("testsuites", { name, ...totals(cases) });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<${head}>`,
    ...lines,
    "</testsuites>",
    "",
  ].join("\n");
}

function totals(cases: readonly JunitCase[]): Record<string, string | number> {
  const count = (kind: JunitCase["outcome"]["kind"]) =>
    cases.filter(({ outcome }) => outcome.kind === kind).length;
  return {
    tests: cases.length,
    failures: count("failed"),
    errors: count("error"),
    skipped: count("skipped"),
    time: seconds(cases.reduce((sum, { durationMs }) => sum + durationMs, 0)),
  };
}

function caseElement({ suite, name, durationMs, outcome, output }: JunitCase): string {
  const head = element("testcase", { classname: suite, name, time: seconds(durationMs) });
  const children: string[] = [];
  if (outcome.kind === "failed" || outcome.kind === "error") {
    const { message, type, text } = outcome;
    const name = outcome.kind === "failed" ? "failure" : "error";
    children.push(`<${element(name, { message, type })}>${escaped(text)}</${name}>`);
  }
  if (outcome.kind === "skipped") {
    children.push(`<${element("skipped", { message: outcome.message })}/>`);
  }
  if (output) children.push(`<system-out>${escaped(output)}</system-out>`);
  if (children.length === 0) return `    <${head}/>`;
  return [`    <${head}>`, ...children.map((child) => `      ${child}`), "    </testcase>"].join(
    "\n",
  );
}

function element(name: string, attributes: Record<string, string | number>): string {
  const pairs = Object.entries(attributes).map(([key, value]) => `${key}="${attribute(value)}"`);
  return [name, ...pairs].join(" ");
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3);
}

// What XML 1.0 §2.2 does not allow in a document at all, not even as a reference.
const forbidden = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;

function escaped(text: string): string {
  return text
    .replace(forbidden, "\u{fffd}")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");
}

/** Line ends and tabs in an attribute are read as blanks unless they are references (XML 1.0 §3.3.3). */
function attribute(value: string | number): string {
  return escaped(String(value))
    .replaceAll('"', "&quot;")
    .replace(/[\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`);
}

import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before } from "mocha";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";

const EXECUTABLE = process.env.CHROMIUM_PATH ?? "/usr/bin/chromium";
const AXE = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const IMAGES = join(__dirname, "../../../docs/images");

/** Without these Chromium calls home at every start, and as root it needs no sandbox. */
const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export interface Look {
  readonly width: 360 | 1280;
  readonly scheme: "light" | "dark";
}

export const LOOKS: readonly Look[] = [
  { width: 1280, scheme: "light" },
  { width: 1280, scheme: "dark" },
  { width: 360, scheme: "light" },
  { width: 360, scheme: "dark" },
];

/** The browser of one `describe`. */
export function chromiumOfTests(): () => Browser {
  let browser: Browser;
  before(async () => {
    browser = await launchChromium();
  });
  after(() => browser?.close());
  return () => browser;
}

/** @throws when there is no Chromium (scripts/system-packages.sh installs it). */
async function launchChromium(): Promise<Browser> {
  if (!existsSync(EXECUTABLE)) {
    throw new Error(
      `There is no ${EXECUTABLE}. Run scripts/system-packages.sh, or set CHROMIUM_PATH.`,
    );
  }
  return chromium.launch({ executablePath: EXECUTABLE, args: ARGUMENTS });
}

/** A page that fails the test for whatever the browser complains about, its policy's refusals too. */
export async function openPage(
  browser: Browser,
  url: string,
  { width, scheme }: Look = { width: 1280, scheme: "light" },
  options: Parameters<Browser["newContext"]>[0] = {},
): Promise<{ page: Page; context: BrowserContext; complaints: string[] }> {
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    colorScheme: scheme,
    reducedMotion: "reduce",
    ...options,
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  await page.goto(url);
  return { page, context, complaints };
}

/** Writes a picture for the documentation, only if `UPDATE_SCREENSHOTS` is set. */
export async function picture(page: Page, name: string): Promise<void> {
  if (!process.env.UPDATE_SCREENSHOTS) return;
  mkdirSync(IMAGES, { recursive: true });
  await page.screenshot({ path: join(IMAGES, `${name}.png`), fullPage: true });
}

/** What axe-core finds wrong, by all its rules. */
export async function violations(page: Page): Promise<string[]> {
  // The page's policy forbids inline scripts; the browser's own evaluation is no part of the page.
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    const results = await axe.run();
    return results.violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`,
    );
  });
}

/** Whether something is wider than the screen. */
export const overflows = (page: Page) =>
  page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth");

import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { CannotRun } from "../../../src/cli/exit";
import { LIVE, services } from "./arrangement";
import { chromiumOfTests, LOOKS, openPage, overflows, violations } from "./chromium";
import { goodFlow, healthyReport } from "./reports";

describe("the status page, of a run that brings no report", () => {
  const start = services();
  const browser = chromiumOfTests();

  /** A service whose refresh token cannot be read until it is `mended`. */
  async function serve() {
    const state = { mended: false };
    const now = () => new Date().toISOString();
    const service = await start(LIVE, {
      runChecks: async (_target, _access, { live } = {}) => ({
        ...healthyReport(live && { live: goodFlow() }),
        startedAt: now(),
        finishedAt: now(),
      }),
      readRefreshToken: async (path) => {
        if (!state.mended) throw new CannotRun(`The refresh token file ${path} cannot be read.`);
        return { token: "refresh-token", replace: async () => {} };
      },
    });
    return { url: `http://127.0.0.1:${new URL(service.url).port}`, state };
  }

  const news = "#no-report";

  for (const look of LOOKS) {
    it(`says that it failed and why, not what stood there before, ${look.width} px wide, ${look.scheme}`, async () => {
      const { url, state } = await serve();
      const { page, context, complaints } = await openPage(browser(), url, look);
      await page.getByRole("button", { name: "Run the checks" }).click();
      await page.getByText("Done: All that was checked holds.").waitFor();
      assert.equal(await page.locator(news).count(), 0);

      await page.getByText("Run a live flow…").click();
      await page.getByRole("button", { name: "Run the live flow" }).click();
      await page.getByText("The live flow failed: it brought no report.").waitFor();
      assert.equal(await page.getByText("Done:").count(), 0);
      const text = (await page.locator(news).textContent()) ?? "";
      assert.match(
        text,
        /^The last live flow brought no report .*earlier run\. The refresh token file/,
      );
      assert.match(text, /\/token cannot be read\. Put it right .*--save-refresh-token FILE/);
      assert.equal(await page.evaluate("document.activeElement.id"), "no-report");
      const lines = await page.locator(".runs li").allTextContents();
      assert.match(lines[0] ?? "", /No report[\s\S]*with live flow[\s\S]*cannot be read/);
      assert.match(lines[1] ?? "", /Holds/);
      assert.equal(await page.locator(".runs a").getAttribute("href"), "/");
      assert.equal(await overflows(page), false);
      assert.deepEqual(await violations(page), []);

      state.mended = true;
      await page.getByText("Run a live flow…").click();
      await page.getByRole("button", { name: "Run the live flow" }).click();
      await page.getByText("Done: All that was checked holds.").waitFor();
      assert.equal(await page.locator(news).count(), 0);
      assert.equal(await page.getByText("No report").count(), 1);
      assert.deepEqual(complaints, []);
      await context.close();
    });
  }

  it("says so without its script, and where there is no report yet", async () => {
    const { url } = await serve();
    const options = { javaScriptEnabled: false };
    const { page, context } = await openPage(browser(), url, undefined, options);
    await page.locator("details.live summary").click();
    await page.getByRole("button", { name: "Run the live flow" }).click();
    await page.locator(news).waitFor();
    assert.equal(await page.textContent("#verdict-title"), "No report yet");
    assert.doesNotMatch((await page.locator(news).textContent()) ?? "", /earlier run/);
    assert.equal(await page.locator(".runs li").count(), 1);
    await context.close();
  });
});

import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { Report } from "../../../src/verifier/report";
import { KEY, LIVE, services } from "./arrangement";
import { chromiumOfTests, LOOKS, openPage, overflows, picture, violations } from "./chromium";
import { brokenReport, goodFlow, healthyReport, refusedFlow } from "./reports";

describe("the status page", () => {
  const start = services();
  const browser = chromiumOfTests();

  /** A service whose runs bring these reports, one after the other; the last one again and again. */
  async function serve(reports: Report[], made: number, settings: Record<string, string> = {}) {
    let next = 0;
    let gate = Promise.resolve();
    const service = await start(
      { ...LIVE, ...settings },
      {
        runChecks: async (_target, _access, { onResult } = {}) => {
          const report = reports[Math.min(next++, reports.length - 1)] as Report;
          for (const result of report.results) onResult?.(result);
          await gate;
          return report;
        },
      },
    );
    const url = `http://127.0.0.1:${new URL(service.url).port}`;
    const headers = { "content-type": "application/json", authorization: `Bearer ${KEY}` };
    for (let index = 0; index < made; index++) {
      await fetch(`${url}/api/runs`, { method: "POST", headers, body: "{}" });
      const isRunning = async () => {
        const answer = await fetch(`${url}/api/runs`, { headers });
        return ((await answer.json()) as { running?: unknown }).running !== undefined;
      };
      while (await isRunning());
    }
    return {
      url,
      /** Holds the next run up until the result is called. */
      hold(): () => void {
        let release = () => {};
        gate = new Promise((resolve) => (release = resolve));
        return release;
      },
    };
  }

  for (const look of LOOKS) {
    const name = `${look.width} px wide, ${look.scheme}`;

    it(`shows a healthy chain, ${name}`, async () => {
      const { url } = await serve([healthyReport(), healthyReport({ live: goodFlow() })], 2);
      const { page, context, complaints } = await openPage(browser(), url, look);
      assert.equal(await page.textContent("#verdict-title"), "All that was checked holds");
      assert.deepEqual(
        await page.locator(".chain .link-verdict").allTextContents(),
        Array(6).fill("Holds"),
      );
      assert.equal(await page.locator(".finding").count(), 0);
      assert.equal(await page.locator(".leg").count(), 6);
      assert.equal(await overflows(page), false);
      for (const details of await page.locator("details").all()) {
        await details.evaluate((element) => element.setAttribute("open", ""));
      }
      assert.deepEqual(await violations(page), []);
      assert.equal(await overflows(page), false);
      await page.reload();
      await picture(page, `status-healthy-${look.width}-${look.scheme}`);
      assert.deepEqual(complaints, []);
      await context.close();
    });

    it(`shows a broken chain with its remedies, ${name}`, async () => {
      const { url } = await serve([healthyReport(), brokenReport({ live: refusedFlow() })], 2);
      const { page, context, complaints } = await openPage(browser(), url, look);
      assert.equal(await page.textContent("#verdict-title"), "One check fails, 1 more to look at");
      assert.deepEqual(await page.locator(".chain .link-verdict").allTextContents(), [
        "Holds",
        "Needs a look",
        "Fails",
        "Holds",
        "Holds",
        "Holds",
      ]);
      const findings = await page.locator(".finding").allTextContents();
      assert.equal(findings.length, 2);
      assert.match(findings[0] ?? "", /Fails[\s\S]*Manage Connections > Apps providing consent/);
      assert.match(findings[1] ?? "", /Needs a look[\s\S]*Assign the same groups/);
      assert.match((await page.locator(".leg.fail").textContent()) ?? "", /invalid_target/);
      assert.equal(await overflows(page), false);
      assert.deepEqual(await violations(page), []);
      await picture(page, `status-broken-${look.width}-${look.scheme}`);
      assert.deepEqual(complaints, []);
      await context.close();
    });

    it(`asks for the key, ${name}`, async () => {
      const settings = { VERIFIER_LISTEN_ADDRESS: "0.0.0.0", VERIFIER_BEARER_KEY: KEY };
      const { url } = await serve([healthyReport()], 1, settings);
      const { page, context } = await openPage(browser(), url, look);
      assert.deepEqual(await violations(page), []);
      assert.equal(
        await page.evaluate("getComputedStyle(document.querySelector('form')).display"),
        "grid",
      );
      await page.fill("#key", "wrong");
      await page.keyboard.press("Enter");
      await page.getByText("This is not the key.").waitFor();
      assert.deepEqual(await violations(page), []);
      await page.fill("#key", KEY);
      await page.keyboard.press("Enter");
      await page.locator("#verdict-title").waitFor();
      assert.ok(!(await page.content()).includes(KEY));
      assert.deepEqual(await page.evaluate("document.cookie"), "");
      for (const { value } of await context.cookies()) assert.ok(!value.includes(KEY));
      await page.getByRole("button", { name: "Run the checks" }).click();
      await page.getByText("Done: All that was checked holds.").waitFor();
      await page.getByRole("button", { name: "Log out" }).click();
      await page.locator("#key").waitFor();
      await context.close();
    });
  }

  it("has nothing to show before the first run, and says so", async () => {
    const { url } = await serve([healthyReport()], 0);
    const { page, context } = await openPage(browser(), url);
    assert.equal(await page.textContent("#verdict-title"), "No run yet");
    assert.deepEqual(await violations(page), []);
    await context.close();
  });

  it("follows a live run and shows what came of it, by keyboard alone", async () => {
    const { url, hold } = await serve([brokenReport(), healthyReport({ live: goodFlow() })], 1);
    const { page, context, complaints } = await openPage(browser(), url);
    const release = hold();
    const focused = () =>
      page.evaluate(
        "(document.activeElement.innerText || document.activeElement.name || '').trim()",
      );
    const tabTo = async (text: string) => {
      for (let presses = 0; presses < 40; presses++) {
        await page.keyboard.press("Tab");
        if (String(await focused()).startsWith(text)) return;
      }
      assert.fail(`No way by keyboard to "${text}".`);
    };
    await page.keyboard.press("Tab");
    assert.equal(await focused(), "Skip to the report");
    await tabTo("Run a live flow");
    await page.keyboard.press("Enter");
    await tabTo("probes");
    await page.keyboard.press("Space");
    await tabTo("Run the live flow");
    await page.keyboard.press("Enter");
    await page.getByText(/Checks and live flow are under way: 12 done/).waitFor();
    assert.deepEqual(await violations(page), []);
    await picture(page, "status-running");
    release();
    await page.getByText("Done: All that was checked holds.").waitFor();
    assert.equal(await focused(), "All that was checked holds");
    assert.equal(await page.locator(".leg").count(), 6);
    await tabTo("What the token said");
    await page.keyboard.press("Enter");
    assert.match(
      (await page.locator(".claims[open] pre").textContent()) ?? "",
      /"email": "dev.one@example\.com"/,
    );
    await page.keyboard.press("Shift+Tab");
    await tabTo("Client signs in");
    await page.keyboard.press("Enter");
    assert.equal(await page.locator(".group[open]").count(), 1);
    assert.deepEqual(complaints, []);
    await context.close();
  });

  it("leads from a link of the chain to its checks", async () => {
    const { url } = await serve([brokenReport()], 1);
    const { page, context } = await openPage(browser(), url);
    await page.locator(".chain a", { hasText: "Connection" }).focus();
    await page.keyboard.press("Enter");
    await page.locator("#checks-connection").waitFor({ state: "visible" });
    assert.match((await page.locator("#checks-connection").textContent()) ?? "", /INACTIVE/);
    await context.close();
  });

  it("shows an older run, and the way back", async () => {
    const { url } = await serve([brokenReport(), healthyReport()], 2);
    const { page, context } = await openPage(browser(), url);
    await page.locator(".runs a").nth(1).click();
    assert.match((await page.textContent("#verdict-title")) ?? "", /One check fails/);
    await page.getByText("Show the newest.").click();
    assert.equal(await page.textContent("#verdict-title"), "All that was checked holds");
    await context.close();
  });

  it("does all of it without its script", async () => {
    const { url, hold } = await serve([brokenReport(), healthyReport()], 1);
    const release = hold();
    const { page, context } = await openPage(browser(), url, undefined, {
      javaScriptEnabled: false,
    });
    await page.getByRole("button", { name: "Run the checks" }).click();
    await page.getByText("The checks are under way").waitFor();
    release();
    await page.getByText("All that was checked holds").waitFor();
    await context.close();
  });

  it("shows what others wrote as text and nothing else", async () => {
    const evil = `"><script>document.title="taken"</script><img src=x onerror=alert(1)>'&amp;`;
    const report = brokenReport({ live: refusedFlow() });
    const result = report.results.find(({ verdict }) => verdict === "fail");
    assert.ok(result && report.live?.legs[1]?.said);
    Object.assign(result, { title: evil, summary: evil, remedy: evil, client: evil, id: evil });
    Object.assign(result, { evidence: { [evil]: [evil] }, source: `javascript:alert(1)${evil}` });
    report.live.legs[1].said.description = evil;
    report.live.legs[1].claims = { [evil]: { [evil]: evil } };
    report.target.clients = [evil];
    const { url } = await serve([report], 1);
    const { page, context, complaints } = await openPage(browser(), url);
    assert.notEqual(await page.title(), "taken");
    assert.equal(await page.locator("main script, main img, a[href^=javascript]").count(), 0);
    assert.equal(await page.locator(".finding h3").first().textContent(), evil);
    assert.deepEqual(complaints, []);
    await context.close();
  });

  it("says that the last live flow failed, though the checks since then hold", async () => {
    const { url } = await serve([brokenReport({ live: refusedFlow() }), healthyReport()], 2);
    const { page, context } = await openPage(browser(), url);
    assert.equal(await page.textContent("#verdict-title"), "All that was checked holds");
    await page.getByRole("link", { name: "The last live flow failed" }).click();
    assert.match((await page.locator(".leg.fail").textContent()) ?? "", /invalid_target/);
    await context.close();
  });

  it("tells of one cause once, with all that it breaks", async () => {
    const report = brokenReport();
    const [fault] = report.results.filter(({ verdict }) => verdict === "fail");
    assert.ok(fault);
    report.results.push({ ...fault, id: "live.exchange", title: "The exchange at Okta" });
    const { url } = await serve([report], 1);
    const { page, context } = await openPage(browser(), url);
    assert.equal(await page.locator(".finding").count(), 2);
    assert.match((await page.locator(".also").textContent()) ?? "", /Fails The exchange at Okta/);
    await context.close();
  });

  it("tells verdicts apart without colours", async () => {
    const { url } = await serve([brokenReport()], 1);
    const { page, context } = await openPage(browser(), url);
    const symbols = await page
      .locator(".chain .symbol")
      .evaluateAll((all) => all.map(({ innerHTML }) => innerHTML));
    assert.equal(new Set(symbols).size, 3);
    assert.equal(new Set(await page.locator(".chain .link-verdict").allTextContents()).size, 3);
    await context.close();
  });
});

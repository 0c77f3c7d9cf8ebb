import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, it } from "mocha";
import { CannotRun } from "../../../src/cli/exit";
import { readRefreshTokenFile } from "../../../src/cli/refreshTokenFile";
import { openArchive } from "../../../src/verifier/service/archive";
import { type FailedRun, failureReason } from "../../../src/verifier/service/failedRun";
import { summaryOf, unresolvedFailures } from "../../../src/verifier/service/runs";
import { KEY, services, temporaryDirectory } from "./arrangement";
import { goodFlow, healthyReport } from "./reports";

const JSON_TYPE = { "content-type": "application/json" };

describe("a run that brings no report", () => {
  const start = services();
  const directory = temporaryDirectory();
  const missing = join(directory, "no.token");
  const live = {
    VERIFIER_LIVE_CLIENT: "claude-code",
    VERIFIER_LIVE_REFRESH_TOKEN_FILE: missing,
    VERIFIER_DATA_DIR: join(directory, "data"),
  };
  const rims = { runChecks: async () => healthyReport(), readRefreshToken: readRefreshTokenFile };
  const json = async (url: string) => {
    const answer = await fetch(url);
    return { status: answer.status, body: (await answer.json()) as Record<string, never> };
  };
  async function run(url: string, kind: FailedRun["kind"]): Promise<string> {
    const body = JSON.stringify({ kind });
    const started = await fetch(`${url}/api/runs`, { method: "POST", headers: JSON_TYPE, body });
    assert.equal(started.status, 202);
    const address = `${url}${started.headers.get("location")}`;
    while ((await fetch(address)).status === 202);
    return address;
  }

  it("is answered for with the reason, listed, and kept over a restart", async () => {
    const service = await start(live, rims);
    const address = await run(service.url, "live");
    const { status, body } = await json(address);
    assert.equal(status, 424);
    const { error, message, run: failed } = body as unknown as Record<string, FailedRun>;
    assert.deepEqual([error, message], ["run_failed", failed?.reason]);
    assert.ok(failed);
    assert.match(address, new RegExp(`/${failed.id}$`));
    assert.deepEqual([failed.kind, failed.verdict], ["live", "error"]);
    assert.ok(Date.parse(failed.finishedAt) >= Date.parse(failed.startedAt));
    assert.ok(failed.reason.includes(`${missing} cannot be read: there is no such file`));
    assert.match(failed.reason, /flow --save-refresh-token FILE` makes a new refresh token\.$/);
    const none = await json(`${service.url}/api/report`);
    assert.equal(none.status, 404);
    assert.ok(String(none.body.message).includes(failed.reason));
    assert.deepEqual((await json(`${service.url}/api/runs`)).body, { runs: [failed] });
    await service.close();

    const again = await start(live, rims);
    assert.deepEqual((await json(`${again.url}/api/runs`)).body, { runs: [failed] });
    await run(again.url, "checks");
    const { runs = [] } = (await json(`${again.url}/api/runs`)).body;
    assert.equal((runs as unknown[]).length, 2);
  });

  it("has a reason without secrets, from a mistake in the program too", () => {
    const token = `eyJ${"a".repeat(40)}.eyJ${"b".repeat(40)}.${"c".repeat(40)}`;
    const reason = failureReason("checks", new TypeError(`no ${KEY} of ${token}`), [KEY]);
    assert.match(
      reason,
      /^Something unforeseen happened: TypeError: no \[redacted\] of \[redacted\]\. /,
    );
    assert.match(reason, /report this text with the verifier's version/);
    assert.match(
      failureReason("live", new CannotRun("There is no file."), []),
      /^There is no file\. Put/,
    );
  });

  it("is one of the last ten that are kept", async () => {
    const archive = await openArchive(join(directory, "ten", "reports.json"), assert.fail);
    for (let index = 0; index < 12; index++)
      await archive.addFailure(failedRun({ id: `${index}` }));
    const kept = archive.failures().map(({ id }) => id);
    assert.deepEqual(kept, ["11", "10", "9", "8", "7", "6", "5", "4", "3", "2"]);
  });

  it("is news until a later run of its kind brings a report; a live run makes the checks too", () => {
    const [checks, withFlow] = [
      summaryOf(healthyReport()),
      summaryOf(healthyReport({ live: goodFlow() })),
    ];
    const [failedChecks, failedLive] = [failedRun({ kind: "checks" }), failedRun({ kind: "live" })];
    assert.deepEqual(unresolvedFailures([failedLive, failedChecks]), [failedLive, failedChecks]);
    assert.deepEqual(unresolvedFailures([checks, failedLive, failedChecks]), [failedLive]);
    assert.deepEqual(unresolvedFailures([withFlow, failedLive, failedChecks]), []);
    assert.deepEqual(unresolvedFailures([failedLive, checks, failedLive]), [failedLive]);
  });
});

function failedRun(more: Partial<FailedRun>): FailedRun {
  const at = "2026-11-22T20:41:00.000Z";
  const times = { startedAt: at, finishedAt: at };
  return { id: "1", kind: "live", ...times, verdict: "error", reason: "No token.", ...more };
}

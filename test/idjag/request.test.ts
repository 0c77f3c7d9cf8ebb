import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { boundedFetch, FetchRefusal, RequestFailure } from "../../src/idjag/request";

const URL_ASKED = "https://acme.okta.com/keys?secret=hush";

/** What is shown when the fetch throws this. */
async function shown(thrown: unknown): Promise<string> {
  const failing = boundedFetch(() => Promise.reject(thrown));
  const error = await failing(URL_ASKED, { method: "GET", headers: {} }).catch((e: unknown) => e);
  assert.ok(error instanceof RequestFailure);
  return error.message;
}

describe("idjag: a request without an answer", () => {
  it("is told by the network's code, and never by a message, which may quote what was sent", async () => {
    const cause = Object.assign(new Error("connect hush"), { code: "ECONNREFUSED" });
    assert.equal(
      await shown(new TypeError("fetch failed", { cause })),
      "https://acme.okta.com: no answer (ECONNREFUSED)",
    );
    assert.equal(await shown(new Error("hush")), "https://acme.okta.com: no answer");
  });

  it("is told in the fetch's own words where it refused, itself or below undici's error", async () => {
    const refusal = new FetchRefusal("the address is not public; name the host by --private-host");
    const expected = `https://acme.okta.com: ${refusal.message}`;
    assert.equal(await shown(refusal), expected);
    assert.equal(await shown(new TypeError("fetch failed", { cause: refusal })), expected);
  });

  it("brings no token and nothing that steers a terminal along in these words", async () => {
    const text = await shown(new FetchRefusal("refused \u001b[31m eyJhbGciOiJub25lIn0.e30."));
    assert.equal(text, "https://acme.okta.com: refused  [31m [redacted]");
  });
});

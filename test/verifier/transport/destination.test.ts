import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { destinations, refusalOfDestination } from "../../../src/verifier/transport/destination";

const permitted = destinations(
  [
    "https://acme.okta.com",
    "https://mcp.context7.com/mcp/oauth",
    "https://10.0.0.5:8443/settings",
    "https://10.0.0.6",
    "https://[::1]",
  ],
  ["10.0.0.6"],
);

const codeFor = (origin: string) => refusalOfDestination(origin, permitted)?.code;

describe("destinations of requests", () => {
  it("are the configured origins, in any spelling", () => {
    for (const origin of [
      "https://acme.okta.com",
      "https://ACME.okta.com:443",
      "https://mcp.context7.com",
      "https://10.0.0.6",
    ]) {
      assert.equal(codeFor(origin), undefined, origin);
    }
  });

  it("are no others", () => {
    for (const origin of [
      "https://evil.example",
      "https://acme.okta.com.evil.example",
      "https://acme.okta.com.",
      "https://acme.okta.com:8443",
      "https://acme.okta.com@evil.example",
      "https://sub.acme.okta.com",
      "https://аcme.okta.com",
      "https://127.0.0.1",
      "https://2130706433",
      "https://0x7f.1",
      "https://[::ffff:127.0.0.1]",
      "https://169.254.169.254",
    ]) {
      assert.equal(codeFor(origin), "HOST_NOT_CONFIGURED", origin);
    }
  });

  it("are https only", () => {
    for (const origin of ["http://acme.okta.com", "ftp://acme.okta.com", "acme.okta.com", ""]) {
      assert.equal(codeFor(origin), "NOT_HTTPS", origin);
    }
  });

  it("are not private addresses written out, even configured ones, unless that is allowed", () => {
    assert.equal(codeFor("https://10.0.0.5:8443"), "ADDRESS_NOT_PUBLIC");
    assert.equal(codeFor("https://0xa.0.0.5:8443"), "ADDRESS_NOT_PUBLIC");
    assert.equal(codeFor("https://[::1]"), "ADDRESS_NOT_PUBLIC");
    assert.equal(codeFor("https://[0:0::1]"), "ADDRESS_NOT_PUBLIC");
  });

  it("say what to do, on the command line and in the service", () => {
    const messageFor = (origin: string) => refusalOfDestination(origin, permitted)?.message ?? "";
    assert.match(
      messageFor("https://10.0.0.5:8443"),
      /^10\.0\.0\.5 has the address .* name the host by --private-host, or .* in VERIFIER_PRIVATE_HOSTS$/,
    );
    assert.match(
      messageFor("https://keys.example"),
      /^https:\/\/keys\.example is none of the target's hosts .*; correct the target, or the metadata/,
    );
  });
});

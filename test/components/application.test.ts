import assert from "node:assert/strict";
import { fillSettings } from "../../src/components/application";

const values = { issuerUrl: "https://context7.com", clientIdAtResource: "c" };
const issuer = "$" + "{issuerUrl}";
const clientId = "$" + "{clientIdAtResource}";

describe("catalog settings", () => {
  it("fills both placeholders at any depth, within longer strings too", () => {
    const settings = { a: issuer, b: [{ c: `${clientId}@${issuer}/x` }], d: false, e: 3, f: null };
    assert.deepEqual(fillSettings(settings, values), {
      a: "https://context7.com",
      b: [{ c: "c@https://context7.com/x" }],
      d: false,
      e: 3,
      f: null,
    });
  });

  it("leaves other dollars alone and does not fill what a value brought in", () => {
    assert.equal(fillSettings("$5 {issuerUrl}", values), "$5 {issuerUrl}");
    assert.equal(fillSettings(issuer, { issuerUrl: clientId }), clientId);
  });

  it("refuses an unknown placeholder, naming the known ones", () => {
    const unknown = "$" + "{issuer}";
    assert.throws(() => fillSettings(unknown, values), /\$\{issuer\}.*use \$\{issuerUrl\}/);
  });

  it("refuses the client's ID in a resource app's settings", () => {
    assert.throws(() => fillSettings(clientId, { issuerUrl: "i" }), /clientIdAtResource/);
  });
});

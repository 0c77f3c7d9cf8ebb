import assert from "node:assert/strict";
import { secretFields } from "../../src/components/secretSettings";

describe("settings that are secret by their names", () => {
  for (const field of [
    "clientSecret",
    "adminPassword",
    "token",
    "private_key",
    "apiKey",
    "PASSWD",
  ]) {
    it(`are found: ${field}`, () => {
      assert.deepEqual(secretFields({ [field]: "x", other: "y" }), [field]);
    });
  }

  it("are found inside of others, under the field that is to be left out", () => {
    const settings = { partner: { login: { password: "x" } }, keys: [{ apiKey: "x" }] };
    assert.deepEqual(secretFields(settings), ["partner", "keys"]);
    assert.deepEqual(secretFields({ secrets: ["x"] }), ["secrets"]);
  });

  it("are none where there is no text: switches, numbers, empty ones, the stack's own values", () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: our placeholder
    const ours = "${clientIdAtResource}";
    const settings = {
      signTokens: true,
      tokenLifetime: 3600,
      secret: "",
      token: ours,
      apiKey: null,
    };
    assert.deepEqual(secretFields(settings), []);
  });
});

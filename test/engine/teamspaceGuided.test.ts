import assert from "node:assert/strict";
import { sandboxed } from "../provider/sandboxed";
import { adoptingStack } from "./configurations";
import type { Configuration, EngineStack } from "./harness";
import { oneLine, stacksIn } from "./stacks";

const unconfirmed = /The teamspace's settings are not confirmed, and cannot be observed/;
const CODE = /[0-9A-Z]{4}-[0-9A-Z]{4}/;

describe("engine: a guided teamspace", function () {
  this.timeout(120_000);
  const world = sandboxed();
  const stacks = stacksIn(world);
  let stack: EngineStack;
  let code = "";

  before(async () => {
    await world.addApp("resource", "Context7");
    stack = await stacks.create({ configuration: {} });
  });

  /** What an operation printed, on one line. */
  async function printed(settings: object, more: Configuration, work: () => Promise<unknown>) {
    const teamspace = { management: "guided", ...settings };
    await stack.configure(adoptingStack({ teamspace, ...more }));
    const before = stack.output().length;
    await work();
    return oneLine(stack.output().slice(before));
  }

  const teamspaceOutput = async () => (await stack.stack.outputs()).teamspace?.value;

  it("preview shows the code and the two fields, and writes nothing", async () => {
    const text = await printed({}, {}, () => stack.preview());
    assert.match(text, unconfirmed);
    assert.match(text, /Identity provider issuer: https:\/\/acme\.okta\.com/);
    assert.match(text, /Scope \(optional\): leave blank/);
    code = CODE.exec(text)?.[0] ?? "";
    assert.ok(text.includes(`pulumi config set context7-ema:teamspaceConfirmation ${code}`), text);
  });

  it("up checks the issuer as Context7 does, warns, and outputs the same code", async () => {
    const text = await printed({}, {}, () => stack.up());
    assert.match(text, unconfirmed);
    assert.ok(world.requests().includes("GET /.well-known/openid-configuration"));
    const { confirmationCode, confirmed, observable } = await teamspaceOutput();
    assert.deepEqual(
      { confirmationCode, confirmed, observable },
      {
        confirmationCode: code,
        confirmed: false,
        observable: false,
      },
    );
  });

  it("with the code given back it is confirmed, and nothing is said any more", async () => {
    const confirmation = { teamspaceConfirmation: code };
    const preview = await printed({}, confirmation, () => stack.preview({ diff: true }));
    assert.match(preview, /confirmed ?: false => true/);
    const text = await printed({}, confirmation, () => stack.up());
    assert.doesNotMatch(text, unconfirmed);
    assert.equal((await teamspaceOutput()).confirmed, true);
    const again = await printed({}, confirmation, () => stack.preview({ expectNoChanges: true }));
    assert.doesNotMatch(again, unconfirmed);
  });

  it("refresh says that it cannot see", async () => {
    const confirmation = { teamspaceConfirmation: code };
    const text = await printed({}, confirmation, () => stack.refresh({ expectNoChanges: true }));
    assert.match(
      text,
      /The teamspace's settings \(issuer https:\/\/acme\.okta\.com\) are not observable/,
    );
    assert.equal((await teamspaceOutput()).observable, false);
  });

  it("another scope makes another code, unconfirmed again in the preview", async () => {
    const text = await printed({ scope: "mcp:read" }, { teamspaceConfirmation: code }, () =>
      stack.preview({ diff: true }),
    );
    assert.match(text, unconfirmed);
    assert.match(text, /Scope \(optional\): mcp:read/);
    assert.match(text, /confirmed ?: true => false/);
    const changed = /confirmationCode ?: "(\S+)" => "(\S+)"/.exec(text);
    assert.equal(changed?.[1], code);
    assert.notEqual(changed?.[2], code);
  });

  it("with requireConfirmation up fails with code and steps, and preview does not", async () => {
    const strict = { scope: "mcp:read", requireConfirmation: true };
    const preview = await printed(strict, { teamspaceConfirmation: code }, () => stack.preview());
    const fresh = CODE.exec(preview)?.[0];
    const text = await stacks.refusal(stack.up());
    assert.match(text, /not confirmed, and requireConfirmation is true/);
    assert.ok(text.includes(`Confirm with the code ${fresh}`), text);
    assert.match(text, /Identity provider issuer: https:\/\/acme\.okta\.com/);

    await printed(strict, { teamspaceConfirmation: fresh }, () => stack.up());
    assert.equal((await teamspaceOutput()).confirmed, true);
  });

  it("destroy says what a person has to clear", async () => {
    const before = stack.output().length;
    await stack.destroy();
    const text = oneLine(stack.output().slice(before));
    assert.match(text, /Context7 still trusts this issuer; only a person can clear it/);
    assert.match(text, /clear the issuer \(https:\/\/acme\.okta\.com\) and the scope \(mcp:read\)/);
  });
});

import assert from "node:assert/strict";
import { createSecrets } from "../../demo/secrets";
import { createTerminal } from "../../demo/terminal";

describe("the demo's terminal", () => {
  it("writes plain lines where there is no terminal", async () => {
    const { terminal, written } = open({ isTTY: false });
    terminal.command("pulumi preview");
    terminal.tick("clean");
    assert.equal(await terminal.during("pulumi preview", Promise.resolve(1)), 1);
    assert.equal(written(), "  $ pulumi preview\n  ✔ clean\n");
  });

  it("colours on a terminal, but not with NO_COLOR", () => {
    const coloured = open({ isTTY: true });
    coloured.terminal.tick("clean");
    assert.equal(coloured.written(), "\x1b[32m  ✔ clean\x1b[0m\n");
    const plain = open({ isTTY: true, environment: { NO_COLOR: "1" } });
    plain.terminal.tick("clean");
    assert.equal(plain.written(), "  ✔ clean\n");
  });

  it("shows progress on a terminal, and wipes it", async () => {
    const { terminal, written } = open({ isTTY: true, environment: { NO_COLOR: "1" } });
    let finish = () => {};
    const work = terminal.during("up", new Promise<void>((resolve) => (finish = resolve)));
    terminal.output(["+ app"]);
    finish();
    await work;
    assert.equal(
      written(),
      "\r\x1b[2K  ⠋ up · 0 s\r\x1b[2K    + app\n\r\x1b[2K  ⠋ up · 0 s\r\x1b[2K",
    );
  });

  it("lets no secret through, in a line or in progress, and counts the attempts", () => {
    const { terminal, secrets, written } = open({ isTTY: false });
    secrets.add("s3cret-token");
    terminal.output(["token: s3cret-token", "current: live-token"]);
    assert.equal(written(), "    token: [redacted]\n    current: [redacted]\n");
    assert.deepEqual([secrets.known, secrets.found], [2, 2]);
  });

  it("wraps text to the window, and leaves commands whole", () => {
    const { terminal, written } = open({ isTTY: false, columns: 14 });
    terminal.say("one two three");
    terminal.command("pulumi config set");
    assert.equal(written(), "  one two\n  three\n  $ pulumi config set\n");
  });
});

function open(options: { isTTY: boolean; columns?: number; environment?: Record<string, string> }) {
  let text = "";
  const write = (chunk: string) => {
    text += chunk;
    return true;
  };
  const secrets = createSecrets(() => ["live-token"]);
  const { isTTY, columns, environment = {} } = options;
  const stream = { isTTY, columns, write } as unknown as NodeJS.WriteStream;
  const terminal = createTerminal({ stream, environment, secrets });
  return { terminal, secrets, written: () => text };
}

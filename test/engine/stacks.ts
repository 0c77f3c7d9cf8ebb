import assert from "node:assert/strict";
import { after } from "mocha";
import { messageOf, type Sandboxed } from "../provider/sandboxed";
import { createStack, type EngineStack, type StackOptions } from "./harness";

/** The stacks of one `describe`, made against its sandbox; their folders go when it ends. */
export function stacksIn(world: Sandboxed) {
  const made: EngineStack[] = [];
  after(async () => {
    for (const stack of made) await stack.remove();
  });

  return {
    async create(options: Omit<StackOptions, "sandbox">): Promise<EngineStack> {
      const stack = await createStack({ sandbox: world.sandbox, ...options });
      made.push(stack);
      return stack;
    },

    /**
     * What the engine printed about an operation that had to fail, on one line. A person reads it, so
     * it holds neither a stack trace nor a credential.
     */
    async refusal(operation: Promise<unknown>): Promise<string> {
      const text = await messageOf(operation);
      assert.doesNotMatch(text, /^\s+at .*:\d+:\d+/m, `a stack trace: ${text}`);
      const { okta, context7 } = world.sandbox.description;
      for (const secret of [okta.apiToken, context7.apiKey]) {
        assert.ok(!text.includes(secret), "a credential is printed");
      }
      return oneLine(text);
    },
  };
}

/** Without line breaks and indentation, so that sentences can be matched. */
export function oneLine(text: string): string {
  return text.replace(/\s+/g, " ");
}

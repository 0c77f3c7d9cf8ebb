import { compareStacks } from "../../src/drift/compareStacks";
import type { StackComparison } from "../../src/drift/comparison";
import { declaredStack } from "./declaredStacks";

/** Three stacks with differences, one of them wanted, one wanted that is not there, and one unread. */
export function sampleComparison(): StackComparison {
  const beta = { groups: ["Engineering", "Beta testers"] };
  return compareStacks(
    [
      declaredStack({ stack: "dev", clients: { "claude-code": beta, vscode: {}, cursor: {} } }),
      declaredStack({ stack: "staging", clients: { "claude-code": {}, vscode: {} } }),
      declaredStack({
        stack: "prod",
        clients: {
          "claude-code": {
            inputs: { redirectUris: ["http://127.0.0.1:33418", "https://a.example"] },
          },
          vscode: { connection: { status: "INACTIVE" } },
        },
      }),
    ],
    [
      {
        path: "requestingApps.*.assignments.groups",
        stacks: ["dev"],
        reason: "testers try clients in dev first",
      },
      { path: "teamspace.scope", reason: "prod asks for less" },
    ],
    ["qa: the state could not be read: incorrect passphrase. Set PULUMI_CONFIG_PASSPHRASE."],
  );
}

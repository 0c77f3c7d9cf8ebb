import { stringify } from "yaml";

import type { Demonstration, Step } from "../demonstration";
import { expectEqual } from "../expect";
import { DISPLAY_FLAGS, STACK } from "../pulumi";

/** What Context7 calls the two MCP clients; in real life it says so at onboarding. */
export const CLAUDE_CODE_AT_CONTEXT7 = "mcpclient-at-context7";
const VSCODE_AT_CONTEXT7 = "vscode-at-context7";

/** Where the developer's MCP client waits for the sign-in to come back. */
export const REDIRECT_URI = "http://127.0.0.1:33418/callback";

/** Step 2: `Pulumi.demo.yaml`, as a DevOps team writes it, and the one credential it needs. */
export const configure: Step = {
  title: "The stack, as configuration",
  async run({ terminal, pulumi, sandbox }) {
    const { okta } = sandbox.description;
    const text = stringify(
      { config: configurationOf(okta.catalog) },
      { lineWidth: 0, aliasDuplicateObjects: false },
    );
    await pulumi.writeConfiguration(text);
    terminal.say(
      `The program is this repository's Pulumi.yaml; all that a team writes is Pulumi.${STACK}.yaml. ` +
        "The catalog keys and settings are the sandbox's own, since Okta publishes none:",
    );
    terminal.output(text.trimEnd().split("\n"));
    terminal.say(
      "State goes to a temporary folder. Each operation below also gets the flags " +
        `${DISPLAY_FLAGS.join(" ")} --color never.`,
    );
    await pulumi.run(["stack", "init", STACK]);
    const input = okta.apiToken;
    await pulumi.run(["config", "set", "--secret", "okta:apiToken"], { input });
    const written = await pulumi.readConfiguration();
    expectEqual(
      terminal,
      "the API token was typed in, and is in the file only encrypted",
      {
        clear: written.includes(okta.apiToken),
        encrypted: /okta:apiToken:\s+secure:/.test(written),
      },
      { clear: false, encrypted: true },
    );
  },
};

function configurationOf(catalog: Demonstration["sandbox"]["description"]["okta"]["catalog"]) {
  return {
    "okta:orgName": "acme",
    "okta:baseUrl": "okta.com",
    "context7-ema:manageFeature": true,
    "context7-ema:resourceApp": { catalog: catalog.resourceApp },
    "context7-ema:requestingApps": {
      "claude-code": {
        label: "Claude Code",
        clientIdAtResource: CLAUDE_CODE_AT_CONTEXT7,
        redirectUris: [REDIRECT_URI],
        tokenEndpointAuthMethod: "client_secret_post",
        mcpClient: "claude",
        catalog: catalog.requestingApp,
      },
      vscode: {
        label: "Visual Studio Code",
        clientIdAtResource: VSCODE_AT_CONTEXT7,
        redirectUris: ["http://127.0.0.1:33419/callback"],
        mcpClient: "vscode",
        catalog: catalog.requestingApp,
      },
    },
    "context7-ema:assignments": { groupNames: ["Engineering"] },
    "context7-ema:teamspace": { management: "guided" },
  };
}

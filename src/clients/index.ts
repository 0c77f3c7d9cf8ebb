import { claudeAdminConsole, claudeManagedSettings } from "./claude";
import { codexConfig } from "./codex";
import { inspectorClient, inspectorServer } from "./inspector";
import type { ClientFile, ClientValues } from "./values";
import { vscodePolicy, vscodeServer } from "./vscode";

/** The MCP clients whose set-up is known. */
export enum McpClient {
  /** Claude and Claude Code. */
  Claude = "claude",
  /** Visual Studio Code. */
  VisualStudioCode = "vscode",
  /** MCP Inspector. */
  McpInspector = "inspector",
  /** OpenAI Codex. */
  Codex = "codex",
}

/** One file of a client's set-up. */
export interface ClientFileKind {
  client: McpClient;
  /** Its key in the `clientConfiguration` output. */
  key: string;
  render(values: ClientValues): ClientFile;
  /** Which secrets its text holds. */
  secrets: ("clientSecret" | "clientSecretAtResource")[];
}

/** Every file this package writes, in the order of the documentation. */
export const CLIENT_FILES: ClientFileKind[] = [
  {
    client: McpClient.Claude,
    key: "claudeManagedSettings",
    render: claudeManagedSettings,
    secrets: [],
  },
  { client: McpClient.Claude, key: "claudeAdminConsole", render: claudeAdminConsole, secrets: [] },
  {
    client: McpClient.VisualStudioCode,
    key: "vscodePolicy",
    render: vscodePolicy,
    secrets: ["clientSecret"],
  },
  { client: McpClient.VisualStudioCode, key: "vscodeServer", render: vscodeServer, secrets: [] },
  {
    client: McpClient.McpInspector,
    key: "inspectorClient",
    render: inspectorClient,
    secrets: ["clientSecret"],
  },
  {
    client: McpClient.McpInspector,
    key: "inspectorServer",
    render: inspectorServer,
    secrets: ["clientSecretAtResource"],
  },
  { client: McpClient.Codex, key: "codexConfig", render: codexConfig, secrets: [] },
];

/** The files of one client, or of all when it is not named. */
export function clientFilesOf(client: McpClient | undefined): ClientFileKind[] {
  return CLIENT_FILES.filter((file) => client === undefined || file.client === client);
}

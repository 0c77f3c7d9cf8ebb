import { claudeAdminConsole, claudeManagedSettings } from "./claude";
import { codexConfig } from "./codex";
import { inspectorClient, inspectorServer } from "./inspector";
import type { ClientValues } from "./values";
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
  /** Its name, with the folder where the client expects it if that is fixed. */
  fileName: string;
  /** Its text. */
  render(values: ClientValues): string;
  /** Which secrets its text holds. */
  secrets: ("clientSecret" | "clientSecretAtResource")[];
}

/** Every file this package writes, in the order of the documentation. */
export const CLIENT_FILES: ClientFileKind[] = [
  {
    client: McpClient.Claude,
    key: "claudeManagedSettings",
    fileName: "managed-settings.json",
    render: claudeManagedSettings,
    secrets: [],
  },
  {
    client: McpClient.Claude,
    key: "claudeAdminConsole",
    fileName: "claude-admin-console.txt",
    render: claudeAdminConsole,
    secrets: [],
  },
  {
    client: McpClient.VisualStudioCode,
    key: "vscodePolicy",
    fileName: "/etc/vscode/policy.json",
    render: vscodePolicy,
    secrets: ["clientSecret"],
  },
  {
    client: McpClient.VisualStudioCode,
    key: "vscodeServer",
    fileName: "mcp.json",
    render: vscodeServer,
    secrets: [],
  },
  {
    client: McpClient.McpInspector,
    key: "inspectorClient",
    fileName: "~/.mcp-inspector/storage/client.json",
    render: inspectorClient,
    secrets: ["clientSecret"],
  },
  {
    client: McpClient.McpInspector,
    key: "inspectorServer",
    fileName: "inspector-server.json",
    render: inspectorServer,
    secrets: ["clientSecretAtResource"],
  },
  {
    client: McpClient.Codex,
    key: "codexConfig",
    fileName: "~/.codex/config.toml",
    render: codexConfig,
    secrets: [],
  },
];

/** The files of one client, or of all when it is not named. */
export function clientFilesOf(client: McpClient | undefined): ClientFileKind[] {
  return CLIENT_FILES.filter((file) => client === undefined || file.client === client);
}

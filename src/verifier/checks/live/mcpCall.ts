import { legCheck } from "./fromFlow";

/** Leg 3. */
export const mcpCall = legCheck("mcp", {
  id: "live.mcpCall",
  link: "mcpServer",
  title: "The MCP server answers and lists its tools",
  severity: "high",
  needs: ["live.accessToken"],
});

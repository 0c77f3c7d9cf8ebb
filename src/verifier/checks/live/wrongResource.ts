import { probeCheck } from "./fromFlow";

/** MCP EMA §7.6.2. */
export const wrongResource = probeCheck("wrongResource", {
  id: "live.wrongResource",
  title: "An ID-JAG for another resource is of no use at Context7",
  severity: "high",
  needs: ["live.mcpCall"],
});

import { probeCheck } from "./fromFlow";

/** MCP EMA §7.6.2. */
export const wrongAudience = probeCheck("wrongAudience", {
  id: "live.wrongAudience",
  title: "An ID-JAG for another audience is of no use at Context7",
  severity: "high",
  needs: ["live.mcpCall"],
});

import { probeCheck } from "./fromFlow";

/** MCP EMA §7.4.2; the IETF draft alone would allow it. */
export const secondUse = probeCheck("secondUse", {
  id: "live.secondUse",
  title: "Context7 refuses an ID-JAG's second use",
  severity: "medium",
  needs: ["live.mcpCall"],
});

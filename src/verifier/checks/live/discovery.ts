import { legCheck } from "./fromFlow";

/** The addresses of the legs. */
export const discovery = legCheck("discovery", {
  id: "live.discovery",
  link: "client",
  title: "Okta, Context7 and the MCP server publish where to go",
  severity: "high",
  needs: [],
});

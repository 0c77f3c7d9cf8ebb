import { legCheck } from "./fromFlow";

/** Between the legs: what Context7 issued. */
export const accessToken = legCheck("accessToken", {
  id: "live.accessToken",
  link: "context7",
  title: "The access token is one that the MCP server must accept",
  severity: "high",
  needs: ["live.redemption"],
});

import { legCheck } from "./fromFlow";

/** Between the legs: what Okta issued, held against the specifications. */
export const idJag = legCheck("idJag", {
  id: "live.idJag",
  link: "resourceApp",
  title: "The ID-JAG is one that Context7 must accept",
  severity: "high",
  needs: ["live.exchange"],
});

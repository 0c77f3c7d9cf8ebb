import { legCheck } from "./fromFlow";

/** Leg 2. */
export const redemption = legCheck("redemption", {
  id: "live.redemption",
  link: "context7",
  title: "Context7 redeems the ID-JAG",
  severity: "high",
  needs: ["live.idJag"],
});

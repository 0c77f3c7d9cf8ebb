import { legCheck } from "./fromFlow";

/** Leg 1. */
export const exchange = legCheck("exchange", {
  id: "live.exchange",
  link: "connection",
  title: "Okta exchanges the sign-in for an ID-JAG",
  severity: "high",
  needs: ["live.discovery"],
});

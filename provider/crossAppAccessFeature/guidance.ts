const SINCE = "Okta took it out of self-service on 1 July 2026";

/** What to do where the feature is off. Source: Okta release notes 2026.07.0. */
export function featureRemedy(name: string): string {
  return (
    `Admin Console → Settings → Features → ${name}: switch it on. Where the switch is missing, ask ` +
    `Okta Support: ${SINCE}.`
  );
}

/** Okta lists only what the org itself may switch: not being listed is not being off. */
export function featureUnseen(orgUrl: string, name: string): string {
  return (
    `${orgUrl} does not list the feature “${name}” any more (${SINCE}), so whether it is on cannot be ` +
    "seen."
  );
}

/** What follows from that for a stack which keeps the feature on. */
export const FEATURE_UNSEEN_NOTE =
  "What was on stays on. If Cross App Access does not work, ask Okta Support; otherwise set " +
  "manageFeature to false.";

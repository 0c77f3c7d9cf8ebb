import type { ApplicationRole } from "./schema";

const catalogNames: Record<`${ApplicationRole}`, string> = {
  resource: "XAA Resource App",
  requesting: "XAA Requesting App",
};

/** What to do where an app is not there. Source: Context7, "EMA with Okta", part 1. */
export function appMissingRemedy(role: `${ApplicationRole}`): string {
  return (
    "If it was deleted or never made, add it: Admin Console → Applications → Browse App Catalog → " +
    `${catalogNames[role]}. One that a stack made: “An app was deleted by hand” in node_modules/context7-ema/README.md.`
  );
}

/** What to do where several apps have the label by which one is looked for. */
export const APP_AMBIGUOUS_REMEDY =
  "Name it by its ID, or rename the others: Admin Console → Applications.";

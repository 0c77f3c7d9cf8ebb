/**
 * Where the fields of Enterprise-Managed Auth are in Context7's dashboard, for everybody who sends a
 * person there. Source: Context7, "EMA with Okta", part 2.
 */
export const OKTA_FORM =
  "https://context7.com/dashboard → the enterprise teamspace → Enterprise → Okta → Configure";

/** What to do when the teamspace's settings are not what they were, or not the declared ones. */
export const SETTINGS_REMEDY = `Run \`pulumi up --refresh\`, which shows them and writes what is declared, or set them back: ${OKTA_FORM}.`;

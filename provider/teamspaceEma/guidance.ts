import { confirmationCode } from "../confirmation";
import { OKTA_FORM } from "../context7/dashboard";

/** The two fields of Context7's dashboard. */
export interface TeamspaceFields {
  issuer: string;
  scope?: string;
}

/** Scopes with one space between them, as the field wants them; `undefined` if there is none. */
export function plainScope(scope: string | undefined): string | undefined {
  return scope?.split(/\s+/).filter(Boolean).join(" ") || undefined;
}

export function teamspaceCode({ issuer, scope = "" }: TeamspaceFields): string {
  return confirmationCode("teamspace/1", [issuer, scope]);
}

/** What to do while nobody has confirmed the two fields. Source: Context7, "EMA with Okta", part 2. */
export const UNCONFIRMED_REMEDY = `Open ${OKTA_FORM}, enter the issuer and save; then give the stack the confirmation code that \`pulumi up\` prints.`;

/** What to enter where, and how to say that it is done. */
export function teamspaceSteps(fields: TeamspaceFields): string {
  const code = teamspaceCode(fields);
  return [
    UNCONFIRMED_REMEDY,
    "1. Sign in there as owner or admin of the teamspace.",
    `2. Identity provider issuer: ${fields.issuer}`,
    `3. Scope (optional): ${fields.scope ?? "leave blank"}`,
    "4. Save.",
    `5. Confirm with the code ${code}: pulumi config set context7-ema:teamspaceConfirmation ${code}`,
    `   (in a program: confirmation: "${code}"), and run pulumi up.`,
  ].join("\n");
}

/** What a person has to undo, since nobody else can. `confirmed`: it is known to be there. */
export function teamspaceClearing(fields: TeamspaceFields & { confirmed?: boolean }): string {
  const { issuer, scope, confirmed } = fields;
  return [
    confirmed
      ? "Context7 still trusts this issuer; only a person can clear it:"
      : "If this issuer was entered at Context7, only a person can clear it:",
    `open ${OKTA_FORM},`,
    `and clear the issuer (${issuer})${scope ? ` and the scope (${scope})` : ""}, then save.`,
  ].join("\n");
}

/** For a refresh, which must not look as if it had found everything in order. */
export function teamspaceUnseen({ issuer }: TeamspaceFields): string {
  return (
    `The teamspace's settings (issuer ${issuer}) are not observable: Context7 does not let them be ` +
    `read, so a change made there is not seen here. To compare by eye: ${OKTA_FORM}.`
  );
}

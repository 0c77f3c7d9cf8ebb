import { OKTA_FORM } from "../context7/dashboard";

/** Domains that Okta itself gives orgs. Anything else is a customer's own domain. */
const oktaDomains = ["okta.com", "oktapreview.com", "okta-emea.com", "okta-gov.com", "okta.mil"];

/**
 * The address of an org: `https://{orgName}.{baseUrl}`, the rule of the Okta provider plugin.
 * For a custom domain, `orgName` is its first label and `baseUrl` the rest.
 */
export function orgUrlOf(orgName: string, baseUrl = "okta.com"): string {
  return `https://${orgName}.${baseUrl}`;
}

/** The Okta provider's settings that name an org: the reverse of `orgUrlOf`. */
export interface OrgSettings {
  "okta:orgName": string;
  "okta:baseUrl": string;
}

/** @param orgUrl `https://acme.okta.com`. */
export function orgSettingsOf(orgUrl: string): OrgSettings {
  const [orgName = "", ...baseUrl] = new URL(orgUrl).hostname.split(".");
  return { "okta:orgName": orgName, "okta:baseUrl": baseUrl.join(".") };
}

/** What is wrong with an issuer, for programs; the sentence beside it is for people. */
export type IssuerProblemTag =
  | "not-a-url"
  | "not-https"
  | "admin-address"
  | "custom-authorization-server"
  | "trailing-slash"
  | "not-an-origin";

export interface IssuerProblem {
  tag: IssuerProblemTag;
  /** One sentence or two: what was seen, why it cannot be, what to write instead. */
  message: string;
}

/** What to do about an issuer that is none, in the stack and where a person enters it. */
export const ISSUER_REMEDY = `Name the org authorization server, the bare address of the org, in the stack and in the teamspace: ${OKTA_FORM} → Identity provider issuer.`;

/** What is wrong with an issuer and what to do, for whoever set it; `undefined` if nothing is wrong. */
export function issuerRefusal(issuer: string): string | undefined {
  const problem = issuerProblem(issuer);
  return problem && `${problem.message.replace(/\.?$/, ".")} ${ISSUER_REMEDY}`;
}

/**
 * Whether `issuer` can be the issuer of an Okta **org** authorization server, the only one that
 * mints ID-JAGs for Cross App Access: `https`, a host, nothing else. It is compared byte for byte
 * by everybody who checks a token's `iss`, hence no other spelling passes.
 *
 * Source: Context7, "Enterprise-Managed Auth with Okta" ("Use your org authorization server issuer,
 * not a custom authorization server"); RFC 8414 §2 (no query, no fragment) and §3.3 (identical).
 *
 * @returns the problem, or `undefined` if there is none.
 */
export function issuerProblem(issuer: string): IssuerProblem | undefined {
  const problem = (tag: IssuerProblemTag, why: string, instead?: string): IssuerProblem => ({
    tag,
    message: `The issuer "${issuer}" ${why}${instead ? ` Use ${instead}` : ""}`,
  });

  if (!URL.canParse(issuer)) {
    return problem(
      "not-a-url",
      "is not a URL.",
      "the address of the Okta org, for instance https://acme.okta.com",
    );
  }
  const url = new URL(issuer);
  const host = withoutAdmin(url.hostname);
  const right = `https://${host}`;
  if (url.protocol !== "https:" || url.hostname === "") {
    return problem("not-https", "is not an https address.", right);
  }
  if (host !== url.hostname) {
    return problem(
      "admin-address",
      "is the address of the Admin Console, which issues no tokens.",
      right,
    );
  }
  if (/^\/oauth2(\/|$)/.test(url.pathname)) {
    return problem(
      "custom-authorization-server",
      "is a custom authorization server. Cross App Access works with the org authorization server only.",
      right,
    );
  }
  if (issuer === `${right}/`) {
    return problem(
      "trailing-slash",
      "ends with a slash, and issuers are compared character by character.",
      right,
    );
  }
  if (issuer !== right) {
    return problem(
      "not-an-origin",
      "is more than the address of an org: it must have no path, query, fragment, port, user name or capital letters.",
      right,
    );
  }
  return undefined;
}

/** `acme-admin.okta.com` → `acme.okta.com`; hosts of other domains may well end in "-admin". */
function withoutAdmin(hostname: string): string {
  const [label = "", ...rest] = hostname.split(".");
  return oktaDomains.includes(rest.join("."))
    ? [label.replace(/-admin$/, ""), ...rest].join(".")
    : hostname;
}

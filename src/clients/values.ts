/** What an MCP client has to be told about one requesting app. */
export interface ClientValues {
  /** The requesting app's key in the declaration, e.g. `claude`. */
  key: string;
  /** Okta org issuer, e.g. `https://acme.okta.com`. */
  issuer: string;
  /** Issuer of the resource authorization server: the audience of the ID-JAG. */
  resourceIssuer: string;
  mcpUrl: string;
  /** Client ID at Okta. */
  clientId: string;
  /** Client secret at Okta; absent when it is unknown or there is none. */
  clientSecret?: string;
  clientIdAtResource: string;
  /** Client secret at Context7; absent when it is unknown or there is none. */
  clientSecretAtResource?: string;
}

/** What every client asks for at sign-in: Context7 provisions members from the `email` claim. */
export const SIGN_IN_SCOPES = "openid offline_access email";

/** A secret, or a placeholder that says by name what belongs there. */
export function secretOr(secret: string | undefined, placeholder: string): string {
  return secret === undefined || secret === "" ? `<${placeholder}>` : secret;
}

/** JSON as people edit it: indented, with a final newline. */
export function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

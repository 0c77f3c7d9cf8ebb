import type { OAuthClient } from "../../idjag";
import { secretsOf } from "../../idjag/clientAuthentication";
import type { FlowProbeName } from "../report";

/** What one live flow needs besides the target. Holds secrets: never log it, never store it. */
export interface LiveRequest {
  /** The requesting app's key. */
  readonly client: string;
  /** The client as Okta knows it, with its credentials. */
  readonly atOkta: OAuthClient;
  /** The client as Context7 knows it; its ID is the target's `clientIdAtResource`. */
  readonly atResource: OAuthClient;
  /** The sign-in: a refresh token, or the ID token of a sign-in just done. */
  readonly subject: { readonly type: "refresh_token" | "id_token"; readonly token: string };
  /** Scopes to ask for, with blanks between. Default: none. */
  readonly scope?: string;
  /** Negative probes to make after a good flow; each takes one more ID-JAG. Default: none. */
  readonly probes?: readonly FlowProbeName[];
  /**
   * Called when Okta rotated the refresh token, before anything else happens: the old one is
   * spent. Where it rejects, the flow goes on and warns.
   */
  readonly onRefreshToken?: (token: string) => Promise<void>;
}

/** What of a request must not be seen in anything that is shown. */
export function secretsIn({ subject, atOkta, atResource }: LiveRequest): string[] {
  return [subject.token, ...secretsOf(atOkta), ...secretsOf(atResource)];
}

import { show } from "../../../idjag/redact";
import type { ClientCheck } from "../../registry";
import { readApplication } from "./reads";

/** Redirect URIs and client authentication, where the stack declares them. */
export const requestingAppSignIn: ClientCheck = {
  id: "okta.requestingAppSignIn",
  each: "client",
  group: "okta",
  link: "client",
  title: "The requesting app signs in as declared",
  severity: "medium",
  needs: ["okta.requestingApp"],
  access: ["oktaApi"],
  async run(context, { appId, tokenEndpointAuthMethod, redirectUris }) {
    const app = await readApplication(context, appId);
    const method = app?.credentials?.oauthClient?.token_endpoint_auth_method;
    const uris = app?.settings?.oauthClient?.redirect_uris;

    if (tokenEndpointAuthMethod && method && method !== tokenEndpointAuthMethod) {
      const expected = show(tokenEndpointAuthMethod);
      return { verdict: "fail", tag: "requesting_app_sign_in", seen: show(method), expected };
    }
    const missing = uris ? (redirectUris ?? []).filter((uri) => !uris.includes(uri)) : [];
    if (missing.length > 0) {
      const seen = (uris ?? []).map(show).join(", ") || "no redirect URI";
      const expected = missing.map(show).join(", ");
      return { verdict: "fail", tag: "requesting_app_redirect_missing", seen, expected };
    }
    const extra = redirectUris ? (uris ?? []).filter((uri) => !redirectUris.includes(uri)) : [];
    if (extra.length > 0) {
      const seen = extra.map(show).join(", ");
      return { verdict: "warn", tag: "requesting_app_redirect_undeclared", seen };
    }
    const compared = [
      tokenEndpointAuthMethod && method && "client authentication",
      redirectUris && uris && "redirect URIs",
    ].filter((text) => typeof text === "string");
    if (compared.length === 0) {
      return { verdict: "skip", reason: "nothing to compare is both declared and shown by Okta" };
    }
    return { verdict: "pass", summary: `As declared: ${compared.join(" and ")}.` };
  },
};

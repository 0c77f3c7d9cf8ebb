import type { LiveApplication } from "../../provider/okta/liveApplication";
import type { FoundApp, FoundClient, Principal } from "../../src/adopt/found";

// biome-ignore lint/suspicious/noTemplateCurlyInString: Okta's expression language, not ours.
const TEMPLATE = "${source.login}";

/** An app as Okta's console makes it: nothing in it but what the plugin would make as well. */
export function liveApp(id: string, label: string, fields: Record<string, unknown>) {
  const app = {
    id,
    name: "some_catalog_key",
    label,
    status: "ACTIVE",
    signOnMode: "OPENID_CONNECT",
    accessibility: { selfService: false, errorRedirectUrl: null, loginRedirectUrl: null },
    visibility: { autoLaunch: false, autoSubmitToolbar: false, hide: { iOS: true, web: true } },
    credentials: {
      userNameTemplate: { template: TEMPLATE, type: "BUILT_IN" },
      oauthClient: {
        autoKeyRotation: true,
        client_id: id,
        token_endpoint_auth_method: "client_secret_basic",
        pkce_required: false,
      },
    },
    settings: {
      app: fields,
      implicitAssignment: false,
      notes: { admin: null, enduser: null },
      oauthClient: {
        redirect_uris: [] as string[],
        response_types: ["code"],
        grant_types: ["authorization_code"],
        application_type: "web",
        consent_method: "TRUSTED",
        issuer_mode: "ORG_URL",
        wildcard_redirect: "DISABLED",
        idp_initiated_login: { mode: "DISABLED", default_scope: [] },
      },
    },
    _links: { accessPolicy: { href: "https://acme.okta.com/api/v1/policies/rst1" } },
  };
  return app satisfies LiveApplication;
}

export const engineering: Principal = {
  kind: "group",
  id: "00gEngineering",
  list: "groupNames",
  key: "Engineering",
  name: "Engineering",
};
/** There are two groups of this name. */
export const contractors: Principal = {
  kind: "group",
  id: "00gContractors",
  list: "groupIds",
  key: "00gContractors",
  name: "Contractors",
};

export function user(name: string, username = `${name}@acme.example`): Principal {
  const login = `${name}@acme.example`;
  return { kind: "user", id: `00u${name}`, list: "userLogins", key: login, name, login, username };
}

export function resourceApp(people: Principal[] = []): FoundApp {
  return { app: liveApp("0oaContext7", "Context7", { issuer: "https://context7.com" }), people };
}

export function foundClient(key: string, people: Principal[] = []): FoundClient {
  const clientIdAtResource = `${key}-at-context7`;
  const fields = { issuer: "https://context7.com", client: clientIdAtResource, sign: false };
  const app = liveApp(`0oa${key}`, `The ${key}`, fields);
  const connection = {
    id: `cwo${key}`,
    requestingAppInstanceId: app.id,
    resourceAppInstanceId: "0oaContext7",
    status: "ACTIVE",
  } as const;
  return { key, app, people, clientIdAtResource, connection };
}

/** Changes what Okta has at a dotted path. */
export function set(app: LiveApplication, path: string, value: unknown): void {
  const keys = path.split(".");
  const last = keys.pop() ?? "";
  const holder = keys.reduce<Record<string, unknown>>(
    (one, key) => one[key] as Record<string, unknown>,
    app as Record<string, unknown>,
  );
  holder[last] = value;
}

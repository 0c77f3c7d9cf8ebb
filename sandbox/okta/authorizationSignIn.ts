import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";

import type { Context, Grant, Provider } from "oidc-provider";

import { escapeHtml } from "../html";
import type { Org } from "../world";
import { findApp, isAssigned } from "./authorizationClients";
import { asException, userNotAssigned } from "./authorizationErrors";

/**
 * The page a user signs in on, at the path that `interactions.url` sends to. Consent is not asked for:
 * the admin gave it by assigning the user (see `loadGrant`).
 */
export function createSignIn(org: Org, provider: Provider): RequestListener {
  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { prompt } = await provider.interactionDetails(request, response);
    if (prompt.name !== "login") {
      return provider.interactionFinished(request, response, { [prompt.name]: {} });
    }
    if (request.method !== "POST") return sendPage(response, 200, signInPage(org));

    const form = new URLSearchParams(await readText(request));
    const login = form.get("login") ?? "";
    const user = [...org.users.values()].find((candidate) => candidate.login === login);
    if (user?.status !== "ACTIVE" || user.password !== form.get("password")) {
      return sendPage(response, 401, signInPage(org, login));
    }
    return provider.interactionFinished(request, response, { login: { accountId: user.id } });
  }

  return (request, response) => {
    serve(request, response).catch(() => {
      sendPage(response, 400, errorPage("The sign-in has expired or was not started here."));
    });
  };
}

/**
 * oidc-provider's `loadExistingGrant`, asked on every authorization request of a known user: everything
 * that was asked for if the user is assigned to the app now, else Okta's refusal.
 */
export function createGrantLoader(org: Org, provider: () => Provider) {
  return async function loadGrant({ oidc }: Context): Promise<Grant> {
    const clientId = oidc.client?.clientId ?? "";
    const accountId = oidc.session.accountId ?? "";
    const app = findApp(org, clientId);
    const user = org.users.get(accountId);
    if (!app || !user || !isAssigned(org, app, user)) throw asException(userNotAssigned);

    const { Grant } = provider();
    const known = oidc.session.grantIdFor(clientId);
    const grant = (known && (await Grant.find(known))) || new Grant({ accountId, clientId });
    grant.addOIDCScope(oidc.params.scope ?? "");
    await grant.save();
    return grant;
  };
}

/** A page for the browser when an authorization request cannot be answered to its client. */
export function errorPage(text: string): string {
  return page(
    "Sign-in failed",
    `<h1>Your request resulted in an error</h1><p>${escapeHtml(text)}</p>`,
  );
}

function signInPage(org: Org, failedLogin?: string): string {
  const failure = failedLogin === undefined ? "" : `<p role="alert">Unable to sign in</p>`;
  return page(
    `${org.name} - Sign In`,
    `<h1>Sign In</h1>${failure}
<form method="post">
<p><label>Username <input name="login" autocomplete="username" required value="${escapeHtml(failedLogin ?? "")}"></label></p>
<p><label>Password <input name="password" type="password" autocomplete="current-password" required></label></p>
<p><button type="submit">Sign in</button></p>
</form>`,
  );
}

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(title)}</title></head>
<body><main>${body}</main></body></html>
`;
}

function sendPage(response: ServerResponse, status: number, html: string): void {
  response.writeHead(status, { "content-type": "text/html; charset=utf-8" }).end(html);
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

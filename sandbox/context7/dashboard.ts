import type { FastifyInstance, FastifyReply } from "fastify";

import type { Fetch } from "../fetch";
import { escapeHtml } from "../html";
import type { Context7Cloud, Teamspace } from "../world";
import { checkSettings, storeSettings } from "./settings";

interface Fields {
  issuer?: string;
  scope?: string;
}

export const enterpriseTabPath = (teamspace: Teamspace) => `/dashboard/${teamspace.id}/enterprise`;

/**
 * The Enterprise tab's Okta form of Context7's dashboard, with the labels and hints of the real one.
 * There is no sign-in: who reaches the sandbox is on this machine.
 */
export function addDashboard(app: FastifyInstance, cloud: Context7Cloud, fetch: () => Fetch): void {
  app.get("/dashboard", (_, reply) => html(reply, 200, teamspacesPage(cloud)));

  app.get<{ Params: { id: string } }>("/dashboard/:id/enterprise", ({ params }, reply) => {
    const teamspace = cloud.teamspaces.get(params.id);
    return teamspace ? html(reply, 200, formPage(teamspace, teamspace.settings)) : missing(reply);
  });

  app.post<{ Params: { id: string }; Body: Fields }>(
    "/dashboard/:id/enterprise",
    async ({ params, body }, reply) => {
      const teamspace = cloud.teamspaces.get(params.id);
      if (!teamspace) return missing(reply);
      if (teamspace.plan !== "enterprise") return html(reply, 403, formPage(teamspace));
      const issuer = body?.issuer?.trim() ?? "";
      const scope = body?.scope?.trim() ?? "";
      if (!issuer && !scope) {
        storeSettings(teamspace, undefined);
      } else {
        const wanted = { issuer, ...(scope && { scope }) };
        const checked = await checkSettings(cloud, fetch(), teamspace, wanted);
        if (!checked.ok) return html(reply, 422, formPage(teamspace, wanted, checked.message));
        storeSettings(teamspace, checked.settings);
      }
      return reply.redirect(enterpriseTabPath(teamspace), 303);
    },
  );
}

function missing(reply: FastifyReply) {
  return html(reply, 404, page("Not found", "<h1>Teamspace not found</h1>"));
}

function html(reply: FastifyReply, status: number, text: string) {
  return reply.code(status).type("text/html; charset=utf-8").send(text);
}

function teamspacesPage(cloud: Context7Cloud): string {
  const items = [...cloud.teamspaces.values()].map(
    (teamspace) =>
      `<li><a href="${enterpriseTabPath(teamspace)}">${escapeHtml(teamspace.name)}</a> (${teamspace.plan})</li>`,
  );
  return page("Dashboard", `<h1>Teamspaces</h1><ul>${items.join("")}</ul>`);
}

function formPage(teamspace: Teamspace, values: Fields = {}, refusal?: string): string {
  const heading = `<h1>${escapeHtml(teamspace.name)}: Enterprise</h1>`;
  if (teamspace.plan !== "enterprise") {
    return page("Enterprise", `${heading}<p>This needs the enterprise plan.</p>`);
  }
  const status = teamspace.settings ? "Configured" : "Not configured";
  const alert = refusal === undefined ? "" : `<p role="alert">${escapeHtml(refusal)}</p>`;
  return page(
    "Enterprise",
    `${heading}
<h2>Enterprise-Managed Auth (Okta)</h2>
<p>Status: <strong role="status">${status}</strong></p>${alert}
<form method="post">
<p><label for="issuer">Identity provider issuer</label><br>
<input id="issuer" name="issuer" type="url" size="48" placeholder="https://your-org.okta.com" value="${escapeHtml(values.issuer ?? "")}"></p>
<p><label for="scope">Scope (optional)</label><br>
<input id="scope" name="scope" size="48" placeholder="context7.read" aria-describedby="scope-hint" value="${escapeHtml(values.scope ?? "")}"><br>
<small id="scope-hint">Space-separated scopes to grant on the issued access token. Leave blank to pass through whatever Okta authorizes.</small></p>
<p><button type="submit">Save</button> <small>Saving with both fields empty removes the configuration.</small></p>
</form>`,
  );
}

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(title)} - Context7 (sandbox)</title></head>
<body><main>${body}</main></body></html>
`;
}

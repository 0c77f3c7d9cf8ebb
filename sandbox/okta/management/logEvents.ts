import { randomUUID } from "node:crypto";
import type { FastifyInstance, FastifyRequest } from "fastify";

import type { LogEvent, LogTarget, Org } from "../../world";
import type { Caller } from "./authentication";

/** What somebody did, for {@link recordLogEvent}. */
export interface RecordedEvent {
  /** As Okta's catalog of event types has it. */
  eventType: string;
  /** Login of who did it. Default: the org's admin. */
  login?: string;
  target: LogTarget[];
  /** Default: now. */
  published?: Date;
  /** Default: `SUCCESS`. */
  result?: string;
}

/** Writes an event into an org's System Log, as the console does for what somebody changes there. */
export function recordLogEvent(org: Org, event: RecordedEvent): LogEvent {
  const [admin] = org.apiTokens.values();
  const login = event.login ?? admin?.login ?? "";
  return append(org, event, actorOf(org, { login, scopes: "all" }));
}

function append(org: Org, event: RecordedEvent, actor: LogEvent["actor"]): LogEvent {
  const { eventType, target, published = new Date(), result = "SUCCESS" } = event;
  const entry: LogEvent = {
    uuid: randomUUID(),
    published: published.toISOString(),
    eventType,
    severity: "INFO",
    displayMessage: eventType,
    actor,
    outcome: { result, reason: null },
    target,
  };
  org.logEvents.push(entry);
  return entry;
}

function actorOf(org: Org, { login, clientId = "" }: Caller): LogEvent["actor"] {
  if (login === undefined) {
    return { id: clientId, type: "PublicClientApp", alternateId: clientId, displayName: clientId };
  }
  const user = [...org.users.values()].find((each) => each.login === login);
  const displayName = user ? `${user.firstName} ${user.lastName}` : login;
  return { id: user?.id ?? login, type: "User", alternateId: login, displayName };
}

interface Written {
  eventType: string;
  target: LogTarget[];
}
type Request = { params: Record<string, string>; body: Record<string, string> };

/**
 * Every write that Okta's catalog of event types names: what is looked at before it, and what the event
 * is after it. Okta does not document an event for an app's new authentication policy.
 */
const WRITES: Record<string, (org: Org, request: Request) => (answer: string) => Written> = {
  "POST /api/v1/apps": (org) => (answer) => ({
    eventType: "application.lifecycle.create",
    target: [appTarget(org, (JSON.parse(answer) as { id: string }).id)],
  }),
  "PUT /api/v1/apps/:app": onApp("application.lifecycle.update"),
  "DELETE /api/v1/apps/:app": onApp("application.lifecycle.delete"),
  "POST /api/v1/apps/:app/lifecycle/activate": onApp("application.lifecycle.activate"),
  "POST /api/v1/apps/:app/lifecycle/deactivate": onApp("application.lifecycle.deactivate"),
  "PUT /api/v1/apps/:app/groups/:group": (org, { params }) => {
    const isThere = org.apps.get(params.app ?? "")?.groups.has(params.group ?? "");
    return onGroup(`group.application_assignment.${isThere ? "update" : "add"}`)(org, { params });
  },
  "DELETE /api/v1/apps/:app/groups/:group": onGroup("group.application_assignment.remove"),
  "POST /api/v1/apps/:app/users": (org, { params, body }) =>
    onUser("application.user_membership.add")(org, { params: { ...params, user: body.id ?? "" } }),
  "POST /api/v1/apps/:app/users/:user": onUser("application.user_membership.change_username"),
  "DELETE /api/v1/apps/:app/users/:user": onUser("application.user_membership.remove"),
  "POST /api/v1/apps/:app/cwo/connections":
    (org, { body }) =>
    () => ({
      eventType: "app.cross_app_access.connection.create",
      target: connectionTargets(org, body),
    }),
  "PATCH /api/v1/apps/:app/cwo/connections/:connection": onConnection("update"),
  "DELETE /api/v1/apps/:app/cwo/connections/:connection": onConnection("delete"),
  "POST /api/v1/features/:id/:lifecycle": (org, { params }) => {
    const { id = "", lifecycle = "" } = params;
    const displayName = org.features.get(id)?.name ?? id;
    const eventType = `system.feature.${lifecycle.toLowerCase()}`;
    return () => ({ eventType, target: [{ id, type: "Feature", alternateId: id, displayName }] });
  },
};

type OnParams = (org: Org, request: Pick<Request, "params">) => () => Written;

function onApp(eventType: string): OnParams {
  return (org, { params }) => {
    const target = [appTarget(org, params.app)];
    return () => ({ eventType, target });
  };
}

function onGroup(eventType: string): OnParams {
  return (org, { params }) => {
    const { group: id = "", app } = params;
    const name = org.groups.get(id)?.name ?? id;
    const group = { id, type: "UserGroup", alternateId: "unknown", displayName: name };
    const target = [group, appTarget(org, app)];
    return () => ({ eventType, target });
  };
}

function onUser(eventType: string): OnParams {
  return (org, { params }) => {
    const { user: id = "", app } = params;
    const user = org.users.get(id);
    const [alternateId, displayName] = [user?.login ?? id, `${user?.firstName} ${user?.lastName}`];
    const names = { alternateId, displayName };
    const appUser = { id: `0ua${id.slice(3)}`, type: "AppUser", ...names };
    const target = [appUser, appTarget(org, app), { id, type: "User", ...names }];
    return () => ({ eventType, target });
  };
}

/** What Okta names as the targets of these is not published; both apps are a guess. */
function onConnection(change: "update" | "delete"): OnParams {
  return (org, { params }) => {
    const target = connectionTargets(org, org.connections.get(params.connection ?? ""));
    return () => ({ eventType: `app.cross_app_access.connection.${change}`, target });
  };
}

function connectionTargets(
  org: Org,
  sides: { requestingAppInstanceId?: string; resourceAppInstanceId?: string } | undefined,
): LogTarget[] {
  const ids = [sides?.requestingAppInstanceId, sides?.resourceAppInstanceId];
  return ids.map((id) => appTarget(org, id));
}

function appTarget(org: Org, id = ""): LogTarget {
  const label = org.apps.get(id)?.label ?? id;
  return { id, type: "AppInstance", alternateId: label, displayName: label };
}

/** Records what the API's callers change, once it is changed. */
export function logWrites(api: FastifyInstance, org: Org): void {
  const pending = new WeakMap<FastifyRequest, (answer: string) => Written>();
  api.addHook("preHandler", async (request) => {
    const { url } = request.routeOptions;
    const write = WRITES[`${request.method} ${url}`];
    const { params, body } = request as { params: unknown; body: unknown };
    if (write) pending.set(request, write(org, { params, body: body ?? {} } as Request));
  });
  api.addHook("onSend", async (request, reply, payload) => {
    const written = pending.get(request);
    if (!written || reply.statusCode >= 300) return;
    append(org, written(String(payload)), actorOf(org, request.caller));
  });
}

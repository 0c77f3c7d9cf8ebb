import type { Sandbox } from "../../sandbox";
import type { Configuration } from "./harness";

/** A client made from the sandbox's catalog. */
export function catalogClient(sandbox: Sandbox, more: object = {}) {
  return {
    clientIdAtResource: "mcpclient-at-context7",
    redirectUris: ["http://127.0.0.1:33418/callback"],
    catalog: sandbox.description.okta.catalog.requestingApp,
    ...more,
  };
}

/** One client, one group, the teamspace guided: what a first stack looks like. */
export function firstStack(sandbox: Sandbox, more: Configuration = {}): Configuration {
  return {
    resourceApp: { catalog: sandbox.description.okta.catalog.resourceApp },
    requestingApps: { "claude-code": catalogClient(sandbox) },
    assignments: { groupNames: ["Engineering"] },
    teamspace: { management: "guided" },
    ...more,
  };
}

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

/** No client of its own, an app that is there already: the least a stack can be. */
export function adoptingStack(more: Configuration = {}): Configuration {
  return { resourceApp: { existing: { label: "Context7" } }, requestingApps: {}, ...more };
}

/** The apps `Context7` and `Claude Code`, both there already, and their connection. */
export function connectingStack(connection: object = {}): Configuration {
  const existing = { label: "Claude Code" };
  const clientIdAtResource = "mcpclient-at-context7";
  return adoptingStack({
    requestingApps: { claude: { existing, clientIdAtResource, connection } },
  });
}

import type { Sandbox } from "../sandbox";
import type { Fetch } from "../sandbox/fetch";
import type { Org, Teamspace } from "../sandbox/world";
import type { OrgView } from "./observation";
import type { OktaConsole } from "./oktaConsole";
import type { PulumiProject } from "./pulumi";
import type { Secrets } from "./secrets";
import type { Terminal } from "./terminal";

/** All that the steps share. */
export interface Demonstration {
  terminal: Terminal;
  secrets: Secrets;
  sandbox: Sandbox;
  org: Org;
  teamspace: Teamspace;
  /** Reaches the sandbox's hosts, as a browser or an MCP client on this machine would. */
  fetch: Fetch;
  console: OktaConsole;
  pulumi: PulumiProject;
  /** The org before the stack came. */
  before: OrgView;
  close(): Promise<void>;
}

/** One numbered step; it throws a `Difference` where something is not as declared. */
export interface Step {
  title: string;
  run(demo: Demonstration): Promise<void>;
}

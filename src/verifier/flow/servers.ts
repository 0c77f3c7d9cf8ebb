import type { AuthorizationServer, Fetch, ProtectedResource } from "../../idjag";
import type { VerifierTarget } from "../target";
import type { KnownFindings } from "./explain";
import type { LiveRequest } from "./request";

/** The three servers of a flow, as their metadata describe them. */
export interface Servers {
  readonly okta: AuthorizationServer & { readonly jwksUri: string };
  readonly context7: AuthorizationServer;
  readonly mcp: ProtectedResource;
}

/** All that a leg is given besides the last one's result. */
export interface Flow {
  readonly target: VerifierTarget;
  readonly request: LiveRequest;
  readonly servers: Servers;
  readonly fetch: Fetch;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly known: () => Promise<KnownFindings>;
}

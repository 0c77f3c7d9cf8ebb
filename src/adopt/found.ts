import type { LiveApplication } from "../../provider/okta/liveApplication";
import type { Connection } from "../../provider/okta/objects";
import type { People } from "../components/assignmentPlan";

/** A group or user that is assigned to an app one by one, and how `People` can refer to it. */
export interface Principal {
  readonly kind: "group" | "user";
  readonly id: string;
  /** The list of `People` it goes into: by name where that is unambiguous, else by ID. */
  readonly list: keyof People;
  /** Its entry there. */
  readonly key: string;
  /** As a person knows it. */
  readonly name: string;
  /** Users only: what they are called in the app. */
  readonly username?: string;
  /** Users only: their login at Okta. */
  readonly login?: string;
}

/** An app of the set-up and who is assigned to it. */
export interface FoundApp {
  readonly app: LiveApplication;
  readonly people: readonly Principal[];
}

/** An MCP client of the set-up. */
export interface FoundClient extends FoundApp {
  /** Its key in `requestingApps`. */
  readonly key: string;
  /** What Context7 calls it. */
  readonly clientIdAtResource: string;
  /** Absent where the org has no API for connections. */
  readonly connection?: Connection;
}

/** What was set up by hand, and is to be declared. */
export interface FoundOrg {
  readonly resourceApp: FoundApp;
  readonly clients: readonly FoundClient[];
}

import type { Failure } from "../sandbox/developer";
import { saveInDashboard } from "./dashboard";
import type { Demonstration } from "./demonstration";
import type { SignInChoices } from "./developer";
import { connectionOf } from "./steps/drift";

/** One mistake that setups have, what the developer sees of it, and what the verifier calls it. */
export interface Fault {
  title: string;
  /** Whose client meets it: login before the `@`. */
  who: string;
  /** What the client does otherwise, where the mistake is the client's. */
  choices?(demo: Demonstration): SignInChoices;
  /** Makes the mistake, where it is in a console; gives what takes it back. */
  make?(demo: Demonstration): Promise<() => Promise<void>>;
  /** Where the client is stopped, and by which code. */
  refused: Pick<Failure, "leg" | "step" | "error">;
  /** Who can tell: a run of the checks, or an explanation of what the client was given. */
  seenBy: "checks" | "error" | "ID-JAG";
  /** The cause, as the verifier names it. */
  tag: string;
}

const SECOND_ORG = "https://globex.okta.com";

/** The first two look the same to the developer. */
export const FAULTS: Fault[] = [
  {
    title: "The connection is switched off, in Okta",
    who: "dev.one",
    async make(demo) {
      const { id, requestingAppInstanceId: app } = connectionOf(demo, "Claude Code");
      await demo.console.setConnection(app, id, "INACTIVE");
      return () => demo.console.setConnection(app, id, "ACTIVE");
    },
    refused: { leg: 1, step: "token exchange", error: "invalid_target" },
    seenBy: "checks",
    tag: "connection_inactive",
  },
  {
    title: "A contractor is assigned to Claude Code and not to Context7, in Okta",
    who: "contractor",
    async make(demo) {
      const { requestingAppInstanceId: app } = connectionOf(demo, "Claude Code");
      const users = [...demo.org.users.values()];
      const { id = "", login = "" } =
        users.find((user) => user.login.startsWith("contractor@")) ?? {};
      await demo.console.assign(app, id, login);
      return () => demo.console.unassign(app, id);
    },
    refused: { leg: 1, step: "token exchange", error: "invalid_target" },
    seenBy: "checks",
    tag: "people_missing_on_resource_app",
  },
  {
    title: "The teamspace has another org's issuer, in Context7's dashboard",
    who: "dev.one",
    async make({ fetch, sandbox, org }) {
      const { dashboardUrl } = sandbox.description.context7;
      const save = async (issuer: string) => {
        await saveInDashboard(fetch, dashboardUrl, { issuer, scope: "" });
      };
      await save(SECOND_ORG);
      return () => save(org.url);
    },
    refused: { leg: 2, step: "redemption", error: "invalid_grant" },
    seenBy: "error",
    tag: "redemption_untrusted",
  },
  {
    title: "The client uses the custom authorization server /oauth2/default",
    who: "dev.one",
    choices: ({ org }) => ({ issuer: `${org.url}/oauth2/default` }),
    refused: { leg: 1, step: "sign-in", error: "unauthorized_client" },
    seenBy: "error",
    tag: "exchange_custom_server",
  },
  {
    title: "The client signs in without the scope email",
    who: "dev.one",
    choices: () => ({ scopes: ["openid", "offline_access"] }),
    refused: { leg: 2, step: "redemption", error: "invalid_grant" },
    seenBy: "ID-JAG",
    tag: "email_missing",
  },
];

import {
  type AccessTokenShown,
  callMcpServer,
  type IdJagShown,
  type McpShown,
  type OktaSession,
  type Outcome,
  redeemIdJag,
  requestIdJag,
  type SignInShown,
  signIn,
} from "../sandbox/developer";
import type { Demonstration } from "./demonstration";
import { Difference } from "./expect";
import { CLAUDE_CODE_AT_CONTEXT7, REDIRECT_URI } from "./steps/configure";

/** The resource app's issuer URL, the audience of an ID-JAG. */
export const CONTEXT7_ISSUER = "https://context7.com";

/** What the stack says about its clients; the rest an MCP client knows by itself. */
interface StackOutputs {
  issuer: string;
  mcpUrl: string;
  requestingApps: Record<string, { clientId: string; clientSecret: string }>;
}

/** What a sign-in does otherwise than it should. */
export interface SignInChoices {
  issuer?: string;
  scopes?: string[];
}

/** A developer's MCP client, set up from the stack's outputs, one leg after the other. */
export interface DeveloperClient {
  login: string;
  issuer: string;
  mcpUrl: string;
  signIn(choices?: SignInChoices): Promise<Outcome<SignInShown, OktaSession>>;
  requestIdJag(session: OktaSession): Promise<Outcome<IdJagShown, { idJag: string }>>;
  redeem(idJag: string): Promise<Outcome<AccessTokenShown, { accessToken: string }>>;
  call(accessToken: string): Promise<Outcome<McpShown>>;
}

/** The question, and a sentence of the answer that only Context7's documentation holds. */
export const TOOL = {
  name: "query-docs",
  arguments: { libraryId: "/pulumi/docs", query: "drift" },
};
export const ANSWER =
  "`pulumi refresh --preview-only` compares the state of a stack with what is there.";

/** @param name login before the `@`. */
export async function setUpClient(demo: Demonstration, name: string): Promise<DeveloperClient> {
  const { fetch, org, pulumi, sandbox, secrets } = demo;
  const { issuer, mcpUrl, requestingApps } = await outputs(pulumi);
  const { clientId, clientSecret } = requestingApps["claude-code"] ?? {};
  const user = [...org.users.values()].find(({ login }) => login.startsWith(`${name}@`));
  if (!clientId || !user) {
    throw new Difference("the stack's outputs set up a client\nexpected: clientId\nseen: none");
  }
  // Context7 gives a client its secret at onboarding, not the stack.
  const atContext7 = sandbox.world.context7.clients.get(CLAUDE_CODE_AT_CONTEXT7);
  const { login, password } = user;
  secrets.add(clientSecret, atContext7?.secret, password);
  /** Whatever token comes out of a step must not be printed from then on. */
  const guarded = async <Shown, Secret extends object>(step: Promise<Outcome<Shown, Secret>>) => {
    const outcome = await step;
    if (outcome.ok) {
      const values: unknown[] = Object.values(outcome.reveal());
      secrets.add(...values.filter((value) => typeof value === "string"));
    }
    return outcome;
  };
  return {
    login,
    issuer,
    mcpUrl,
    signIn: (choices) =>
      guarded(
        signIn({
          fetch,
          issuer,
          clientId,
          clientSecret,
          redirectUri: REDIRECT_URI,
          login,
          password,
          ...choices,
        }),
      ),
    requestIdJag: (session) =>
      guarded(
        requestIdJag(session, { audience: CONTEXT7_ISSUER, resource: new URL(mcpUrl).origin }),
      ),
    redeem: (idJag) =>
      guarded(
        redeemIdJag({
          fetch,
          idJag,
          clientIdAtResource: CLAUDE_CODE_AT_CONTEXT7,
          clientSecretAtResource: atContext7?.secret,
        }),
      ),
    call: (accessToken) => callMcpServer({ fetch, url: mcpUrl, accessToken, tool: TOOL }),
  };
}

async function outputs(pulumi: Demonstration["pulumi"]): Promise<StackOutputs> {
  const names = ["issuer", "mcpUrl", "requestingApps"];
  const values: Record<string, unknown> = {};
  for (const name of names) values[name] = await pulumi.output(name);
  return values as unknown as StackOutputs;
}

/** How far a client gets, in one line: to the tool's answer, or to where and why it is refused. */
export async function howFar(demo: Demonstration, name: string): Promise<string> {
  const { outcome } = await journey(demo, name);
  const { leg, step } = outcome;
  return `leg ${leg}, ${step}: ${outcome.ok ? "answered" : outcome.error}`;
}

/** A client's way to the tool's answer, or to where it is refused; and the ID-JAG, if it got one. */
export async function journey(
  demo: Demonstration,
  name: string,
  choices?: SignInChoices,
): Promise<{ outcome: Outcome<McpShown>; idJag?: string }> {
  const client = await setUpClient(demo, name);
  const signedIn = await client.signIn(choices);
  if (!signedIn.ok) return { outcome: signedIn };
  const asserted = await client.requestIdJag(signedIn.reveal());
  if (!asserted.ok) return { outcome: asserted };
  const { idJag } = asserted.reveal();
  const redeemed = await client.redeem(idJag);
  if (!redeemed.ok) return { outcome: redeemed, idJag };
  return { outcome: await client.call(redeemed.reveal().accessToken), idJag };
}

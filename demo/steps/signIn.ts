import type { AccessTokenShown, DecodedToken, OktaSession, Outcome } from "../../sandbox/developer";
import { describeToken } from "../claims";
import type { Demonstration, Step } from "../demonstration";
import {
  ANSWER,
  CONTEXT7_ISSUER,
  type DeveloperClient,
  howFar,
  setUpClient,
  TOOL,
} from "../developer";
import { Difference, expectEqual, expectParts } from "../expect";
import { membersOf } from "../observation";
import { CLAUDE_CODE_AT_CONTEXT7 } from "./configure";

/** Step 5: from a developer's sign-in to a tool's answer, leg by leg. */
export const signIn: Step = {
  title: "A developer's MCP client signs in and calls a tool",
  async run(demo) {
    const { terminal } = demo;
    const settingUp = setUpClient(demo, "dev.one");
    const client = await terminal.during("reading the stack's outputs", settingUp);
    terminal.say(
      `${client.login} is in Engineering. The client is set up with the stack's outputs: issuer, ` +
        "clientId, clientSecret, mcpUrl. Tokens are decoded here, and never shown.",
    );
    const session = await signInAtOkta(demo, client);
    const idJag = await exchangeAtOkta(demo, client, session);
    const accessToken = await redeemAtContext7(demo, client, idJag);
    await callTool(demo, client, accessToken);

    terminal.part("And somebody outside of Engineering");
    const outsider = await terminal.during("designer@acme.example", howFar(demo, "designer"));
    const refused = "leg 1, sign-in: access_denied";
    expectEqual(
      terminal,
      `designer@acme.example gets no further than ${outsider}`,
      outsider,
      refused,
    );
  },
};

async function signInAtOkta(demo: Demonstration, client: DeveloperClient): Promise<OktaSession> {
  const { terminal } = demo;
  terminal.part(
    `Leg 1, sign-in: ${client.issuer} in a browser, scopes openid email offline_access`,
  );
  const { shown, reveal } = successful(await client.signIn());
  show(demo, shown.idToken, { aud: "the client's ID at Okta" });
  const { email } = shown.idToken.claims;
  expectEqual(terminal, "the ID token has the e-mail address", email, client.login);
  return reveal();
}

async function exchangeAtOkta(demo: Demonstration, client: DeveloperClient, session: OktaSession) {
  const { terminal, org } = demo;
  terminal.part("Leg 1, token exchange: the ID token for an ID-JAG");
  const { shown, reveal } = successful(await client.requestIdJag(session));
  const { header, claims } = shown.idJag;
  show(demo, shown.idJag, {
    aud: "the resource app's issuer URL",
    client_id: "the client's ID at Context7, not at Okta",
  });
  const { iss, aud, client_id, email } = claims;
  expectEqual(
    terminal,
    "Okta vouches for this developer, to Context7, for this client alone",
    { typ: header.typ, iss, aud, client_id, email },
    {
      typ: "oauth-id-jag+jwt",
      iss: org.url,
      aud: CONTEXT7_ISSUER,
      client_id: CLAUDE_CODE_AT_CONTEXT7,
      email: client.login,
    },
  );
  return reveal().idJag;
}

async function redeemAtContext7(demo: Demonstration, client: DeveloperClient, idJag: string) {
  const { terminal, teamspace } = demo;
  const before = membersOf(teamspace);
  terminal.part(`Leg 2, redemption: the ID-JAG for an access token of ${CONTEXT7_ISSUER}`);
  const { shown, reveal } = successful<AccessTokenShown, { accessToken: string }>(
    await client.redeem(idJag),
  );
  show(demo, shown.accessToken, { aud: "the MCP server" });
  const member = `${client.login} (developer)`;
  expectEqual(
    terminal,
    `the teamspace had no member, and has one now: ${member}`,
    [before, membersOf(teamspace)],
    [[], [member]],
  );
  return reveal().accessToken;
}

async function callTool({ terminal }: Demonstration, client: DeveloperClient, accessToken: string) {
  terminal.part(`Leg 3, MCP: ${client.mcpUrl}`);
  const { shown } = successful(await terminal.during("MCP server", client.call(accessToken)));
  const answer = shown.answer.split("\n").filter((line) => /\w/.test(line));
  terminal.output([
    `initialize  ${shown.server.name} ${shown.server.version}`,
    `tools/list  ${shown.tools.join(", ")}`,
    `tools/call  ${TOOL.name} ${JSON.stringify(TOOL.arguments)}`,
    ...answer.map((line) => `            ${line}`),
  ]);
  const tools = ["resolve-library-id", "query-docs"];
  expectEqual(terminal, "both tools are offered", shown.tools, tools);
  expectParts(terminal, "the answer is Context7's documentation", shown.answer, [ANSWER]);
}

function successful<T, S>(outcome: Outcome<T, S>): Extract<Outcome<T, S>, { ok: true }> {
  if (outcome.ok) return outcome as Extract<Outcome<T, S>, { ok: true }>;
  const { leg, step, error, error_description } = outcome;
  throw new Difference(
    `leg ${leg}, ${step} is refused\nexpected: success\nseen: ${error}: ${error_description}`,
  );
}

function show({ terminal }: Demonstration, token: DecodedToken, notes: Record<string, string>) {
  terminal.output(describeToken(token, notes, Date.now() / 1000));
}

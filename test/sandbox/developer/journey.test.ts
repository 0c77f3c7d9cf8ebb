import assert from "node:assert/strict";
import { inspect } from "node:util";

import { type DeveloperOptions, runDeveloper } from "../../../sandbox/developer";
import { type Arrangement, arrange, named } from "./arrangement";

describe("a developer's journey through all three legs", () => {
  let arrangement: Arrangement;
  before(async () => {
    arrangement = await arrange();
  });
  after(() => arrangement.stop());
  afterEach(() => {
    arrangement.teamspace.members.clear();
    arrangement.teamspace.memberLimit = 50;
    arrangement.teamspace.settings = { issuer: arrangement.org.url };
    arrangement.connection.status = "ACTIVE";
  });

  async function stopsAt(leg: number, error: string, text: RegExp, options?: DeveloperOptions) {
    const journey = await runDeveloper(options ?? arrangement.journey());
    const last = journey.at(-1);
    assert.ok(last && !last.ok, "the journey went through");
    assert.deepEqual([last.leg, last.error], [leg, error]);
    assert.match(last.error_description ?? "", text);
  }

  it("ends with the content of a tool's answer", async () => {
    const journey = await runDeveloper(arrangement.journey());
    assert.deepEqual(
      journey.map((outcome) => [outcome.leg, outcome.step, outcome.ok]),
      [
        [1, "sign-in", true],
        [1, "token exchange", true],
        [2, "redemption", true],
        [3, "MCP call", true],
      ],
    );
    assert.match(inspect(journey.at(-1), { depth: 5 }), /pulumi refresh --preview-only/);
    assert.deepEqual([...arrangement.teamspace.members.keys()], ["dev.one@acme.example"]);
  });

  it("shows claims and no token", async () => {
    const [signedIn, asserted, redeemed, called] = await runDeveloper(arrangement.journey());
    const printed = inspect([signedIn, asserted, redeemed, called], { depth: Infinity });
    assert.match(printed, /IDAAG\./);
    assert.doesNotMatch(printed, /eyJ/);
    for (const outcome of [signedIn, asserted, redeemed]) {
      assert.ok(outcome?.ok);
      for (const token of Object.values(outcome.reveal() as object)) {
        if (typeof token === "string") assert.equal(printed.includes(token), false);
      }
    }
  });

  it("does not begin for a user without an assignment", () => {
    const { login, password } = named(arrangement.org, "contractor");
    const { signIn, ...rest } = arrangement.journey();
    return stopsAt(1, "access_denied", /not assigned/, {
      ...rest,
      signIn: { ...signIn, login, password },
    });
  });

  it("stops at Okta when the connection is deactivated", () => {
    arrangement.connection.status = "INACTIVE";
    return stopsAt(1, "invalid_target", /not completely configured/);
  });

  it("stops at Okta for the audience that a client finds first, Clerk", () => {
    const { exchange, ...rest } = arrangement.journey();
    return stopsAt(1, "invalid_target", /valid audience/, {
      ...rest,
      exchange: { ...exchange, audience: "https://clerk.context7.com" },
    });
  });

  it("stops at Context7 without the email scope, with another issuer, and at the member limit", async () => {
    const { signIn, ...rest } = arrangement.journey();
    await stopsAt(2, "invalid_grant", /has no email/, {
      ...rest,
      signIn: { ...signIn, scopes: ["openid"] },
    });
    arrangement.teamspace.settings = { issuer: "https://globex.okta.com" };
    await stopsAt(2, "invalid_grant", /No teamspace trusts/);
    arrangement.teamspace.settings = { issuer: arrangement.org.url };
    arrangement.teamspace.memberLimit = 0;
    await stopsAt(2, "access_denied", /limit of 0 members/);
  });

  it("stops at the MCP server's API once the member is removed, though the token still holds", async () => {
    const { fetch } = arrangement;
    const removing: typeof fetch = (input, init) => {
      if (String(input).startsWith("https://mcp.context7.com"))
        arrangement.teamspace.members.clear();
      return fetch(input, init);
    };
    const journey = await runDeveloper({ ...arrangement.journey(), fetch: removing });
    assert.match(inspect(journey.at(-1), { depth: 5 }), /Invalid API key/);
  });
});

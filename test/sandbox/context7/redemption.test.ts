import assert from "node:assert/strict";

import { type JWTPayload, SignJWT } from "jose";

import { redeem } from "../../../sandbox/context7/redemption";
import { seedContext7 } from "../../../sandbox/context7/seed";
import { createSigningKey } from "../../../sandbox/oidc/signingKey";
import type { Context7Cloud, Teamspace } from "../../../sandbox/world";

const OKTA = "https://acme.okta.com";
const CLIENT = "mcpclient-at-context7";
const EMAIL = "dev.one@acme.example";

describe("Context7's redemption of an ID-JAG", () => {
  const key = createSigningKey();
  const findKeys = async (issuer: string) =>
    issuer === OKTA ? async () => key.publicKey : undefined;
  let cloud: Context7Cloud;
  let teamspace: Teamspace;

  beforeEach(() => {
    cloud = seedContext7();
    const enterprise = [...cloud.teamspaces.values()].find(({ plan }) => plan === "enterprise");
    assert.ok(enterprise);
    teamspace = enterprise;
    teamspace.settings = { issuer: OKTA };
  });

  function idJag(claims: JWTPayload = {}, header: object = {}, signedWith = key): Promise<string> {
    const now = Math.floor(Date.now() / 1000);
    return new SignJWT({
      iss: OKTA,
      sub: "00u1",
      aud: "https://context7.com",
      client_id: CLIENT,
      email: EMAIL,
      jti: "IDAAG.1",
      iat: now,
      exp: now + 300,
      ...claims,
    })
      .setProtectedHeader({ alg: "RS256", typ: "oauth-id-jag+jwt", ...header })
      .sign(signedWith.privateKey);
  }

  const redeemed = (assertion: string, client = CLIENT) =>
    redeem(cloud, findKeys, assertion, client);

  async function refuses(assertion: string, text: RegExp, error = "invalid_grant") {
    const outcome = await redeemed(assertion);
    assert.ok(!outcome.ok, "redeemed");
    assert.equal(outcome.error, error);
    assert.match(outcome.error_description, text);
    assert.equal(teamspace.members.size, 0);
    assert.equal(cloud.usedJtis.size, 0);
  }

  it("makes the user a member of the teamspace that trusts the issuer", async () => {
    const outcome = await redeemed(await idJag());
    assert.ok(outcome.ok);
    assert.equal(outcome.teamspace, teamspace);
    assert.equal(teamspace.members.get(EMAIL)?.role, "developer");
  });

  it("grants the teamspace's scope, or what the ID-JAG carries if none is set", async () => {
    const scope = "from.okta";
    const passedThrough = await redeemed(await idJag({ scope }));
    teamspace.settings = { issuer: OKTA, scope: "context7.read" };
    const own = await redeemed(await idJag({ scope, jti: "IDAAG.2" }));
    assert.ok(passedThrough.ok && own.ok);
    assert.equal(passedThrough.scope, "from.okta");
    assert.equal(own.scope, "context7.read");
  });

  it("takes one ID-JAG once", async () => {
    const assertion = await idJag();
    const both = await Promise.all([redeemed(assertion), redeemed(assertion)]);
    assert.deepEqual(both.map(({ ok }) => ok).sort(), [false, true]);
    const third = await redeemed(assertion);
    assert.equal(third.ok || third.error_description, "The ID-JAG was redeemed before.");
    assert.equal((await redeemed(await idJag({ jti: "IDAAG.2" }))).ok, true);
  });

  it("does not use up an ID-JAG that somebody else tries to redeem", async () => {
    const assertion = await idJag();
    const stolen = await redeemed(assertion, "probe-at-context7");
    assert.ok(!stolen.ok);
    assert.match(stolen.error_description, /client_id/);
    assert.equal((await redeemed(assertion)).ok, true);
  });

  it("admits nobody beyond the member limit, but every member again", async () => {
    teamspace.memberLimit = 0;
    await refuses(await idJag(), /limit of 0 members/, "access_denied");
    teamspace.members.set(EMAIL, { email: EMAIL, role: "owner", since: "" });
    assert.equal((await redeemed(await idJag())).ok, true);
  });

  it("trusts an issuer only as far as a teamspace on the enterprise plan does", async () => {
    await refuses(await idJag({ iss: "https://globex.okta.com" }), /No teamspace trusts/);
    await refuses(await idJag({ iss: `${OKTA}/` }), /No teamspace trusts/);
    teamspace.plan = "pro";
    await refuses(await idJag(), /No teamspace trusts/);
    teamspace.plan = "enterprise";
    teamspace.settings = undefined;
    await refuses(await idJag(), /No teamspace trusts/);
  });

  const now = Math.floor(Date.now() / 1000);
  const attacks: [name: string, claims: JWTPayload, text: RegExp][] = [
    ["another audience", { aud: "https://clerk.context7.com" }, /aud is not acceptable/],
    ["the audience with a trailing slash", { aud: "https://context7.com/" }, /aud is not/],
    [
      "two audiences",
      { aud: ["https://context7.com", "https://x.example"] },
      /more than one audience/,
    ],
    [
      "another resource",
      { resource: "https://elsewhere.example" },
      /resource is none of Context7's/,
    ],
    [
      "one good and one bad resource",
      { resource: ["https://mcp.context7.com", "https://x.example"] },
      /resource/,
    ],
    ["no email", { email: undefined }, /has no email/],
    ["an expiry in the past", { iat: now - 400, exp: now - 100 }, /expired/],
    ["a longer life than five minutes", { exp: now + 3600 }, /lives longer than 300 seconds/],
    [
      "an issue time in the future",
      { iat: now + 86_400, exp: now + 86_600 },
      /iat is not acceptable/,
    ],
    ["no jti", { jti: undefined }, /jti is not acceptable/],
    ["no expiry", { exp: undefined }, /exp is not acceptable/],
    ["no client_id", { client_id: undefined }, /client_id is not acceptable/],
  ];
  for (const [name, claims, text] of attacks) {
    it(`refuses ${name}`, async () => refuses(await idJag(claims), text));
  }

  it("refuses another type of token of the same issuer, such as its ID tokens", async () => {
    await refuses(await idJag({}, { typ: "JWT" }), /not an ID-JAG/);
    await refuses(await idJag({}, { typ: undefined }), /not an ID-JAG/);
  });

  it("refuses a forged signature, an algorithm outside the list, and what is no JWT", async () => {
    await refuses(await idJag({}, {}, createSigningKey()), /signature is not valid/);
    await refuses(await idJag({}, { alg: "PS256" }), /signature is not valid/);
    await refuses("not.a.jwt", /not an ID-JAG/);
    await refuses("", /not an ID-JAG/);
    await refuses("a".repeat(20_000), /not an ID-JAG/);
  });
});

import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { type Setup, verifiedSandbox } from "../arrangement";

describe("the live flow, refused,", () => {
  const sandbox = verifiedSandbox();

  describe("explains Okta's invalid_target by its cause", () => {
    const CAUSES: { cause: string; tag: string; inject(setup: Setup): void }[] = [
      {
        cause: "the connection is off",
        tag: "connection_inactive",
        inject: ({ connection }) => {
          connection.status = "INACTIVE";
        },
      },
      {
        cause: "there is no connection",
        tag: "connection_missing",
        inject: ({ org }) => org.connections.clear(),
      },
      {
        cause: "the user is not on the resource app",
        tag: "people_missing_on_resource_app",
        inject: ({ resource }) => resource.users.clear(),
      },
      {
        cause: "the resource app is inactive",
        tag: "resource_app_inactive",
        inject: ({ resource }) => {
          resource.status = "INACTIVE";
        },
      },
      {
        cause: "the resource app's issuer has a slash at its end",
        tag: "resource_app_issuer",
        inject: ({ resource }) => {
          resource.app.sandboxIssuerUrl = "https://context7.com/";
        },
      },
      {
        cause: "the requesting app is set up for another issuer",
        tag: "requesting_app_issuer",
        inject: ({ requesting }) => {
          requesting.app.sandboxIssuerUrl = "https://acme.okta.com";
        },
      },
    ];

    for (const { cause, tag, inject } of CAUSES) {
      it(`${cause}: ${tag}`, async () => {
        const live = await sandbox.live();
        inject(sandbox.setup);
        const report = await sandbox.run({ groups: ["live"], live });
        const exchange = report.live?.legs.at(-1);
        assert.deepEqual([exchange?.leg, exchange?.tag], ["exchange", tag]);
        assert.equal(exchange?.said?.error, "invalid_target");
      });
    }

    it("says that it cannot tell, and what it needs for that, without the admin API", async () => {
      const live = await sandbox.live();
      sandbox.setup.connection.status = "INACTIVE";
      sandbox.setup.access = { ...sandbox.setup.access, okta: undefined };
      const report = await sandbox.run({ groups: ["live"], live });
      const exchange = report.live?.legs.at(-1);
      assert.equal(exchange?.tag, "exchange_ambiguous");
      assert.match(exchange?.remedy ?? "", /read-only client/);
    });
  });

  it("explains a custom authorization server as one, whatever Okta calls it", async () => {
    const live = await sandbox.live();
    sandbox.setup.target.issuer += "/oauth2/default";
    const report = await sandbox.run({ groups: ["live"], live });
    const { leg, tag, said } = report.live?.legs.at(-1) ?? {};
    assert.deepEqual([leg, tag], ["exchange", "okta_issuer_unusable"]);
    assert.ok(said?.error);
  });

  it("explains Context7's refusal by settings that can be read", async () => {
    const live = await sandbox.live();
    sandbox.setup.teamspace.settings = { issuer: "https://globex.okta.com" };
    const report = await sandbox.run({ groups: ["live"], live });
    const { leg, tag, said } = report.live?.legs.at(-1) ?? {};
    assert.deepEqual(
      [leg, tag, said?.error],
      ["redemption", "teamspace_settings_differ", "invalid_grant"],
    );
  });

  it("names the teamspace as the likely cause where its settings cannot be read", async () => {
    const live = await sandbox.live();
    const { setup } = sandbox;
    setup.teamspace.settings = undefined;
    if (setup.target.teamspace) setup.target.teamspace.management = "guided";
    const report = await sandbox.run({ groups: ["live"], live });
    const redemption = report.live?.legs.at(-1);
    assert.equal(redemption?.tag, "redemption_untrusted");
    assert.match(redemption?.remedy ?? "", /Enterprise → Okta/);
  });
});

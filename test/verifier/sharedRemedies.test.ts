import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { issuerViolations } from "../../policy/rules/issuerIsOrgServer";
import { unconfirmedTeamspaces } from "../../policy/rules/teamspaceConfirmed";
import * as applications from "../../provider/applicationLookup/crud";
import * as connections from "../../provider/crossAppAccessConnection/crud";
import { connectionApps } from "../../provider/crossAppAccessConnection/guidance";
import * as features from "../../provider/crossAppAccessFeature/crud";
import type { Properties } from "../../provider/inputs";
import * as teamspaces from "../../provider/teamspaceEma/crud";
import type { Application } from "../../sandbox/world";
import { enterpriseManagedAuthMistakes } from "../../src/components/enterpriseManagedAuthMistakes";
import { type CauseTag, explainCause } from "../../src/verifier/causes";
import { handMade, messages, teamspace } from "../policy/stack";
import { messageOf, sandboxed } from "../provider/sandboxed";

// What `pulumi up` says of a cause, against what page and command line say of it.
describe("a cause that pulumi up and the verifier can both find has one remedy", () => {
  const world = sandboxed();
  const orgUrl = "https://acme.okta.com";
  const server = "https://acme.okta.com/oauth2/default";
  let resource: Application;
  let requesting: Application;

  before(async () => {
    resource = await world.addApp("resource", "Context7");
    requesting = await world.addApp("requesting", "Claude Code");
  });
  afterEach(() => {
    world.acme.connectionsApi = "available";
    Object.assign(feature(), { status: "ENABLED", switchable: true });
  });

  const feature = () => {
    const found = [...world.acme.features.values()].find(({ name }) => name === "Cross App Access");
    assert.ok(found);
    return found;
  };
  type Check = typeof teamspaces.check;
  const refusal = async (check: Check, news: Properties) => {
    const { failures = [] } = await check(world.config(), {}, news);
    return failures.map(({ reason }) => reason).join("\n");
  };
  const checked = async (check: Check, news: Properties) => {
    const { inputs, failures } = await check(world.config(), {}, news);
    assert.deepEqual(failures ?? [], []);
    return inputs as Properties;
  };
  const lookUp = (role: string, existing: object) =>
    refusal(applications.check, { orgUrl, role, ...existing });
  const pair = () => ({ orgUrl, requestingAppId: requesting.id, resourceAppId: resource.id });
  const connecting = async (more: object = {}) => {
    const inputs = await checked(connections.check, { ...pair(), ...more });
    return messageOf(connections.create(world.config(), inputs));
  };
  const switchingOn = (name = "Cross App Access") =>
    messageOf(features.create(world.config(), { orgUrl, name }));
  const guiding = async () => {
    const inputs = await checked(teamspaces.check, { issuer: orgUrl, requireConfirmation: true });
    return messageOf(teamspaces.create(world.config(), inputs));
  };
  const answered = (status: number, body: unknown = {}) =>
    world.plan({ times: 9, respond: { status, headers: { "retry-after": "0" }, body } });
  const connectionEvidence = () => {
    const { requesting: seen, resource: expected } = connectionApps(pair());
    return { seen, expected };
  };

  interface Case {
    tag: CauseTag;
    when: string;
    said: () => Promise<string>;
    evidence?: () => { seen?: string; expected?: string };
    /** The end of the table's remedy that is the verifier's alone. */
    alone?: string;
  }

  const cases: Case[] = [
    {
      tag: "okta_issuer_unusable",
      when: "the teamspace's issuer is a custom authorization server",
      said: () => refusal(teamspaces.check, { issuer: server }),
    },
    {
      tag: "okta_issuer_unusable",
      when: "the component's issuer is one",
      said: async () =>
        enterpriseManagedAuthMistakes({ issuer: server, requestingApps: {} } as never, undefined)
          .map(({ reason }) => reason)
          .join("\n"),
    },
    {
      tag: "okta_issuer_unusable",
      when: "a policy sees one",
      said: async () => {
        const stack = handMade();
        teamspace(stack, { issuer: server });
        return messages(issuerViolations(stack.resources, {})).join("\n");
      },
    },
    {
      tag: "okta_api_refused",
      when: "the credentials lack scope or role",
      said: () => {
        answered(403, { errorCode: "E0000006" });
        return lookUp("requesting", { existingId: requesting.id });
      },
    },
    ...[429, 503].map((status) => ({
      tag: "okta_api_no_answer" as const,
      when: `Okta keeps answering ${status}`,
      said: () => {
        answered(status);
        return lookUp("requesting", { existingId: requesting.id });
      },
    })),
    {
      tag: "okta_api_no_answer",
      when: "Okta does not answer",
      said: () => {
        world.plan({ times: 9, drop: true });
        return lookUp("requesting", { existingId: requesting.id });
      },
    },
    {
      tag: "okta_feature_off",
      when: "it cannot be switched on",
      said: () => {
        Object.assign(feature(), { status: "DISABLED", switchable: false });
        return switchingOn();
      },
      evidence: () => ({ seen: "Cross App Access" }),
    },
    {
      tag: "okta_feature_off",
      when: "it is not listed",
      said: () => switchingOn("XAA"),
      evidence: () => ({ seen: "XAA" }),
    },
    {
      tag: "okta_feature_off",
      when: "a connection cannot be made for that reason",
      said: () => {
        feature().status = "DISABLED";
        return connecting();
      },
      evidence: () => ({ seen: "Cross App Access" }),
    },
    {
      tag: "resource_app_missing",
      when: "looked for by its ID",
      said: () => lookUp("resource", { existingId: "0oanothing" }),
    },
    {
      tag: "resource_app_missing",
      when: "looked for by its label",
      said: () => lookUp("resource", { existingLabel: "Context" }),
    },
    {
      tag: "resource_app_ambiguous",
      when: "looked for by a label that two have",
      said: async () => {
        const twin = await world.addApp("resource", "Context7", "https://another.example");
        const message = await lookUp("resource", { existingLabel: "Context7" });
        world.acme.apps.delete(twin.id);
        return message;
      },
      alone: " To the verifier: --target with `resourceApp.id`, or --stack, which knows it.",
    },
    {
      tag: "requesting_app_missing",
      when: "looked for by its label",
      said: () => lookUp("requesting", { existingLabel: "Claude" }),
    },
    {
      tag: "requesting_app_missing",
      when: "a connection is to be made from it",
      said: () => connecting({ requestingAppId: "0oanothing" }),
    },
    {
      tag: "connection_missing",
      when: "guided and not confirmed",
      said: () => connecting({ management: "guided", requireConfirmation: true }),
      evidence: connectionEvidence,
      alone: " Or, where a stack makes it, run `pulumi up --refresh`.",
    },
    {
      tag: "connection_missing",
      when: "Okta's API for it is gone",
      said: () => {
        world.acme.connectionsApi = "gone-410";
        return connecting();
      },
      evidence: connectionEvidence,
      alone: " Or, where a stack makes it, run `pulumi up --refresh`.",
    },
    { tag: "teamspace_not_confirmed", when: "guided", said: guiding },
    {
      tag: "teamspace_not_confirmed",
      when: "a policy demands it",
      said: async () => {
        const stack = handMade();
        teamspace(stack, {});
        return messages(unconfirmedTeamspaces(stack.resources)).join("\n");
      },
    },
    {
      tag: "teamspace_settings_differ",
      when: "somebody changed them meanwhile",
      said: async () => {
        const { settingsUrl } = world.sandbox.description.context7;
        const inputs = await checked(teamspaces.check, {
          issuer: orgUrl,
          management: "api",
          settingsUrl,
        });
        world.plan({ method: "PUT", times: 9, respond: { status: 412, body: {} } });
        return messageOf(teamspaces.create(world.config(), inputs));
      },
    },
    ...(
      [
        ["not_found", 404, {}],
        ["redirected", 302, {}],
        ["bad_status", 401, {}],
        ["malformed", 200, {}],
        ["not_json", 200, "<html>"],
        ["issuer_mismatch", 200, { issuer: "https://evil.example" }],
        ["issuer_trailing_slash", 200, { issuer: `${orgUrl}/` }],
      ] as const
    ).map(([reason, status, body]) => ({
      tag: `discovery.${reason}` as const,
      when: "a person is to enter the issuer",
      said: () => {
        answered(status, body);
        return guiding();
      },
    })),
    {
      tag: "discovery.unreachable",
      when: "a person is to enter the issuer",
      said: () => {
        world.plan({ times: 9, drop: true });
        return guiding();
      },
    },
  ];

  for (const { tag, when, said, evidence, alone = "" } of cases) {
    it(`${tag}: ${when}`, async () => {
      const message = await said();
      const { remedy } = explainCause(tag, evidence?.());
      assert.ok(remedy.endsWith(alone), remedy);
      const shared = remedy.slice(0, remedy.length - alone.length);
      assert.ok(message.includes(shared), `${message}\n\ndoes not say\n\n${shared}`);
    });
  }

  it("is what docs/checks.md says of them", () => {
    const text = readFileSync(join(__dirname, "..", "..", "docs", "checks.md"), "utf8");
    const [opening = ""] = text.split("## Verdicts");
    const named = [...opening.matchAll(/`([a-z]+(?:_[a-z]+)+|discovery\.…)`/g)].map(
      ([, tag]) => tag,
    );
    const covered = cases.map(({ tag }) => tag.replace(/^discovery\..*/, "discovery.…"));
    assert.deepEqual([...new Set(named)].sort(), [...new Set(covered)].sort());
  });
});

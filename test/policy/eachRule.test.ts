import assert from "node:assert/strict";
import { teamspaceCode } from "../../provider/teamspaceEma/guidance";
import { catalogClient, firstStack } from "../engine/configurations";
import type { Configuration } from "../engine/harness";
import { stacksIn } from "../engine/stacks";
import { sandboxed } from "../provider/sandboxed";
import { judging, MANDATORY, ruleNames, WITHOUT_TOKEN } from "./judging";

/** What is wrong with a stack that is in order otherwise. */
interface Breach {
  rule: string;
  /** Which of the rule's breaches it is, where there are several. */
  where?: string;
  configuration?: () => Configuration;
  /** Leaves the token in clear. */
  clearToken?: true;
  /** What the program declares beside it. */
  beside?: string;
}

const program = (beside: string) => `
const pulumi = require("@pulumi/pulumi");
const { Assignments, EnterpriseManagedAuth, protectLasting } = require("context7-ema");
const args = new pulumi.Config("test").requireObject("args");
const whole = new EnterpriseManagedAuth("context7", args, { transformations: [protectLasting] });
${beside}
`;

describe("policy pack: each rule, with a stack that breaks it alone", function () {
  this.timeout(120_000);
  const world = sandboxed();
  const stacks = stacksIn(world);
  const { judged, setToken } = judging(world);

  const issuer = "https://acme.okta.com";
  const good = (): Configuration =>
    firstStack(world.sandbox, {
      teamspace: { management: "guided", confirmation: teamspaceCode({ issuer }) },
    });

  const breaches: Breach[] = [
    {
      rule: "issuer-is-org-server",
      // Known only when the program runs: the component itself refuses one that it can read.
      beside: `new EnterpriseManagedAuth("other", {
        resourceApp: { existing: { label: "By hand" } },
        requestingApps: {},
        issuer: pulumi.output("https://acme.okta.com/oauth2/default"),
      });`,
    },
    {
      rule: "clients-are-usable",
      configuration: () => ({ assignments: {} }),
    },
    {
      rule: "clients-are-usable",
      where: "an adopted client",
      beside: `new EnterpriseManagedAuth("other", {
        resourceApp: { existing: { label: "By hand" } },
        requestingApps: {
          second: { existing: { label: "Second by hand" }, clientIdAtResource: "probe-at-context7" },
        },
      }, { transformations: [protectLasting] });`,
    },
    {
      rule: "same-people-on-both-apps",
      where: "a group on the resource app alone",
      configuration: () => ({
        assignments: { groupNames: ["Engineering", "Design"] },
        requestingApps: {
          "claude-code": catalogClient(world.sandbox, {
            assignments: { groupNames: ["Engineering"] },
          }),
        },
      }),
    },
    {
      rule: "same-people-on-both-apps",
      where: "a group on the client alone",
      beside: `const { appId } = whole.requestingApps["claude-code"];
        new Assignments("extra", { apps: { client: { appId, people: { groupNames: ["Design"] } } } });`,
    },
    {
      rule: "no-direct-users",
      configuration: () => ({
        assignments: { groupNames: ["Engineering"], userLogins: ["designer@acme.example"] },
      }),
    },
    {
      rule: "not-everyone",
      configuration: () => ({ assignments: { groupNames: ["Everyone"] } }),
    },
    { rule: "secrets-are-secrets", clearToken: true },
    {
      rule: "teamspace-confirmed",
      configuration: () => ({ teamspace: { management: "guided" } }),
    },
    {
      rule: "protected-in-prod",
      beside: `new EnterpriseManagedAuth("unprotected", {
        resourceApp: { existing: { label: "By hand" } },
        requestingApps: { second: { ...args.requestingApps["claude-code"], label: "Second" } },
        assignments: args.assignments,
      });`,
    },
  ];

  before(async () => {
    await world.addApp("resource", "By hand", "https://other.example");
    await world.addApp("requesting", "Second by hand");
  });

  async function preview({ configuration, beside = "", clearToken }: Partial<Breach>) {
    const args = { ...good(), ...configuration?.() };
    const stack = await stacks.create({
      stackName: "prod",
      program: program(beside),
      configuration: { "test:args": args, ...(clearToken ? {} : WITHOUT_TOKEN) },
    });
    if (!clearToken) await setToken(stack);
    return judged(stack, MANDATORY, "preview");
  }

  /** Rules that say something, whatever it is. */
  const complaints = (text: string) => {
    const lines = text.matchAll(/\[(?:mandatory|advisory)\] (?:context7-ema@v0\.1\.0 )?([a-z-]+)/g);
    return [...new Set([...lines].map(([, rule]) => rule))];
  };

  it("is there for every rule", () =>
    assert.deepEqual([...new Set(breaches.map(({ rule }) => rule))].sort(), ruleNames().sort()));

  it("and without a breach all of them pass", async () => {
    const { code, text } = await preview({});
    assert.equal(code, 0, text);
    assert.deepEqual(complaints(text), []);
  });

  for (const { rule, where, ...breach } of breaches) {
    it(where ? `${rule}: ${where}` : rule, async () => {
      const { code, text } = await preview(breach);
      assert.notEqual(code, 0, text);
      assert.deepEqual(complaints(text), [rule], text);
    });
  }

  it("nothing of it was written", () => assert.equal(world.acme.apps.size, 2));
});

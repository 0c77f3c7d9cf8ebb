import assert from "node:assert/strict";
import { appUserPages } from "../../provider/okta/assignments";
import { oktaClient } from "../../provider/okta/client";
import { listFeatures, listGroups } from "../../provider/okta/objects";
import type { Application } from "../../sandbox/world";
import { lookAtOrg } from "../../src/drift/lookAtOrg";
import { sharedClient } from "../../src/drift/sharedClient";
import type { ReadStack } from "../../src/drift/stacks/read";
import { messageOf, sandboxed } from "../provider/sandboxed";
import { addServiceClient } from "../provider/serviceClients";
import { app, stackOf } from "./declarations";

type Settings = Record<string, string | undefined>;

const APPS = ["okta.apps.read"];
const ALL = [...APPS, "okta.groups.read", "okta.logs.read"];

describe("one client of all stacks of an org", () => {
  const world = sandboxed();
  let live: Application;
  before(async () => {
    live = await world.addApp("requesting", "Claude Code");
  });

  const good = () => addServiceClient(world.acme, ALL);
  const deleted = async () => {
    const settings = await addServiceClient(world.acme, ALL);
    const { serviceClients } = world.acme;
    serviceClients.delete(settings["okta:clientId"] ?? "");
    // In its place, since the next app would get its ID.
    const clientId = `other${serviceClients.size}`;
    serviceClients.set(clientId, { clientId, jwks: { keys: [] }, scopes: [] });
    return settings;
  };
  const share = (...settings: Settings[]) =>
    sharedClient(
      "https://acme.okta.com",
      settings.map((one, index) => ({
        stacks: [`stack-${index}`],
        client: oktaClient({
          ...world.config(one),
          limits: { retries: 0, longestWait: 0, totalWait: 0 },
        }),
      })),
    );
  const signIns = () => world.requests().filter((call) => call === "POST /oauth2/v1/token").length;
  const groupIds = () => [...world.acme.groups.keys()];

  for (const order of ["first", "last"] as const) {
    const ordered = (bad: Settings, other: Settings) =>
      order === "first" ? [bad, other] : [other, bad];

    it(`works where the credentials that come ${order} are of a deleted app`, async () => {
      const { okta, setAside } = share(...ordered(await deleted(), await good()));
      assert.ok((await listGroups(okta, groupIds())).length > 0);
      for await (const { items } of appUserPages(okta, live.id)) assert.deepEqual(items, []);
      const first = order === "first";
      assert.equal(signIns(), first ? 2 : 1);
      assert.equal(setAside().length, first ? 1 : 0);
      if (first) assert.match(setAside().join(), /of stack-0 were set aside, .* invalid_client/);
    });

    it(`works where those that come ${order} lack a scope, and asks them for it once`, async () => {
      const lacking = await addServiceClient(world.acme, APPS);
      const { okta, setAside } = share(...ordered(lacking, await good()));
      for (let time = 0; time < 2; time += 1) await listGroups(okta, groupIds());
      const calls = world.requests().filter((call) => call === "GET /api/v1/groups");
      const first = order === "first";
      assert.equal(calls.length, first ? 3 : 2);
      const note =
        "The credentials of stack-0 were set aside for okta.groups.read, which they lack, and others of " +
        "https://acme.okta.com used.";
      assert.deepEqual(setAside(), first ? [note] : []);
    });

    it(`says what lacks, not who was refused, where those that come ${order} are refused`, async () => {
      const { okta, setAside } = share(...ordered(await deleted(), await good()));
      assert.match(await messageOf(listFeatures(okta)), /needs the scope okta\.features\.read/);
      assert.deepEqual(setAside(), []);
    });
  }

  it("does not ask an org that does not answer once per stack", async () => {
    world.plan({ path: /token$/, times: 9, drop: true });
    const { okta } = share(await good(), await good());
    assert.match(await messageOf(listGroups(okta, groupIds())), /did not answer/);
    assert.equal(signIns(), 1);
  });

  it("compares all stacks, and notes whose credentials were not taken", async () => {
    const resource = app(live.id, { label: "Claude Code", preconfiguredApp: live.name });
    const stackWith = (stack: string, settings: Settings) => {
      const part = stackOf(stack, resource);
      const configuration = new Map(
        Object.entries({ "okta:orgName": "acme", ...settings }).flatMap(([key, value]) =>
          value === undefined ? [] : [[key, value] as const],
        ),
      );
      const state = { declared: part, besides: [], providers: new Map() };
      return { part, read: { ...state, configuration, variables: {} } as ReadStack };
    };
    const bad = await deleted();
    const stacks = [
      stackWith("dev", bad),
      stackWith("staging", bad),
      stackWith("prod", await good()),
    ];
    const { dispatcher } = world.config();
    assert.ok(dispatcher);
    const { comparisons, notes } = await lookAtOrg("https://acme.okta.com", stacks, {
      fallback: { orgUrls: new Set(["https://acme.okta.com"]), unplaced: [], environment: {} },
      strict: false,
      dispatcher,
      now: new Date(),
      besides: [],
    });
    for (const { part } of stacks) assert.deepEqual(comparisons.get(part)?.problems, []);
    assert.match(notes[0] ?? "", /^The credentials of dev, staging were set aside/);
  });
});

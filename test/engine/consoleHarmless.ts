import assert from "node:assert/strict";
import type { Sandboxed } from "../provider/sandboxed";
import { groupId, teamspace } from "./declared";
import type { ConsoleFault, Meddling } from "./meddling";

/** Changes in the consoles that are no drift, since the stack does not declare what they change. */
export function consoleHarmless(
  world: Sandboxed,
  { app, meddle, oauth, saveTeamspace }: Meddling,
): ConsoleFault[] {
  return [
    {
      what: "a group's priority, which is not declared",
      inject() {
        const assignment = app("claude").groups.get(groupId(world, "Engineering"));
        assert.ok(assignment);
        const { priority } = assignment;
        assignment.priority = priority + 7;
        return () => {
          assignment.priority = priority;
        };
      },
    },
    {
      what: "what Okta decides for the resource app: policy, client ID, grant types, PKCE",
      inject: () =>
        meddle("Context7", (one) => {
          one.accessPolicyId = "rst0";
          Object.assign(one.credentials.oauthClient, { client_id: "other", pkce_required: true });
          Object.assign(one.oauthClient, { grant_types: ["implicit"], response_types: ["token"] });
        }),
    },
    {
      what: "the network zones an app is used from, which are left to the org",
      inject: oauth("claude", { network: { connection: "ZONE", include: ["nzo1"] } }),
    },
    {
      what: "the order of grant types",
      inject: () =>
        meddle("claude", (one) => {
          one.oauthClient.grant_types = [...(one.oauthClient.grant_types as string[])].reverse();
        }),
    },
    {
      what: "a setting that is false",
      inject: () => meddle("claude", (one) => Object.assign(one.app, { extra: false })),
    },
    {
      what: "an adopted app's label and status, which are its owner's",
      inject: () =>
        meddle("Adopted", (one) => Object.assign(one, { label: "Theirs", status: "INACTIVE" })),
    },
    {
      what: "a version of the teamspace's settings",
      inject: () => saveTeamspace({ issuer: world.acme.url }),
    },
    {
      what: "a policy of the teamspace that is not declared",
      inject() {
        const { quality } = teamspace(world).policies.libraryFilters;
        quality.requireVerified = true;
        return () => {
          quality.requireVerified = false;
        };
      },
    },
    {
      what: "objects that nobody declared",
      inject() {
        const { groups } = app("keyed");
        groups.set("00gSomebodys", { priority: 5, lastUpdated: "2026-01-01T00:00:00.000Z" });
        return () => groups.delete("00gSomebodys");
      },
    },
    {
      what: "settings of the OAuth client that Okta no longer shows",
      inject() {
        world.acme.hideCatalogOauthClient = true;
        return () => {
          world.acme.hideCatalogOauthClient = false;
        };
      },
    },
  ];
}

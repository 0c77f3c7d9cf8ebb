import type { Sandboxed } from "../provider/sandboxed";
import { connectionOf, feature, groupId, userId } from "./declared";
import type { ConsoleFault, Meddling } from "./meddling";

/** What somebody takes away in the consoles. */
export function consoleRemovals(
  world: Sandboxed,
  { app, remove, removeConnection, saveTeamspace }: Meddling,
  login: string,
): ConsoleFault[] {
  return [
    {
      what: "a connection",
      inject: () => removeConnection("claude"),
      named: /Manage Connections: Context7 was removed\./,
    },
    {
      what: "a connection that was made again",
      inject() {
        const connection = connectionOf(world, app("keyed").label);
        const undo = removeConnection("keyed");
        world.acme.connections.set("cwoAgain", { ...connection, id: "cwoAgain" });
        return () => {
          world.acme.connections.delete("cwoAgain");
          undo();
        };
      },
      named: /Manage Connections: Context7 was removed, and added again\./,
    },
    {
      what: "a group's assignment",
      inject: () => remove(app("Context7").groups, groupId(world, "Engineering")),
      named: /the group Engineering was removed from Context7/,
    },
    {
      what: "a user's assignment",
      inject: () => remove(app("claude").users, userId(world, login)),
      named: /contractor@acme\.example was removed from claude/,
    },
    {
      what: "the teamspace's settings",
      inject: () => saveTeamspace(undefined),
      named: /Enterprise: the Okta settings were cleared/,
    },
    {
      what: "an app that the stack adopted",
      inject: () => remove(world.acme.apps, app("Adopted").id),
      named: /The app, which the stack adopted, was deleted/,
    },
  ];
}

/** What somebody switches off, with all that depends on it. */
export function consoleSwitches(world: Sandboxed): ConsoleFault[] {
  return [
    {
      what: "the feature, and with it the connections API",
      inject() {
        feature(world).status = "DISABLED";
        return () => {
          feature(world).status = "ENABLED";
        };
      },
      named: /Features: Cross App Access was switched off/,
    },
  ];
}

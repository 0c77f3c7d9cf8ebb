import assert from "node:assert/strict";
import type { Application } from "../../sandbox/world";
import type { Sandboxed } from "../provider/sandboxed";
import { appNamed, connectionOf, teamspace } from "./declared";

/** Something that somebody does in a console, how `drift` names it, and how it is undone. */
export interface ConsoleFault {
  what: string;
  inject(): () => void;
  /** What `drift` says of it; nothing where it is no drift. */
  named?: RegExp;
}

/** How a test changes what a stack declared, each change undone by the function it gives back. */
export type Meddling = ReturnType<typeof meddlingIn>;

export function meddlingIn(world: Sandboxed) {
  const apps = new Map<string, Application>();

  /** Takes note of apps by the labels they were declared with, whatever they are called by then. */
  function remember(...labels: string[]): void {
    for (const label of labels) apps.set(label, appNamed(world, label));
  }

  const app = (label: string): Application => {
    const found = apps.get(label);
    assert.ok(found, label);
    return found;
  };

  /** Changes an app. */
  function meddle(label: string, change: (app: Application) => void): () => void {
    const found = app(label);
    const { groups, users, ...rest } = found;
    const before = structuredClone(rest);
    change(found);
    return () => {
      for (const key of Object.keys(found)) {
        if (key !== "groups" && key !== "users" && !(key in before))
          Reflect.deleteProperty(found, key);
      }
      Object.assign(found, before);
    };
  }

  const oauth = (label: string, fields: object) => () =>
    meddle(label, (one) => Object.assign(one.oauthClient, fields));
  const settings = (label: string, fields: object) => () =>
    meddle(label, (one) => Object.assign(one.settings, fields));
  const credentials = (label: string, fields: object) => () =>
    meddle(label, (one) => Object.assign(one.credentials.oauthClient, fields));

  function saveTeamspace(saved: { issuer: string; scope?: string } | undefined): () => void {
    const one = teamspace(world);
    const { settings: before } = one;
    one.settings = saved;
    one.revision += 1;
    return () => {
      one.settings = before;
      one.revision += 1;
    };
  }

  function removeConnection(label: string): () => void {
    return remove(world.acme.connections, connectionOf(world, app(label).label).id);
  }

  function remove<T>(from: Map<string, T>, key: string): () => void {
    const value = from.get(key);
    assert.ok(value !== undefined, `${key} is not there`);
    from.delete(key);
    return () => from.set(key, value);
  }

  return {
    remember,
    app,
    meddle,
    oauth,
    settings,
    credentials,
    saveTeamspace,
    removeConnection,
    remove,
  };
}

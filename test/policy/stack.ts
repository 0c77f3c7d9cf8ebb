import * as sdk from "@pulumi/policy";
import type { Judgement, StackResource, Violation } from "../../policy/stackRule";
import { isUnknown, knownOf } from "../../policy/unknown";
import {
  APPLICATION_LOOKUP,
  CONNECTION,
  DIRECTORY_LOOKUP,
  GROUP_ASSIGNMENT,
  OAUTH_APP,
  TEAMSPACE,
  USER_ASSIGNMENT,
} from "../../provider/typeTokens";

/** What the engine sends for a text that a preview does not know. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

const { unknownCheckingProxy } = sdk as unknown as {
  unknownCheckingProxy<Value>(value: Value): Value;
};

/** A stack made by hand, as policies see it: unknown values throw when they are read. */
export interface HandMade {
  resources: StackResource[];
  add(type: string, name: string, props?: object, more?: Partial<StackResource>): StackResource;
  /** An app and its look-up below one component; the ID of a new one is unknown. */
  app(role: "requesting" | "resource", name: string, more?: AppOptions): StackResource;
  connect(requesting: Reference, resource: Reference): StackResource;
  group(app: Reference, groupId: Reference): StackResource;
  user(app: Reference, login: string): StackResource;
}

export interface AppOptions {
  /** Adopted apps have an ID; default: made by this stack. */
  id?: string;
  protect?: boolean;
  path?: string;
}

/** A known ID, or the resource that an unknown one comes from. */
export type Reference = string | StackResource;

export function handMade(stack = "prod"): HandMade {
  const resources: StackResource[] = [];
  const add: HandMade["add"] = (type, name, props = {}, more = {}) => {
    const resource: StackResource = {
      type,
      name,
      urn: `urn:pulumi:${stack}::project::${type}::${name}`,
      props: unknownCheckingProxy(props) as Record<string, unknown>,
      opts: { protect: false },
      propertyDependencies: {},
      ...more,
    };
    resources.push(resource);
    return resource;
  };
  const referring = (type: string, name: string, references: Record<string, Reference>) => {
    const entries = Object.entries(references);
    const props = entries.map(([key, to]) => [key, typeof to === "string" ? to : UNKNOWN]);
    const sources = entries.map(([key, to]) => [key, typeof to === "string" ? [] : [to]]);
    return add(type, name, Object.fromEntries(props), {
      propertyDependencies: Object.fromEntries(sources),
    });
  };
  return {
    resources,
    add,
    app(role, name, { id, protect = false, path } = {}) {
      const parent = add(`context7-ema:index:${role}`, name) as StackResource["parent"];
      const known = { role, configurationPath: path };
      const adopted = { ...known, existingLabel: name, appId: id };
      const lookup = add(APPLICATION_LOOKUP, name, id ? adopted : { ...known, label: name }, {
        parent,
      });
      if (id) return lookup;
      return add(OAUTH_APP, name, { id: UNKNOWN, label: name }, { parent, opts: { protect } });
    },
    connect: (requestingAppId, resourceAppId) =>
      referring(CONNECTION, `connection-${resources.length}`, { requestingAppId, resourceAppId }),
    group: (appId, groupId) =>
      referring(GROUP_ASSIGNMENT, `group-${resources.length}`, { appId, groupId }),
    user: (appId, login) => {
      add(DIRECTORY_LOOKUP, `lookup-${resources.length}`, { userIds: { [login]: `00u-${login}` } });
      return referring(USER_ASSIGNMENT, `user-${resources.length}`, {
        appId,
        userId: `00u-${login}`,
      });
    },
  };
}

/** A guided teamspace of a stack made by hand. */
export function teamspace(stack: HandMade, props: object): StackResource {
  const defaults = { management: "guided", issuer: "https://acme.okta.com", confirmed: false };
  return stack.add(TEAMSPACE, "teamspace", {
    ...defaults,
    confirmationCode: "B4P8-19A4",
    ...props,
  });
}

/** What a rule says for certain. */
export function messages(judgements: Judgement[]): string[] {
  return knownOf<Violation>(judgements).map(({ message }) => message);
}

/** What a rule could not judge. */
export function unknowns(judgements: Judgement[]): string[] {
  return judgements.filter(isUnknown).map(({ message }) => message);
}

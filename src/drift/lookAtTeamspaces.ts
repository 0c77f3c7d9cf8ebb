import type { LimitFunction } from "p-limit";
import { settingsClient } from "../../provider/context7/client";
import { policiesClient } from "../../provider/context7/policies";
import type { ProviderConfig } from "../../provider/credentials";
import { ExplainedError } from "../../provider/explainedError";
import * as types from "../../provider/typeTokens";
import { accessFor, context7Access, type Fallback } from "./access";
import { IN_A_TEAMSPACE } from "./comparedTypes";
import type { Comparison } from "./compareOrg";
import type { DeclaredResource } from "./declared";
import { type Look, oddState } from "./found";
import { comparePolicies } from "./objects/policies";
import { compareTeamspace } from "./objects/teamspace";
import { problemsOf } from "./problems";
import { textsOf } from "./request";
import type { ReadStack } from "./stacks/read";

/** Reads what a stack declares of Context7's teamspaces, settings and policies, and compares it. */
export function lookAtTeamspaces(
  read: ReadStack,
  fallback: Fallback,
  limit: LimitFunction,
): Promise<Comparison[]> {
  const resources = read.declared.resources.filter(({ type }) => IN_A_TEAMSPACE.has(type));
  return Promise.all(
    resources.map(async (resource) => {
      const access = () => context7Access(accessFor(resource, read, fallback), fallback);
      const isPolicies = resource.type === types.TEAMSPACE_POLICIES;
      const look = isPolicies ? lookAtPolicies : lookAtSettings;
      const { findings, problems, compared } = await limit(() => look(resource, access));
      return { findings, problems: problemsOf(problems), compared: compared ? 1 : 0 };
    }),
  );
}

/** @throws SettingsError if there is no API key. */
type Access = () => ProviderConfig;

/** Guided settings cannot be read, so that no API key is needed for them. */
async function lookAtSettings(resource: DeclaredResource, access: Access): Promise<Look> {
  const { management, settingsUrl } = textsOf(resource);
  if (management !== "api" || settingsUrl === undefined) return compareTeamspace(resource);
  if (!URL.canParse(settingsUrl)) return oddState(resource, "settingsUrl is no address");
  const look = await attempt(async () => {
    const found = await settingsClient(access(), settingsUrl).get();
    return { settings: found?.settings };
  });
  return compareTeamspace(resource, look);
}

async function lookAtPolicies(resource: DeclaredResource, access: Access): Promise<Look> {
  const look = await attempt(async () => ({ policies: await policiesClient(access()).get() }));
  return comparePolicies(resource, look);
}

async function attempt<T>(read: () => Promise<T>): Promise<T | { problem: string }> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof ExplainedError)) throw error;
    return { problem: error.message };
  }
}

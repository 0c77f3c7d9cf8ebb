import type { CheckFailure, CheckResult } from "@pulumi/pulumi/dynamic";
import { z } from "zod";
import { configuredOrgUrl, context7ApiKey, type ProviderConfig } from "./credentials";
import { ExplainedError } from "./explainedError";
import { issuerProblem } from "./okta/issuer";

/** The `orgUrl` input of every resource that lives in an Okta org. */
export const orgUrlInput = z.string().superRefine((value, context) => {
  const problem = issuerProblem(value);
  if (problem) context.addIssue({ code: "custom", message: problem.message });
});

/**
 * Whether the provider's credentials are those of the org that a resource belongs to.
 *
 * @param orgUrl `undefined` while it is unknown: nothing is said.
 */
export function otherOrgFailures(
  config: ProviderConfig,
  orgUrl: string | undefined,
): CheckFailure[] {
  if (orgUrl === undefined) return [];
  return failuresOf("orgUrl", () => {
    const configured = configuredOrgUrl(config);
    if (configured === orgUrl) return [];
    const reason =
      `This resource belongs to ${orgUrl}, but its provider is configured for ${configured} ` +
      "(okta:orgName and okta:baseUrl). Give resource and provider the same org; with an explicit " +
      "okta.Provider, also an EmaProvider for its org.";
    return [{ property: "orgUrl", reason }];
  });
}

/** Whether there is a key of Context7's API; a missing one is a failure of `property`. */
export function missingApiKey(config: ProviderConfig, property: string): CheckFailure[] {
  return failuresOf(property, () => {
    context7ApiKey(config);
    return [];
  });
}

function failuresOf(property: string, work: () => CheckFailure[]): CheckFailure[] {
  try {
    return work();
  } catch (error) {
    return [explained(property, error)];
  }
}

/**
 * Runs a look-up that `check` makes; a refusal becomes a failure of `property`, which Pulumi shows
 * beside the resource.
 */
export async function withFailures(
  property: string,
  inputs: Record<string, unknown>,
  work: () => Promise<CheckResult>,
): Promise<CheckResult> {
  try {
    return await work();
  } catch (error) {
    return { inputs, failures: [explained(property, error)] };
  }
}

function explained(property: string, error: unknown): CheckFailure {
  if (!(error instanceof ExplainedError)) throw error;
  return { property, reason: error.message };
}

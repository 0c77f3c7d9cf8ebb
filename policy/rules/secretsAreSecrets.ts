import type { ResourceValidationArgs, ResourceValidationPolicy } from "@pulumi/policy";
import { isOwnComponent, isOwnDynamic, OAUTH_APP } from "../../provider/typeTokens";
import { type RuleSettings, registerRule } from "../registry";
import { configurationFile } from "../resources";
import { clearSecrets } from "../secretMarks";

export interface SecretSettings {
  /** Further names of properties that hold secrets. Default: none beyond the rule's own. */
  properties?: string[];
}

declare module "../registry" {
  interface EmaPoliciesArgs {
    /** Client secrets, keys and tokens are marked as secrets, so that Pulumi encrypts them. */
    secretsAreSecrets?: RuleSettings<SecretSettings>;
  }
}

const NODEJS_PROVIDER = "pulumi:providers:pulumi-nodejs";
const OKTA_PROVIDER = "pulumi:providers:okta";
const WITNESS = "secret-marks";

/** What of a resource the rule reads. */
export type SecretHolder = Pick<ResourceValidationArgs, "type" | "urn" | "name" | "props">;

/** Paths of secrets in clear, of this package's resources and of the providers they are managed by. */
export function secretsInClear(
  { type, urn, props }: SecretHolder,
  names: readonly string[],
): string[] {
  if (type === NODEJS_PROVIDER) {
    // Its default instance gets the whole configuration; what others have there is theirs to judge.
    return clearSecrets(props, names).filter((path) => /^(okta|context7-ema):/.test(path));
  }
  const isOurs =
    type === OKTA_PROVIDER ||
    type === OAUTH_APP ||
    isOwnDynamic(type) ||
    urn.split("::")[2]?.split("$").some(isOwnComponent);
  return isOurs ? clearSecrets(props, names) : [];
}

/** @param path as `secretsInClear` has it. */
export function secretMessage({ type, urn, name }: SecretHolder, path: string): string {
  const remedy =
    type === NODEJS_PROVIDER
      ? `In ${configurationFile(urn)} make it one: pulumi config set --secret --path '${path}'; in a ` +
        "program, pulumi.secret(…)."
      : "In a program, make it one by pulumi.secret(…) or config.requireSecret(…).";
  return (
    `${path} of ${name} (${type}) is not marked as a secret, so it is in clear in the stack's state. ` +
    `${remedy} Then replace it by a new one: the old one was readable.`
  );
}

/**
 * The policy that sees the marks, and the one that reports. The SDK unwraps secrets for a validation
 * and keeps them for a remediation, which runs before it on the same resource; this one only looks.
 * It is another policy because the SDK runs remediations at the level `remediate` alone.
 */
export function secretPolicies(): Record<"policy" | "witness", ResourceValidationPolicy> {
  const marked = new Map<string, SecretHolder["props"]>();
  return {
    witness: {
      name: WITNESS,
      description: "Sees which properties are marked as secrets; it reports and changes nothing.",
      enforcementLevel: "remediate",
      remediateResource({ urn, props }) {
        marked.set(urn, props);
      },
    },
    policy: {
      name: "secrets-are-secrets",
      description: "Client secrets, keys and tokens are marked as secrets.",
      configSchema: {
        properties: {
          properties: {
            type: "array",
            items: { type: "string" },
            default: [],
            description: "Further names of properties that hold secrets.",
          },
        },
      },
      validateResource({ type, urn, name, props, getConfig }, reportViolation) {
        const { properties = [] } = getConfig<SecretSettings>();
        const holder = { type, urn, name };
        const seen = marked.get(urn);
        marked.delete(urn);
        const paths = secretsInClear({ ...holder, props: seen ?? props }, properties);
        if (seen) {
          for (const path of paths) reportViolation(secretMessage({ ...holder, props }, path));
        } else if (paths.length > 0) {
          reportViolation(unseenMessage(name, paths));
        }
      },
    },
  };
}

function unseenMessage(name: string, paths: string[]): string {
  return (
    `Whether ${paths.join(", ")} of ${name} is marked as a secret cannot be told, since the policy ` +
    `${WITNESS} does not run. Add "${WITNESS}": "remediate" to the file of --policy-pack-config; ` +
    '"all" there changes its level too.'
  );
}

registerRule("secretsAreSecrets", secretPolicies());

import { Secret } from "@pulumi/policy";

/** Values under these names are secrets, all of them: `VerifierProcess`, Kubernetes' `Secret`. */
const CONTAINERS = ["secrets", "stringData"];

/** `clientSecret`, `okta:apiToken`, `VERIFIER_BEARER_KEY`; not `refreshTokenRotation`, `privateKeyId`. */
const SECRET_NAME =
  /(secret(wo)?|token|password|passphrase|(api|private|bearer)_?key)(_?at_?resource)?$/i;

/**
 * Paths of the properties that hold a secret in clear: text under the name of a secret, neither marked
 * itself nor inside something that is. Text that is JSON is looked into, as Pulumi hands objects of
 * the configuration to a provider.
 *
 * @param properties as the policy SDK has them in a remediation, `Secret` where marked.
 * @param names further names of properties that are secrets.
 */
export function clearSecrets(properties: unknown, names: readonly string[] = []): string[] {
  const isSecretName = (name: string) => SECRET_NAME.test(name) || names.includes(name);
  const walk = (proxied: unknown, path: string, isSecret: boolean): string[] => {
    const value = withoutProxies(proxied);
    if (value instanceof Secret) return [];
    if (typeof value === "string") {
      const parsed = parsedObject(value);
      if (parsed !== undefined) return walk(parsed, path, isSecret);
      return isSecret && value !== "" ? [path] : [];
    }
    if (typeof value !== "object" || value === null) return [];
    return Object.entries(value).flatMap(([key, inner]) => {
      const inside = isSecret || CONTAINERS.includes(key) || isSecretName(key);
      return walk(inner, path === "" ? key : `${path}.${key}`, inside);
    });
  };
  return walk(properties, "", false);
}

/**
 * The value that the SDK's proxies stand for: they unwrap secrets on reading, and throw for what a
 * preview does not know. By the names that the SDK serializes by; were they to change, every secret
 * would look unmarked, and the rule would report instead of passing.
 */
function withoutProxies(value: unknown): unknown {
  const proxy = value as { __isSpecialProxy?: boolean; __getSpecialProxyTarget?: unknown } | null;
  const isProxy = typeof proxy === "object" && proxy?.__isSpecialProxy === true;
  return isProxy ? withoutProxies(proxy.__getSpecialProxyTarget) : value;
}

function parsedObject(text: string): object | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

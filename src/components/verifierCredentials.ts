import * as pulumi from "@pulumi/pulumi";

/** Configuration key → environment variable: what a stack may be deployed with. */
const DEPLOY_SECRETS = {
  "okta:apiToken": "OKTA_API_TOKEN",
  "okta:accessToken": "OKTA_ACCESS_TOKEN",
  "okta:privateKey": "OKTA_API_PRIVATE_KEY",
  "context7-ema:apiKey": "CONTEXT7_API_KEY",
};

/** The client ID that the stack signs in to Okta with, if it does so as an API service app. */
export function deployClientId(): string | undefined {
  return new pulumi.Config("okta").get("clientId") || process.env.OKTA_API_CLIENT_ID;
}

/**
 * The same secrets, once it is known that none of them deploys the stack: whoever gets into the
 * verifier must not be able to change what it verifies.
 *
 * @param secrets by the names of their variables.
 * @param resource shown with the error.
 */
export function withoutDeploySecrets(
  secrets: pulumi.Output<Record<string, string>>,
  resource: pulumi.Resource,
): pulumi.Output<Record<string, string>> {
  const deployed = Object.entries(DEPLOY_SECRETS).flatMap(([key, variable]) => {
    const [namespace = "", name = ""] = key.split(":");
    const configured = new pulumi.Config(namespace).getSecret(name);
    return [configured, process.env[variable]].map((value) => ({ key, value: value || undefined }));
  });
  return pulumi.all([secrets, pulumi.output(deployed)]).apply(([own, others]) => {
    for (const [name, value] of Object.entries(own)) {
      const same = others.find((other) => other.value?.trim() === value.trim());
      if (!same) continue;
      const message =
        `${name} of the verifier is the stack's own ${same.key}. Give the verifier a credential of its own, ` +
        "which can only read (docs/permissions.md).";
      throw new pulumi.ResourceError(message, resource, true);
    }
    return own;
  });
}

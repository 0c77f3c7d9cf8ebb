import * as pulumi from "@pulumi/pulumi";
import type { VerifierSettings } from "./verifierArgs";

/** The verifier's settings as environment variables; docs/verifier.md explains each. */
export interface VerifierEnvironment {
  /** What anybody may see. */
  plain: pulumi.Output<Record<string, string>>;
  /** What nobody may see: a secret. For each `NAME`, `NAME_FILE` may name a file with the value instead. */
  secret: pulumi.Output<Record<string, string>>;
}

/** Variables by name; what is not set is left out later. */
export type Variables = Record<string, pulumi.Input<string> | undefined>;

/** @param target `VERIFIER_TARGET`. */
export function plainVariables(args: VerifierSettings, target: pulumi.Input<string>): Variables {
  const { okta, live } = args;
  return {
    VERIFIER_TARGET: target,
    VERIFIER_INTERVAL: args.interval,
    VERIFIER_LOG_LEVEL: args.logLevel,
    VERIFIER_PRIVATE_HOSTS: args.privateHosts?.join(","),
    VERIFIER_TRUSTED_PROXIES: args.trustedProxies?.join(","),
    VERIFIER_OKTA_CLIENT_ID: okta?.clientId,
    VERIFIER_OKTA_PRIVATE_KEY_ID: okta?.privateKeyId,
    VERIFIER_OKTA_SCOPES:
      okta?.scopes && pulumi.output(okta.scopes).apply((scopes) => scopes.join(" ")),
    VERIFIER_LIVE_CLIENT: live?.client,
    VERIFIER_LIVE_REFRESH_TOKEN_FILE: live?.refreshTokenFile,
    VERIFIER_LIVE_INTERVAL: live?.interval,
    VERIFIER_LIVE_PRIVATE_KEY_ID: live?.privateKeyId,
    VERIFIER_LIVE_PRIVATE_KEY_ID_AT_RESOURCE: live?.privateKeyIdAtResource,
    VERIFIER_LIVE_AUTH_METHOD_AT_RESOURCE: live?.authMethodAtResource,
    VERIFIER_LIVE_SCOPE: live?.scope,
    HTTPS_PROXY: args.proxyUrl,
  };
}

export function secretVariables(args: VerifierSettings): Variables {
  const { okta, live } = args;
  return {
    VERIFIER_BEARER_KEY: args.bearerKey,
    VERIFIER_CONTEXT7_API_KEY: args.context7ApiKey,
    VERIFIER_REDIS_URL: args.redisUrl,
    VERIFIER_OKTA_PRIVATE_KEY: okta?.privateKey,
    VERIFIER_LIVE_CLIENT_SECRET: live?.clientSecret,
    VERIFIER_LIVE_PRIVATE_KEY: live?.privateKey,
    VERIFIER_LIVE_CLIENT_SECRET_AT_RESOURCE: live?.clientSecretAtResource,
    VERIFIER_LIVE_PRIVATE_KEY_AT_RESOURCE: live?.privateKeyAtResource,
  };
}

/** Those variables that are set; an empty value counts as none, as it does in the verifier. */
export function setVariables(variables: Variables): pulumi.Output<Record<string, string>> {
  return pulumi.output(variables).apply((known) => {
    const entries = Object.entries(known).filter(([, value]) => value);
    return Object.fromEntries(entries) as Record<string, string>;
  });
}

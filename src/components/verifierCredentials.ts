import { createPrivateKey, createPublicKey } from "node:crypto";
import { readFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import { environmentNames, secretSettings } from "../../provider/credentials";
import { EmaProvider, settingsOf } from "../../provider/emaProvider";
import { APPLICATION_LOOKUP, OAUTH_APP } from "../../provider/typeTokens";

/** The client ID that the stack's configuration signs in to Okta with, if it is an API service app. */
export function deployClientId(): string | undefined {
  return (
    new pulumi.Config("okta").get("clientId") || process.env[environmentNames["okta:clientId"]]
  );
}

/**
 * The verifier's own client ID, once it is known that it does not deploy the stack.
 *
 * @param verifier whose providers count, too; shown with the error.
 */
export function ownClientId(
  clientId: pulumi.Input<string>,
  verifier: pulumi.ComponentResource,
): pulumi.Output<string> {
  // A client ID is no secret, even where somebody marked the stack's as one.
  const others = pulumi.unsecret(deployCredentials(["okta:clientId"], verifier));
  return pulumi.all([clientId, others]).apply(([own, deploying]) => {
    if (deploying.every(({ value }) => value.trim() !== own.trim())) return own;
    return refuse("okta.clientId of the verifier is the client that deploys the stack", verifier);
  });
}

/**
 * The same secrets, once it is known that none of them deploys the stack: whoever gets into the
 * verifier must not be able to change what it verifies.
 *
 * @param secrets by the names of their variables.
 * @param verifier whose providers count, too; shown with the error.
 */
export function withoutDeploySecrets(
  secrets: pulumi.Output<Record<string, string>>,
  verifier: pulumi.ComponentResource,
): pulumi.Output<Record<string, string>> {
  const others = deployCredentials(secretSettings, verifier);
  return pulumi.all([secrets, others]).apply(([own, deploying]) => {
    for (const [name, value] of Object.entries(own)) {
      const identity = identityOf(value);
      const same = deploying.find((other) => identityOf(other.value, other.key) === identity);
      if (same) refuse(`${name} of the verifier is the stack's own ${same.key}`, verifier);
    }
    return own;
  });
}

/** What deploys the stack, from wherever: configuration, environment, and the component's providers. */
function deployCredentials(
  keys: readonly (keyof typeof environmentNames)[],
  verifier: pulumi.ComponentResource,
) {
  const okta = verifier.getProvider(OAUTH_APP) as Record<string, unknown> | undefined;
  const dynamic = verifier.getProvider(APPLICATION_LOOKUP);
  // A provider's settings are known once it is registered, which its URN says.
  const settings =
    dynamic instanceof EmaProvider ? dynamic.urn.apply(() => settingsOf(dynamic) ?? {}) : {};
  const found = keys.flatMap((key) => {
    const [namespace = "", name = ""] = key.split(":");
    const configured = new pulumi.Config(namespace).getSecret(name);
    const ofPlugin = namespace === "okta" ? okta?.[name] : undefined;
    const ofDynamic = pulumi.output(settings).apply((known: Settings) => known[key]);
    const values = [configured, process.env[environmentNames[key]], ofPlugin, ofDynamic];
    return values.map((value) => ({ key, value: value as pulumi.Input<string> | undefined }));
  });
  return pulumi
    .output(found)
    .apply((all) => all.flatMap(({ key, value }) => (value ? [{ key, value }] : [])));
}

type Settings = Record<string, string | undefined>;

/**
 * What makes two secrets the same. One key can be written in many ways (PKCS #1, PKCS #8, line ends), so a
 * key is compared by its public half.
 *
 * @param setting what it was set as: `okta:privateKey` may also be a file's path.
 */
function identityOf(secret: string, setting?: string): string {
  const isText = secret.includes("-----BEGIN");
  if (!isText && setting !== "okta:privateKey") return secret.trim();
  try {
    const pem = isText ? secret.replaceAll("\\n", "\n") : readFileSync(secret);
    const key = createPublicKey(createPrivateKey(pem));
    return key.export({ type: "spki", format: "der" }).toString("base64");
  } catch {
    return secret.trim();
  }
}

function refuse(what: string, verifier: pulumi.Resource): never {
  const message =
    `${what}. Whoever gets into the verifier must not be able to change the org: give it a credential of ` +
    "its own, which can only read (node_modules/context7-ema/docs/permissions.md).";
  throw new pulumi.ResourceError(message, verifier, true);
}

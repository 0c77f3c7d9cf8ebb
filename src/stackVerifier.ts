import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { VerifierKind, type VerifierSettings } from "./components/verifierArgs";

const text = z.string().min(1);
const texts = z.array(text);

/** Shape of the `verifier` key; what it must not leave out is said by the component, in its own words. */
export const verifier = z.strictObject({
  kind: z.enum(VerifierKind),
  okta: z
    .strictObject({
      clientId: text,
      privateKey: text,
      privateKeyId: text.optional(),
      scopes: texts.optional(),
    })
    .optional(),
  context7ApiKey: text.optional(),
  bearerKey: text.optional(),
  interval: text.optional(),
  live: z
    .strictObject({
      client: text,
      refreshTokenFile: text,
      interval: text.optional(),
      clientSecret: text.optional(),
      privateKey: text.optional(),
      privateKeyId: text.optional(),
      clientSecretAtResource: text.optional(),
      privateKeyAtResource: text.optional(),
      privateKeyIdAtResource: text.optional(),
      authMethodAtResource: text.optional(),
      scope: text.optional(),
    })
    .optional(),
  redisUrl: text.optional(),
  proxyUrl: text.optional(),
  privateHosts: texts.optional(),
  trustedProxies: texts.optional(),
  declaredElsewhere: texts.optional(),
  logLevel: text.optional(),
  process: z
    .strictObject({
      port: z.number().optional(),
      listenAddress: text.optional(),
      folder: text.optional(),
    })
    .optional(),
  kubernetes: z
    .strictObject({
      image: text.optional(),
      namespace: text.optional(),
      replicas: z.number().optional(),
      resources: z
        .strictObject({
          cpu: text.optional(),
          cpuLimit: text.optional(),
          memory: text.optional(),
          memoryLimit: text.optional(),
        })
        .optional(),
      imagePullSecrets: texts.optional(),
      ingress: z
        .strictObject({
          host: text,
          className: text.optional(),
          tlsSecretName: text.optional(),
          annotations: z.record(z.string(), z.string()).optional(),
          awaitAddress: z.boolean().optional(),
        })
        .optional(),
    })
    .optional(),
});

/** The settings with their secrets marked again. */
export function verifierWithSecrets(settings: VerifierSettings): VerifierSettings {
  const { okta, live } = settings;
  return {
    ...settings,
    context7ApiKey: secret(settings.context7ApiKey),
    bearerKey: secret(settings.bearerKey),
    redisUrl: secret(settings.redisUrl),
    okta: okta && { ...okta, privateKey: pulumi.secret(okta.privateKey) },
    live: live && {
      ...live,
      clientSecret: secret(live.clientSecret),
      privateKey: secret(live.privateKey),
      clientSecretAtResource: secret(live.clientSecretAtResource),
      privateKeyAtResource: secret(live.privateKeyAtResource),
    },
  };
}

/** A value of the configuration, as a secret if it is there. */
export function secret(value: pulumi.Input<string> | undefined): pulumi.Output<string> | undefined {
  return value === undefined ? undefined : pulumi.secret(value);
}

import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import {
  ConnectionManagement,
  ConnectionStatus,
} from "../provider/crossAppAccessConnection/schema";
import { TeamspaceManagement } from "../provider/teamspaceEma/schema";
import { inputs as teamspacePolicies } from "../provider/teamspacePolicies/schema";
import { McpClient } from "./clients";
import type { CatalogApp } from "./components/application";
import type {
  EnterpriseManagedAuthArgs,
  RequestingAppDeclaration,
} from "./components/enterpriseManagedAuthArgs";
import { type InputMistake, refuseInputs } from "./components/inputErrors";
import { TokenEndpointAuthMethod } from "./components/requestingApp";
import { withSecretFields } from "./components/secretSettings";
import { missingValue } from "./missingValue";
import { secret, verifier, verifierWithSecrets } from "./stackVerifier";

const text = z.string().min(1);
const texts = z.array(text);

const people = z.strictObject({
  groupIds: texts.optional(),
  groupNames: texts.optional(),
  userIds: texts.optional(),
  userLogins: texts.optional(),
});

const application = {
  label: text.optional(),
  issuerUrl: text.optional(),
  catalog: z
    .strictObject({
      key: text,
      settings: z.record(z.string(), z.any()),
      importedId: text.optional(),
    })
    .optional(),
  existing: z.strictObject({ id: text.optional(), label: text.optional() }).optional(),
  authenticationPolicy: text.optional(),
};

const resourceApp = z.strictObject(application);

const publicJwk = z.looseObject({ kid: text, kty: text });

const connection = z.strictObject({
  status: z.enum(ConnectionStatus).optional(),
  management: z.enum(ConnectionManagement).optional(),
  confirmation: text.optional(),
  requireConfirmation: z.boolean().optional(),
  deleteAdopted: z.boolean().optional(),
});

/** Every argument has to have its shape here, or a stack that is configuration only could not set it. */
type Shape<Args> = Record<keyof Args, z.ZodType>;

const requestingApp = z.strictObject({
  ...application,
  clientIdAtResource: text,
  clientSecretAtResource: text.optional(),
  redirectUris: texts.optional(),
  grantTypes: texts.optional(),
  tokenEndpointAuthMethod: z.enum(TokenEndpointAuthMethod).optional(),
  jwks: z.array(publicJwk).optional(),
  jwksUri: text.optional(),
  clientSecret: text.optional(),
  connection: connection.optional(),
  assignments: people.optional(),
  mcpClient: z.enum(McpClient).optional(),
} satisfies Shape<RequestingAppDeclaration>);

const teamspace = z.strictObject({
  scope: text.optional(),
  management: z.enum(TeamspaceManagement).optional(),
  settingsUrl: text.optional(),
  confirmation: text.optional(),
  requireConfirmation: z.boolean().optional(),
  adopt: z.boolean().optional(),
  deleteAdopted: z.boolean().optional(),
});

const policies = z.strictObject(teamspacePolicies.shape);

/** The keys of the `context7-ema:` namespace that declare the stack, and their shapes. */
const stackConfiguration = z.strictObject({
  // What is missing is said by the component, which can also say what belongs there.
  resourceApp: resourceApp.optional(),
  requestingApps: z.record(z.string(), requestingApp).optional(),
  assignments: people.optional(),
  teamspace: teamspace.optional(),
  policies: policies.optional(),
  verifier: verifier.optional(),
  issuer: text.optional(),
  manageFeature: z.boolean().optional(),
  mcpUrl: text.optional(),
} satisfies Shape<EnterpriseManagedAuthArgs>);

const STRINGS = ["issuer", "mcpUrl"] as const;
const BOOLEANS = ["manageFeature"] as const;
/** Pulumi.yaml cannot declare an optional object but by an empty default: empty is left out. */
const OPTIONAL_OBJECTS = ["teamspace", "policies", "verifier"] as const;
const OBJECTS = ["resourceApp", "requestingApps", "assignments", ...OPTIONAL_OBJECTS] as const;
/** Read by the program and the resources themselves. */
const OTHERS = ["teamspaceConfirmation", "apiKey", "protect"] as const;
const KEYS: readonly string[] = [...STRINGS, ...BOOLEANS, ...OBJECTS, ...OTHERS];

/**
 * Reads the whole of `EnterpriseManagedAuth`'s arguments from the stack's configuration, the
 * `context7-ema:` keys of `Pulumi.<stack>.yaml`. Secrets stay secrets: those inside objects
 * (`clientSecret`, `verifier.bearerKey`, …) are marked again.
 *
 * @throws pulumi.InputPropertiesError with every mistake and the path it stands at.
 */
export function readStackConfiguration(config: pulumi.Config): EnterpriseManagedAuthArgs {
  const values: Record<string, unknown> = {};
  for (const key of STRINGS) values[key] = config.get(key) || undefined;
  for (const key of BOOLEANS) values[key] = config.getBoolean(key);
  for (const key of OBJECTS) values[key] = config.getObject(key);
  for (const key of OPTIONAL_OBJECTS) if (isEmpty(values[key])) delete values[key];
  const parsed = stackConfiguration.safeParse(values, { error: missingValue });
  refuseConfiguration([
    ...unknownKeys(config.name),
    ...(parsed.error?.issues ?? []).map((issue) => ({
      propertyPath: `${config.name}:${issue.path.join(".")}`,
      reason: issue.message,
    })),
  ]);
  return withSecrets(parsed.data as EnterpriseManagedAuthArgs);
}

/** A misspelt key would be no mistake to Pulumi, and declare nothing: `assignment`, and nobody is assigned. */
function unknownKeys(namespace: string): InputMistake[] {
  const prefix = `${namespace}:`;
  return Object.keys(pulumi.runtime.allConfig())
    .filter((key) => key.startsWith(prefix) && !KEYS.includes(key.slice(prefix.length)))
    .map((propertyPath) => ({
      propertyPath,
      reason: `is none of the inputs: ${[...KEYS].sort().join(", ")}`,
    }));
}

function isEmpty(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}

function refuseConfiguration(mistakes: InputMistake[]): void {
  const file = `Pulumi.${pulumi.getStack()}.yaml`;
  refuseInputs(`The stack's configuration (${file}) does not fit`, mistakes);
}

function withSecrets(args: EnterpriseManagedAuthArgs): EnterpriseManagedAuthArgs {
  const requestingApps = Object.entries(args.requestingApps ?? {}).map(([key, app]) => {
    const { clientSecret, clientSecretAtResource } = app;
    return [
      key,
      {
        ...withCatalogSecrets(app),
        clientSecret: secret(clientSecret),
        clientSecretAtResource: secret(clientSecretAtResource),
      },
    ] as const;
  });
  const verifier = args.verifier && verifierWithSecrets(args.verifier);
  return {
    ...args,
    ...(args.resourceApp && { resourceApp: withCatalogSecrets(args.resourceApp) }),
    ...(args.requestingApps && { requestingApps: Object.fromEntries(requestingApps) }),
    verifier,
  };
}

function withCatalogSecrets<App extends { catalog?: CatalogApp }>(app: App): App {
  if (!app.catalog) return app;
  return { ...app, catalog: { ...app.catalog, settings: withSecretFields(app.catalog.settings) } };
}

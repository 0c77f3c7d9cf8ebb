import { readFile } from "node:fs/promises";
import type { OAuthClient } from "../idjag";
import { SIGNING_KEYS, signingKeyFrom } from "../idjag/privateKey";
import { CannotRun } from "./exit";

export const AUTH_METHODS = [
  "client_secret_basic",
  "client_secret_post",
  "private_key_jwt",
  "none",
] as const;
export type AuthMethod = (typeof AUTH_METHODS)[number];

/** Where the client's secret or key is looked for: these variables, or `…_FILE` with a path. */
export interface CredentialNames {
  readonly secret: string;
  readonly privateKey: string;
  readonly privateKeyId: string;
}

/** The client at Okta. */
export const AT_OKTA: CredentialNames = {
  secret: "CONTEXT7_EMA_CLIENT_SECRET",
  privateKey: "CONTEXT7_EMA_CLIENT_PRIVATE_KEY",
  privateKeyId: "CONTEXT7_EMA_CLIENT_PRIVATE_KEY_ID",
};

/** The same client at Context7. */
export const AT_RESOURCE: CredentialNames = {
  secret: "CONTEXT7_EMA_CLIENT_SECRET_AT_RESOURCE",
  privateKey: "CONTEXT7_EMA_CLIENT_PRIVATE_KEY_AT_RESOURCE",
  privateKeyId: "CONTEXT7_EMA_CLIENT_PRIVATE_KEY_ID_AT_RESOURCE",
};

type Environment = Readonly<Record<string, string | undefined>>;

/** Whether the environment has something to sign in with. */
export function hasCredentials(environment: Environment, names: CredentialNames): boolean {
  return [names.secret, names.privateKey].some(
    (name) => environment[name] || environment[`${name}_FILE`],
  );
}

/**
 * A client with what it proves itself by, from the environment or, for its secret, from a stack.
 * Secrets are never taken from the command line, which every user of the machine can read.
 *
 * @param options.method how it proves itself. Default: by what there is, a secret by
 *   client_secret_basic (RFC 7591 §2); without anything it is a public client.
 * @throws CannotRun if what the method needs is missing or cannot be read.
 */
export async function oauthClient(options: {
  readonly clientId: string;
  readonly method?: AuthMethod;
  readonly names: CredentialNames;
  readonly environment: Environment;
  readonly stackSecret?: string;
}): Promise<OAuthClient> {
  const { clientId, names, environment, stackSecret } = options;
  const clientSecret = (await valueOrFile(environment, names.secret)) || stackSecret;
  const privateKey = await valueOrFile(environment, names.privateKey);
  const method =
    options.method ??
    (privateKey ? "private_key_jwt" : clientSecret ? "client_secret_basic" : "none");
  switch (method) {
    case "none":
      return { clientId, method };
    case "private_key_jwt": {
      if (!privateKey) throw missing(clientId, method, names.privateKey);
      const keyId = environment[names.privateKeyId] || undefined;
      return {
        clientId,
        method,
        keyId,
        privateKey: await signingKey(privateKey, names.privateKey),
      };
    }
    default:
      if (!clientSecret) throw missing(clientId, method, names.secret);
      return { clientId, method, clientSecret };
  }
}

function missing(clientId: string, method: AuthMethod, name: string): CannotRun {
  return new CannotRun(
    `The client ${clientId} proves itself by ${method}, and what that needs is not there. Set ${name}, or ` +
      `${name}_FILE to the path of a file that holds it.`,
  );
}

async function valueOrFile(environment: Environment, name: string): Promise<string | undefined> {
  const path = environment[`${name}_FILE`];
  if (environment[name] && path) {
    throw new CannotRun(`Both ${name} and ${name}_FILE are set; keep one of them.`);
  }
  if (!path) return environment[name] || undefined;
  try {
    return (await readFile(path, "utf8")).trim();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new CannotRun(`${name}_FILE names ${path}, which cannot be read: ${code}.`);
  }
}

async function signingKey(pem: string, name: string) {
  const key = await signingKeyFrom(pem);
  if (!key) throw new CannotRun(`${name} is not ${SIGNING_KEYS}.`);
  return key;
}

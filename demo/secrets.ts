import type { World } from "../sandbox/world";

/** What must not be printed. */
export interface Secrets {
  /** From now on, `value` is one of them: a token that was just obtained, say. */
  add(...values: (string | undefined)[]): void;
  /** The text without them; counts what it had to take out. */
  redact(text: string): string;
  /** How many there were so far, and how often one stood in a text. */
  readonly known: number;
  readonly found: number;
}

/** @param current further secrets that exist right now; asked at every text. */
export function createSecrets(current: () => Iterable<string> = () => []): Secrets {
  const values = new Set<string>();
  let found = 0;
  const add = (...more: (string | undefined)[]) => {
    for (const value of more) if (value) values.add(value);
  };
  return {
    add,
    redact(text) {
      add(...current());
      let clean = text;
      for (const value of values) {
        const parts = clean.split(value);
        found += parts.length - 1;
        clean = parts.join("[redacted]");
      }
      return clean;
    },
    get known() {
      return values.size;
    },
    get found() {
      return found;
    },
  };
}

/** Every credential that exists in the sandbox: tokens, keys, client secrets, passwords. */
export function secretsOf({ orgs, context7 }: World): string[] {
  const ofOrgs = [...orgs.values()].flatMap((org) => [
    ...org.apiTokens.keys(),
    ...org.accessTokens.keys(),
    ...[...org.apps.values()].map((app) => app.credentials.oauthClient.client_secret),
    ...[...org.users.values()].map((user) => user.password),
  ]);
  const ofContext7 = [
    ...[...context7.teamspaces.values()].map((teamspace) => teamspace.apiKey),
    ...[...context7.clients.values()].map((client) => client.secret),
  ];
  return [...ofOrgs, ...ofContext7].filter(
    (value) => value !== undefined && value !== "",
  ) as string[];
}

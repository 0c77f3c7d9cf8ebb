import { Option } from "commander";
import type { VerifierTarget } from "../verifier/target";
import { UsageError } from "./exit";

// What several commands share; nothing here loads the checks, so that every command starts fast.

/** Takes a repeated option's values in their order. */
export function collect(value: string, previous: string[] = []): string[] {
  return [...previous, value];
}

/** `--private-host`, of every command that sends requests. */
export function privateHostOption(): Option {
  const text = "a host that may have a private address; may be repeated";
  return new Option("--private-host <name>", text).argParser(collect);
}

/** @throws UsageError where the target has no such client. */
export function requireClient(target: VerifierTarget, key: string): void {
  if (Object.hasOwn(target.requestingApps, key)) return;
  const known = Object.keys(target.requestingApps);
  throw new UsageError(
    `There is no client ${JSON.stringify(key)}. ` +
      (known.length > 0
        ? `The clients are: ${known.join(", ")}.`
        : "No client is named: --stack takes them from a stack, --requesting-app names one."),
  );
}

/** Where the management API's credentials come from, for `--help`. */
export const OKTA_CREDENTIALS = `Credentials for Okta's management API come from the environment:
OKTA_API_TOKEN, OKTA_ACCESS_TOKEN, or OKTA_API_CLIENT_ID with
OKTA_API_PRIVATE_KEY, OKTA_API_PRIVATE_KEY_ID and OKTA_API_SCOPES.`;

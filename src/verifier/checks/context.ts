import type { SettingsClient } from "../../../provider/context7/client";
import type { OktaClient } from "../../../provider/okta/client";
import type { Fetch } from "../../idjag";
import type { FlowOutcome } from "../flow/outcome";
import type { VerifierTarget } from "../target";

/** What a check is given: the target, and the rims of the program. */
export interface CheckContext {
  readonly target: VerifierTarget;
  readonly fetch: Fetch;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** There for a check that names `oktaApi` in its access. */
  readonly okta: OktaClient;
  /** The teamspace's settings, where they can be read. */
  readonly settings: SettingsClient | undefined;
  /** The live flow, made once; there for a check that names `live` in its access. */
  flow(): Promise<FlowOutcome>;
  /**
   * The same question asked once in a run: the first caller's promise serves all that follow.
   *
   * @param key names question and parameters.
   */
  once<T>(key: string, ask: () => Promise<T>): Promise<T>;
}

/** {@link CheckContext.once}, for one run. */
export function askOnce(): CheckContext["once"] {
  const asked = new Map<string, Promise<unknown>>();
  return <T>(key: string, ask: () => Promise<T>) => {
    const answer = asked.get(key) ?? ask();
    asked.set(key, answer);
    return answer as Promise<T>;
  };
}

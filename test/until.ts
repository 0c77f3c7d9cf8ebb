import { setTimeout as sleep } from "node:timers/promises";

/**
 * Asks until there is an answer, for as long as Mocha lets the test run.
 *
 * @param ask gives `undefined` or `false` while there is none; what it throws ends the waiting.
 * @param between milliseconds.
 */
export async function until<Answer>(
  ask: () => Answer | Promise<Answer>,
  between = 50,
): Promise<Exclude<Answer, undefined | false>> {
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) {
      return answer as Exclude<Answer, undefined | false>;
    }
    await sleep(between);
  }
}

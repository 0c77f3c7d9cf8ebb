/**
 * Says on the test output which tests are not run on this machine, and why. They are not counted: neither as
 * passed nor, since a pipeline takes pending tests for a mistake (`forbidPending`), as pending.
 */
export function saysThatItDidNotRun(what: string, reason: string): void {
  console.log(`  NOT RUN: ${what}: ${reason}`);
}

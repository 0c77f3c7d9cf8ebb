import { provideEngine } from "../scripts/engine";

/** Runs once before all tests: the engine tests need the real CLI and plugins. */
export function mochaGlobalSetup(): void {
  provideEngine(console.error);
}

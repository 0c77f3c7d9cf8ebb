import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { provideEngine, repository } from "../scripts/engine";

// Each `pulumi` run starts several Node.js processes that load the same modules: compiled once, they start
// sooner.
process.env.NODE_COMPILE_CACHE ??= join(repository, "node_modules/.cache/compile");

/**
 * Runs once before all tests: the real CLI and plugins for the engine tests, Chromium and Redis for
 * those of the service.
 */
export function mochaGlobalSetup(): void {
  provideEngine(console.error);
  const script = join(repository, "scripts/system-packages.sh");
  execFileSync("sh", [script], { stdio: ["ignore", 2, 2] });
}

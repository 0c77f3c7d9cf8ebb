import { spawn } from "node:child_process";

/** The program of each platform that opens an address in the person's browser. */
const openers: Partial<Record<NodeJS.Platform, readonly [command: string, ...args: string[]]>> = {
  darwin: ["open"],
  win32: ["rundll32", "url.dll,FileProtocolHandler"],
};

/**
 * Asks the desktop to open an address, without waiting for it. Whether it works is not known: the
 * address is printed as well. No shell is involved.
 */
export function openBrowser(url: URL, platform: NodeJS.Platform = process.platform): void {
  const [command, ...args] = openers[platform] ?? ["xdg-open"];
  const child = spawn(command, [...args, url.href], { stdio: "ignore", detached: true });
  child.on("error", () => {});
  child.unref();
}

import { findSetup } from "../adopt/crossAppAccessApps";
import { discoveredConfiguration } from "../adopt/discoveredConfiguration";
import { discoveryReport } from "../adopt/discoveryReport";
import type { DiscoverOptions } from "./discover";
import { CannotRun } from "./exit";
import { asJson } from "./json";
import { openNetwork, requireOkta } from "./network";
import { print, type Session, tell } from "./session";
import { readSettings } from "./settings";

/**
 * Reads the org and prints configuration for what it finds.
 *
 * @throws CannotRun if nothing is found.
 */
export async function discover(options: DiscoverOptions, session: Session): Promise<void> {
  const { target } = await readSettings(options, session);
  const { orgUrl, resourceIssuer } = target;
  const network = openNetwork(target, options.privateHost ?? [], session);
  try {
    const setup = await findSetup(requireOkta(network, orgUrl), resourceIssuer);
    if (setup.resourceApps.length === 0 && setup.requestingApps.length === 0) {
      throw new CannotRun(
        `No app of ${orgUrl} is set up for ${resourceIssuer}. Custom apps keep their Cross App Access ` +
          "settings where no API shows them: for those, write existing with the app's id yourself. For " +
          "another issuer, use --resource-issuer.",
      );
    }
    const request = { form: options.as, orgUrl, resourceIssuer };
    const discovered = discoveredConfiguration(setup, request);
    if (options.json) {
      print(session, asJson(discoveryReport(setup, request, discovered)));
      return;
    }
    print(session, discovered.text);
    for (const note of discovered.notes) tell(session, `Note: ${note}`);
  } finally {
    await network.close();
  }
}

import * as pulumi from "@pulumi/pulumi";
import {
  type NewApplication,
  refuseSecond,
  refuseTwins,
} from "../../provider/applicationLookup/onlyOne";
import { oktaProviderOf, oktaSettingsFor } from "./org";
import { urnOf } from "./urn";

/**
 * Hooks for an app made from the catalog, so that an answer of Okta's that was lost leaves no second
 * app. The engine calls them when it creates the app, and so only when the stack's state has none: the
 * one before also in a preview.
 *
 * @param component the app's parent, which has a look-up that the app waits for.
 * @param name of the app.
 * @param issuerUrl of a resource app, of which an org can have one per issuer URL.
 */
export function onlyOneApp(
  component: pulumi.ComponentResource,
  name: string,
  issuerUrl?: pulumi.Input<string>,
): pulumi.ResourceHookBinding | undefined {
  // Pulumi's mocks, with which programs are tested, know no hooks.
  if (pulumi.runtime.getEngine() === undefined) return undefined;
  let issuer: string | undefined;
  pulumi.output(issuerUrl).apply((url) => {
    issuer = url;
  });
  /** `undefined` while some of it is unknown, in a preview: `up` will know. */
  const known = ({ newInputs }: pulumi.ResourceHookArgs) => {
    const { label, preconfiguredApp: catalogKey } = newInputs ?? {};
    const config = oktaSettingsFor(component);
    if (!config || typeof label !== "string" || typeof catalogKey !== "string") return undefined;
    const app: NewApplication = { catalogKey, label, issuerUrl: issuer };
    return { config, app };
  };

  const before = async (args: pulumi.ResourceHookArgs): Promise<void> => {
    const asked = known(args);
    if (!asked) return;
    const provider = oktaProviderOf(component);
    const parentUrn = await urnOf(component);
    const place = { name, parentUrn, providerUrn: provider && (await urnOf(provider)) };
    await refuseSecond(asked.config, asked.app, place);
  };
  const after = async (args: pulumi.ResourceHookArgs): Promise<void> => {
    const asked = known(args);
    if (asked) await refuseTwins(asked.config, asked.app, args.id);
  };
  const title = uniqueTitle(`${component.constructor.name} ${name}`);
  return {
    beforeCreate: [new pulumi.ResourceHook(`${title}: none yet`, before, { onDryRun: true })],
    afterCreate: [new pulumi.ResourceHook(`${title}: only one`, after)],
  };
}

const titles = new Map<string, number>();

/** Two hooks of one name end the program. */
function uniqueTitle(title: string): string {
  const count = (titles.get(title) ?? 0) + 1;
  titles.set(title, count);
  return count === 1 ? title : `${title} (${count})`;
}

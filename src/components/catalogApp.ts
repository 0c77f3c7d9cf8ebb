import type * as okta from "@pulumi/okta";
import type * as pulumi from "@pulumi/pulumi";
import type { CatalogApp } from "./application";
import { onlyOneApp } from "./onlyOneApp";

/** What is declared to the Okta plugin of every app from the catalog; `settings` as in {@link appSettingsJson}. */
export function catalogAppProperties(
  args: { label: pulumi.Input<string>; authenticationPolicy?: pulumi.Input<string> },
  key: string,
  settings: pulumi.Input<string>,
): okta.app.OAuthArgs {
  return {
    label: args.label,
    type: "web",
    preconfiguredApp: key,
    appSettingsJson: settings,
    authenticationPolicy: args.authenticationPolicy,
  };
}

/**
 * The resource options of every app from the catalog.
 *
 * @param component the app's parent.
 * @param lookup the component's look-up, which comes first.
 * @param issuerUrl of a resource app, of which an org can have one per issuer URL.
 */
export function catalogAppOptions(
  component: pulumi.ComponentResource,
  name: string,
  { key }: CatalogApp,
  lookup: pulumi.Resource,
  issuerUrl?: pulumi.Input<string>,
): pulumi.CustomResourceOptions {
  return {
    parent: component,
    dependsOn: [lookup],
    hooks: onlyOneApp(component, name, issuerUrl),
    // An app cannot become one of another integration. The property itself is no trigger: the plugin
    // does not read it, so that an imported app would be replaced.
    replacementTrigger: key,
    // Okta answers `{ connection: "ANYWHERE" }` for every app, which the plugin takes for a block to remove
    // where none is declared; and the zones an app is used from are set by whoever looks after the org's
    // networks.
    ignoreChanges: ["network"],
  };
}

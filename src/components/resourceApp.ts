import * as okta from "@pulumi/okta";
import * as pulumi from "@pulumi/pulumi";
import { ApplicationLookup } from "../../provider/applicationLookup/resource";
import { ApplicationRole } from "../../provider/applicationLookup/schema";
import { COMPONENT_TYPES } from "../../provider/typeTokens";
import { CONTEXT7_ISSUER } from "../endpoints";
import {
  applicationMistakes,
  appSettingsJson,
  type CatalogApp,
  type ExistingApp,
} from "./application";
import { catalogAppOptions, catalogAppProperties } from "./catalogApp";
import { at, type InputMistake, refuse } from "./inputErrors";
import { orgUrlFor } from "./org";

/** Arguments of `ResourceApp`. Exactly one of `catalog` and `existing` is needed. */
export interface ResourceAppArgs {
  /** The app's label in the Admin Console. Only with `catalog`. Default: `Context7`. */
  label?: pulumi.Input<string>;
  /**
   * Issuer URL of the resource authorization server. Default: `https://context7.com`. It is unique in
   * an Okta org.
   */
  issuerUrl?: pulumi.Input<string>;
  /** Makes the app from the catalog integration "XAA Resource App". Example: `{ key: "…", settings: { … } }`. */
  catalog?: CatalogApp;
  /** Adopts an app that is there already: read, never changed, never deleted. Example: `{ label: "Context7" }`. */
  existing?: ExistingApp;
  /** Id of the authentication policy. Only with `catalog`. Default: the org's default policy. */
  authenticationPolicy?: pulumi.Input<string>;
}

/** The mistakes in a resource app's arguments; `path` is where they stand. */
export function resourceAppMistakes(args: ResourceAppArgs, path = ""): InputMistake[] {
  const mistakes = applicationMistakes(args, path);
  if (!args.existing) return mistakes;
  const settable = ["label", "authenticationPolicy"] as const;
  for (const key of settable.filter((name) => args[name] !== undefined)) {
    const reason = "cannot be set on an adopted app, which is never changed; leave it out.";
    mistakes.push({ propertyPath: at(path, key), reason });
  }
  return mistakes;
}

/**
 * Context7 as Okta knows it: the app of the catalog integration "XAA Resource App" (step 2 of
 * Context7's "EMA with Okta").
 */
export class ResourceApp extends pulumi.ComponentResource {
  /** The app's id in Okta. */
  public readonly appId: pulumi.Output<string>;
  /** Issuer URL of the resource authorization server: the audience of an ID-JAG. */
  public readonly issuerUrl: pulumi.Output<string>;

  /** @throws pulumi.InputPropertiesError for contradicting arguments, each with its path. */
  constructor(name: string, args: ResourceAppArgs, opts?: pulumi.ComponentResourceOptions) {
    super(COMPONENT_TYPES.resourceApp, name, {}, opts);
    refuse(`ResourceApp "${name}"`, resourceAppMistakes(args));
    const issuerUrl = pulumi.output(args.issuerUrl ?? CONTEXT7_ISSUER);
    const label = args.label ?? "Context7";
    const lookup = new ApplicationLookup(
      name,
      {
        orgUrl: orgUrlFor(this),
        role: ApplicationRole.Resource,
        existingId: args.existing?.id,
        existingLabel: args.existing?.label,
        catalogKey: args.catalog?.key,
        importedId: args.catalog?.importedId,
        label: args.existing ? undefined : label,
        issuerUrl,
      },
      { parent: this },
    );
    this.issuerUrl = issuerUrl;
    this.appId = args.catalog
      ? this.fromCatalog(name, args, args.catalog, label, lookup).id
      : lookup.appId.apply((id) => id as string);
    this.registerOutputs({ appId: this.appId, issuerUrl: this.issuerUrl });
  }

  private fromCatalog(
    name: string,
    args: ResourceAppArgs,
    catalog: CatalogApp,
    label: pulumi.Input<string>,
    lookup: pulumi.Resource,
  ): okta.app.OAuth {
    const issuerUrl = args.issuerUrl ?? CONTEXT7_ISSUER;
    const settings = appSettingsJson(catalog, { issuerUrl });
    return new okta.app.OAuth(
      name,
      catalogAppProperties({ ...args, label }, catalog.key, settings),
      {
        ...catalogAppOptions(this, name, catalog, lookup, issuerUrl),
        // Its issuer URL is unique in the org: the new app cannot be made beside the old one.
        deleteBeforeReplace: true,
      },
    );
  }
}

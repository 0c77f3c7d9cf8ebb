import * as pulumi from "@pulumi/pulumi";
import { at, exactlyOneOf, type InputMistake } from "./inputErrors";

/**
 * An app to be made from Okta's integration catalog.
 *
 * Okta publishes neither the catalog keys of "XAA Resource App" and "XAA Requesting App" nor the
 * names of their settings, so both are inputs. The README says how to read them from an app that
 * was added by hand. This route has not been verified on a live org; `existing` is the safe one.
 */
export interface CatalogApp {
  /** The integration's key: `name` in Okta's Apps API. Example: what `GET /api/v1/apps/{id}` of an app added by hand answers. */
  key: string;
  /**
   * The literal content of the app's `settings.app`. In every string `${issuerUrl}` and
   * `${clientIdAtResource}` are replaced. It must name every field Okta answers with there, those
   * that are `false` aside, or previews never become clean. A value may be an output, for instance a
   * secret; in a stack that is configuration only, fields whose names say so are secrets.
   */
  // biome-ignore lint/suspicious/noExplicitAny: Pulumi's analyzer knows `any`, and refuses `unknown`.
  settings: Record<string, any>;
  /**
   * The id of the app, where this stack took it over by `pulumi import` (as `context7-ema adopt` does):
   * its label is then not refused as taken. If the stack's state has no such app, none is made beside
   * it. Default: none; the app is to be made, and nobody may have its label.
   */
  importedId?: string;
}

/** An app that is there already: read, never changed, never deleted. Exactly one of `id` and `label`. */
export interface ExistingApp {
  /** The app's id in Okta. Example: `0oa1b2c3d4e5f6g7h8i9`. */
  id?: string;
  /** The app's whole label, as the console shows it. Example: `Context7`. */
  label?: string;
}

/** What `${…}` in catalog settings stands for. */
export interface CatalogValues {
  issuerUrl: string;
  /** Requesting apps only. */
  clientIdAtResource?: string;
}

const choiceAdvice =
  "`existing` adopts an app that was added in the Admin Console (Applications > Applications > " +
  "Browse App Catalog); `catalog` makes one from its catalog key.";

/** The mistakes in `catalog` and `existing` of one app. */
export function applicationMistakes(
  args: { catalog?: CatalogApp; existing?: ExistingApp },
  path: string,
): InputMistake[] {
  const mistakes = exactlyOneOf(args, ["catalog", "existing"], path, choiceAdvice);
  if (args.existing) {
    const advice = "The id is in the address of the app's page in the Admin Console.";
    mistakes.push(...exactlyOneOf(args.existing, ["id", "label"], at(path, "existing"), advice));
  }
  if (args.catalog && !args.catalog.key) {
    const reason = "is empty; it is the app's `name` in Okta's Apps API (see the README).";
    mistakes.push({ propertyPath: at(path, "catalog.key"), reason });
  }
  return mistakes;
}

/**
 * Replaces `${issuerUrl}` and `${clientIdAtResource}` in every string of `settings`, at any depth.
 *
 * @throws Error for another `${…}`, or for `${clientIdAtResource}` where there is none.
 */
export function fillSettings(settings: unknown, values: CatalogValues): unknown {
  if (typeof settings === "string") {
    return settings.replace(/\$\{([^}]*)\}/g, (placeholder, name: string) => {
      const value = (values as unknown as Record<string, string | undefined>)[name];
      if (value !== undefined) return value;
      const known = Object.keys(values).map((key) => `\${${key}}`);
      throw new Error(
        `${placeholder} in the catalog settings is unknown; use ${known.join(" or ")}`,
      );
    });
  }
  if (Array.isArray(settings)) return settings.map((item) => fillSettings(item, values));
  if (settings !== null && typeof settings === "object") {
    const entries = Object.entries(settings);
    return Object.fromEntries(entries.map(([key, item]) => [key, fillSettings(item, values)]));
  }
  return settings;
}

/**
 * `appSettingsJson` for `okta.app.OAuth`. The plugin merges it into the app's `settings`, not into
 * `settings.app` as its documentation says, hence the wrapping.
 */
export function appSettingsJson(
  catalog: CatalogApp,
  values: { issuerUrl: pulumi.Input<string>; clientIdAtResource?: pulumi.Input<string> },
): pulumi.Output<string> {
  return pulumi
    .output({ values, settings: catalog.settings })
    .apply((known) => JSON.stringify({ app: fillSettings(known.settings, known.values) }));
}

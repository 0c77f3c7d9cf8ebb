import * as pulumi from "@pulumi/pulumi";
import { orgUrlOf } from "./okta/issuer";

/**
 * Settings of an {@link EmaProvider}: one org of Okta and, if its teamspace is managed by `api`, one
 * key of Context7. Give exactly one way to sign in to Okta: `apiToken`, `accessToken`, or `clientId`
 * with `privateKey`. What is left out falls back to the environment (`OKTA_API_TOKEN`, …).
 */
export interface EmaProviderArgs {
  /** First label of the org's address: `acme` of https://acme.okta.com. */
  orgName: pulumi.Input<string>;
  /** The rest of the org's address. Default `okta.com`; `oktapreview.com` and so on. */
  baseUrl?: pulumi.Input<string>;
  /** Okta API token (SSWS). */
  apiToken?: pulumi.Input<string>;
  /** OAuth access token for the Okta management API. */
  accessToken?: pulumi.Input<string>;
  /** Client ID of an API service app. */
  clientId?: pulumi.Input<string>;
  /** Its private key: PEM text, or the path of a PEM file. */
  privateKey?: pulumi.Input<string>;
  /** `kid` of the key, if the app has several. */
  privateKeyId?: pulumi.Input<string>;
  /** Scopes to ask for, for instance `okta.apps.manage`; see docs/permissions.md. */
  scopes?: pulumi.Input<pulumi.Input<string>[]>;
  /** Context7 API key of an owner or admin of the teamspace. */
  context7ApiKey?: pulumi.Input<string>;
}

type Settings = Record<string, string | undefined>;

const settings = new WeakMap<EmaProvider, Settings>();

/**
 * What a provider was given, by the keys of the `okta:` configuration, for what asks Okta from the
 * program itself.
 *
 * @returns `undefined` as long as some of it is unknown; settled once the provider is registered.
 */
export function settingsOf(provider: EmaProvider): Settings | undefined {
  return settings.get(provider);
}

/**
 * Credentials for the dynamic resources of this package, given explicitly instead of by the stack's
 * configuration: for programs with two orgs, or with credentials that are outputs.
 *
 * It is the counterpart of an explicit `okta.Provider`; both must name the same org.
 *
 * @example
 * const provider = new EmaProvider("emea", { orgName: "acme-emea", apiToken: config.requireSecret("emeaToken") });
 * new CrossAppAccessConnection("claude", { … }, { provider });
 */
export class EmaProvider extends pulumi.ProviderResource {
  /** `https://{orgName}.{baseUrl}`. */
  declare public readonly orgUrl: pulumi.Output<string>;

  constructor(name: string, args: EmaProviderArgs, opts?: pulumi.ResourceOptions) {
    const secret = (value: pulumi.Input<string> | undefined) =>
      value === undefined ? undefined : pulumi.secret(value);
    const properties = {
      "okta:orgName": args.orgName,
      "okta:baseUrl": args.baseUrl,
      "okta:apiToken": secret(args.apiToken),
      "okta:accessToken": secret(args.accessToken),
      "okta:clientId": args.clientId,
      "okta:privateKey": secret(args.privateKey),
      "okta:privateKeyId": args.privateKeyId,
      "okta:scopes": args.scopes && pulumi.output(args.scopes).apply(JSON.stringify),
      "context7-ema:apiKey": secret(args.context7ApiKey),
    };
    super("pulumi-nodejs", name, properties, opts);
    pulumi.output(properties).apply((values) => settings.set(this, values));
    this.orgUrl = pulumi
      .all([args.orgName, args.baseUrl])
      .apply(([orgName, baseUrl]) => orgUrlOf(orgName, baseUrl));
  }
}

import * as okta from "@pulumi/okta";
import * as pulumi from "@pulumi/pulumi";
import { ApplicationLookup } from "../../provider/applicationLookup/resource";
import { ApplicationRole } from "../../provider/applicationLookup/schema";
import { COMPONENT_TYPES } from "../../provider/typeTokens";
import { CONTEXT7_ISSUER } from "../endpoints";
import { PRIVATE_MEMBERS } from "../idjag/publicKey";
import {
  applicationMistakes,
  appSettingsJson,
  type CatalogApp,
  type ExistingApp,
} from "./application";
import { catalogAppOptions, catalogAppProperties } from "./catalogApp";
import { at, type InputMistake, refuse } from "./inputErrors";
import { orgUrlFor } from "./org";

/** How an MCP client proves itself at Okta's token endpoint. */
export enum TokenEndpointAuthMethod {
  /** A signed assertion; the public key is in `jwks` or behind `jwksUri`. */
  PrivateKeyJwt = "private_key_jwt",
  /** The client secret in the Authorization header. */
  ClientSecretBasic = "client_secret_basic",
  /** The client secret in the request's body. */
  ClientSecretPost = "client_secret_post",
  /** A public client: PKCE alone. */
  None = "none",
}

/** A public key in JWK form (RFC 7517); a private one is refused. */
export interface PublicJwk {
  /** Key id. */
  kid: pulumi.Input<string>;
  /** `RSA` or `EC`. */
  kty: pulumi.Input<string>;
  /** RSA: the public exponent. */
  e?: pulumi.Input<string>;
  /** RSA: the modulus. */
  n?: pulumi.Input<string>;
  /** EC: the x coordinate. */
  x?: pulumi.Input<string>;
  /** EC: the y coordinate. */
  y?: pulumi.Input<string>;
}

/** Arguments of `RequestingApp`. Exactly one of `catalog` and `existing` is needed. */
export interface RequestingAppArgs {
  /**
   * What Context7 calls this client: the ID-JAG's `client_id`, given by Context7 at onboarding. Not
   * the app's client ID in Okta. Example: `mcpclient-at-context7`.
   */
  clientIdAtResource: pulumi.Input<string>;
  /** The client's secret at Context7, for the client files. Kept as a secret. Default: a named placeholder there. */
  clientSecretAtResource?: pulumi.Input<string>;
  /** Makes the app from the catalog integration "XAA Requesting App". Example: `{ key: "…", settings: { … } }`. */
  catalog?: CatalogApp;
  /** Adopts an app that is there already: read, never changed, never deleted. Example: `{ label: "Claude Code" }`. */
  existing?: ExistingApp;
  /** The app's label in the Admin Console. Only with `catalog`. Default: the component's name. */
  label?: pulumi.Input<string>;
  /** Issuer URL of the resource authorization server. Default: `https://context7.com`. */
  issuerUrl?: pulumi.Input<string>;
  /** Where Okta may send the developer back to after sign-in. Only with `catalog`. Example: `["http://127.0.0.1:33418"]`. */
  redirectUris?: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * Grant types. Only with `catalog`. Default: authorization_code (the sign-in), refresh_token (for
   * `offline_access`) and urn:ietf:params:oauth:grant-type:token-exchange (the ID-JAG).
   */
  grantTypes?: pulumi.Input<pulumi.Input<string>[]>;
  /** Only with `catalog`. Default: private_key_jwt when `jwks` or `jwksUri` is given, else client_secret_basic. */
  tokenEndpointAuthMethod?: pulumi.Input<TokenEndpointAuthMethod>;
  /** The client's public keys. Only with `catalog`; not together with `jwksUri`. */
  jwks?: PublicJwk[];
  /** Where the client publishes its keys. Only with `catalog`. Example: `https://client.example.com/jwks.json`. */
  jwksUri?: pulumi.Input<string>;
  /** Id of the authentication policy. Only with `catalog`. Default: the org's default policy. */
  authenticationPolicy?: pulumi.Input<string>;
  /**
   * The client secret in Okta of an app that this stack did not make: Okta does not return it again. It
   * goes into the client files and outputs, never to Okta. Kept as a secret. Default: unknown, or what
   * Okta gave when this stack made the app.
   */
  clientSecret?: pulumi.Input<string>;
}

const DEFAULT_GRANT_TYPES = [
  "authorization_code",
  "refresh_token",
  "urn:ietf:params:oauth:grant-type:token-exchange",
];

const ONLY_WITH_CATALOG = [
  "label",
  "redirectUris",
  "grantTypes",
  "tokenEndpointAuthMethod",
  "jwks",
  "jwksUri",
  "authenticationPolicy",
] as const;

/** The mistakes in a requesting app's arguments; `path` is where they stand. */
export function requestingAppMistakes(args: RequestingAppArgs, path = ""): InputMistake[] {
  const mistakes = applicationMistakes(args, path);
  const add = (property: string, reason: string) =>
    mistakes.push({ propertyPath: at(path, property), reason });
  if (args.clientIdAtResource === undefined || args.clientIdAtResource === "") {
    add(
      "clientIdAtResource",
      "is missing: what Context7 calls this client, given by Context7 at onboarding " +
        "(`mcpclient-at-context7` in its documentation is an example, not a default).",
    );
  }
  if (args.existing) {
    for (const key of ONLY_WITH_CATALOG.filter((name) => args[name] !== undefined)) {
      add(key, "cannot be set on an adopted app, which is never changed; leave it out.");
    }
  }
  if (args.jwks && args.jwksUri !== undefined) {
    add("jwks", "both `jwks` and `jwksUri` are given; Okta takes one of them.");
  }
  (args.jwks ?? []).forEach((key, index) => {
    const found = PRIVATE_MEMBERS.filter((member) => member in key);
    if (found.length === 0) return;
    const members = found.map((member) => `\`${member}\``).join(", ");
    add(
      `jwks[${index}]`,
      `holds a private key (${members}); give the public key only, and treat this one as disclosed.`,
    );
  });
  return mistakes;
}

function authMethodOf(args: RequestingAppArgs): pulumi.Input<TokenEndpointAuthMethod> {
  const hasKeys = args.jwks !== undefined || args.jwksUri !== undefined;
  const usual = hasKeys
    ? TokenEndpointAuthMethod.PrivateKeyJwt
    : TokenEndpointAuthMethod.ClientSecretBasic;
  return args.tokenEndpointAuthMethod ?? usual;
}

/** What is declared to the Okta plugin of a requesting app from the catalog; `settings` as in {@link appSettingsJson}. */
export function requestingAppProperties(
  args: RequestingAppArgs & { label: pulumi.Input<string> },
  key: string,
  settings: pulumi.Input<string>,
): okta.app.OAuthArgs {
  return {
    ...catalogAppProperties(args, key, settings),
    redirectUris: args.redirectUris,
    grantTypes: args.grantTypes ?? DEFAULT_GRANT_TYPES,
    responseTypes: ["code"],
    tokenEndpointAuthMethod: authMethodOf(args),
    jwks: args.jwks,
    jwksUri: args.jwksUri,
  };
}

/**
 * An MCP client as Okta knows it: an app of the catalog integration "XAA Requesting App" (step 3 of
 * Context7's "EMA with Okta").
 */
export class RequestingApp extends pulumi.ComponentResource {
  /** The app's id in Okta. */
  public readonly appId: pulumi.Output<string>;
  /** The client ID with which developers sign in at Okta. */
  public readonly clientId: pulumi.Output<string>;
  /** The client secret at Okta, a secret; empty for public clients, private_key_jwt, and adopted apps it was not given for. */
  public readonly clientSecret: pulumi.Output<string>;
  /** What Context7 calls this client. */
  public readonly clientIdAtResource: pulumi.Output<string>;
  /** How it authenticates at Okta's token endpoint; empty where Okta does not tell. */
  public readonly tokenEndpointAuthMethod: pulumi.Output<string>;
  /** Its redirect URIs as declared; none for an adopted app. */
  public readonly redirectUris: pulumi.Output<string[]>;

  /** @throws pulumi.InputPropertiesError for contradicting arguments, each with its path. */
  constructor(name: string, args: RequestingAppArgs, opts?: pulumi.ComponentResourceOptions) {
    super(COMPONENT_TYPES.requestingApp, name, {}, opts);
    refuse(`RequestingApp "${name}"`, requestingAppMistakes(args));
    const label = args.label ?? name;
    const lookup = new ApplicationLookup(
      name,
      {
        orgUrl: orgUrlFor(this),
        role: ApplicationRole.Requesting,
        existingId: args.existing?.id,
        existingLabel: args.existing?.label,
        catalogKey: args.catalog?.key,
        importedId: args.catalog?.importedId,
        label: args.existing ? undefined : label,
      },
      { parent: this },
    );
    this.clientIdAtResource = pulumi.output(args.clientIdAtResource);
    this.redirectUris = pulumi.output(args.redirectUris ?? []);
    if (args.catalog) {
      const app = this.fromCatalog(name, args, args.catalog, label, lookup);
      this.appId = app.id;
      this.clientId = app.clientId;
      this.tokenEndpointAuthMethod = pulumi.output(authMethodOf(args));
      const secret = args.clientSecret ?? app.clientSecret;
      this.clientSecret = pulumi.secret(secret).apply((known) => known ?? "");
    } else {
      this.appId = lookup.appId.apply((id) => id as string);
      this.clientId = lookup.clientId.apply((id) => id as string);
      this.tokenEndpointAuthMethod = lookup.tokenEndpointAuthMethod.apply((method) => method ?? "");
      this.clientSecret = pulumi.secret(args.clientSecret ?? "");
    }
    this.registerOutputs({
      appId: this.appId,
      clientId: this.clientId,
      clientSecret: this.clientSecret,
      clientIdAtResource: this.clientIdAtResource,
      tokenEndpointAuthMethod: this.tokenEndpointAuthMethod,
      redirectUris: this.redirectUris,
    });
  }

  private fromCatalog(
    name: string,
    args: RequestingAppArgs,
    catalog: CatalogApp,
    label: pulumi.Input<string>,
    lookup: pulumi.Resource,
  ): okta.app.OAuth {
    const settings = appSettingsJson(catalog, {
      issuerUrl: args.issuerUrl ?? CONTEXT7_ISSUER,
      clientIdAtResource: args.clientIdAtResource,
    });
    return new okta.app.OAuth(
      name,
      requestingAppProperties({ ...args, label }, catalog.key, settings),
      {
        ...catalogAppOptions(this, name, catalog, lookup),
        additionalSecretOutputs: ["clientSecret"],
      },
    );
  }
}

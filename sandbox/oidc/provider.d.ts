/** The part of oidc-provider 9 that the sandbox uses; the package brings no types. */
declare module "oidc-provider" {
  import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";

  export interface Client {
    readonly clientId: string;
    readonly grantTypes: string[];
  }

  /** What Koa's context becomes inside the provider. */
  export interface Context {
    status: number;
    body: unknown;
    method: string;
    path: string;
    get(header: string): string;
    readonly oidc: {
      readonly route: string;
      readonly client: Client | undefined;
      readonly params: Record<string, string | undefined>;
      readonly session: {
        readonly accountId?: string;
        grantIdFor(clientId: string): string | undefined;
      };
      urlFor(route: string): string;
    };
  }

  export interface Grant {
    addOIDCScope(scope: string): void;
    save(): Promise<string>;
  }

  export interface RefreshToken {
    readonly accountId: string;
    readonly clientId: string;
    readonly isExpired: boolean;
    readonly scopes: Set<string>;
  }

  export interface ResourceServerInfo {
    scope: string;
    audience: string;
    accessTokenFormat: "jwt" | "opaque";
    /** Seconds. */
    accessTokenTTL: number;
    jwt: { sign: { alg: "RS256" } };
  }

  export interface AccessToken {
    scope?: string;
    save(): Promise<string>;
  }

  export interface Interaction {
    readonly uid: string;
    readonly prompt: { readonly name: string };
  }

  export type GrantHandler = (context: Context) => Promise<void>;

  export class Provider {
    constructor(issuer: string, configuration: Record<string, unknown>);
    /** Trust `X-Forwarded-*`. */
    proxy: boolean;
    callback(): RequestListener;
    use(middleware: (context: Context, next: () => Promise<void>) => Promise<void>): this;
    on(event: "grant.error", listener: (context: Context, error: OIDCProviderError) => void): this;
    on(event: "grant.success", listener: (context: Context) => void): this;
    registerGrantType(
      name: string,
      handler: GrantHandler,
      parameters: string[],
      repeatable?: string[],
    ): void;
    interactionDetails(request: IncomingMessage, response: ServerResponse): Promise<Interaction>;
    interactionFinished(
      request: IncomingMessage,
      response: ServerResponse,
      result: Record<string, unknown>,
    ): Promise<void>;
    readonly Grant: {
      new (of: { accountId: string; clientId: string }): Grant;
      find(id: string): Promise<Grant | undefined>;
    };
    readonly RefreshToken: {
      find(
        token: string,
        options?: { ignoreExpiration: boolean },
      ): Promise<RefreshToken | undefined>;
    };
    readonly AccessToken: {
      new (of: {
        accountId: string;
        client: Client;
        gty: string;
        resourceServer: object;
        scope?: string;
      }): AccessToken;
    };
    readonly ResourceServer: new (
      identifier: string,
      info: ResourceServerInfo,
    ) => object;
  }

  export interface OIDCProviderError extends Error {
    status: number;
    error: string;
    error_description?: string;
    /** The reason, which the provider itself keeps off the wire. */
    error_detail?: string;
  }

  export const errors: {
    OIDCProviderError: new (status: number, error: string) => OIDCProviderError;
  };
}

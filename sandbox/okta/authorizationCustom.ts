import type { RequestListener } from "node:http";

import type { Context } from "oidc-provider";

import { underRealName } from "../oidc/realName";
import { createSigningKey } from "../oidc/signingKey";
import type { Org } from "../world";
import { findApp, isRequestingApp, TOKEN_EXCHANGE } from "./authorizationClients";
import {
  answer,
  asException,
  customServerForbidden,
  requestedTokenTypeUnsupported,
  resourceRejected,
} from "./authorizationErrors";
import { createOktaProvider } from "./authorizationProvider";
import { createSignIn } from "./authorizationSignIn";

const PATH = "/oauth2/default";
const SIGN_IN = `${PATH}/signin`;

/**
 * The custom authorization server `default` that every org has. It serves ordinary apps; to Cross App
 * Access it is the wrong one, which the usual mistake of an issuer with a path ends at.
 */
export function createCustomAuthorizationServer(org: Org): {
  handler: RequestListener;
  handles(path: string): boolean;
} {
  const issuer = org.url + PATH;
  const forbidden = (clientId = "") => isRequestingApp(org, findApp(org, clientId));
  const provider = createOktaProvider(org, {
    issuer,
    endpoints: "",
    signInPath: SIGN_IN,
    key: createSigningKey(),
    serviceClients: false,
    resources: {
      enabled: true,
      defaultResource({ oidc }: Context): undefined {
        if (forbidden(oidc.client?.clientId)) throw asException(customServerForbidden);
      },
      getResourceServerInfo(_: Context, resource: string): never {
        throw asException(resourceRejected(resource));
      },
    },
  });
  provider.registerGrantType(TOKEN_EXCHANGE, async () => {
    throw asException(requestedTokenTypeUnsupported);
  }, []);
  provider.use(async (context, next) => {
    await next();
    const { route, client, params } = context.oidc ?? {};
    if (route === "token" && params?.grant_type !== TOKEN_EXCHANGE && forbidden(client?.clientId)) {
      answer(context, customServerForbidden);
    }
  });
  const protocol = underRealName(provider, issuer);
  const signIn = createSignIn(org, provider);

  return {
    handles: (path) => path.startsWith(`${PATH}/`),
    handler: (request, response) =>
      request.url?.startsWith(`${SIGN_IN}/`)
        ? signIn(request, response)
        : protocol(request, response),
  };
}

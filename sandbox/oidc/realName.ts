import type { RequestListener } from "node:http";

import type { Provider } from "oidc-provider";

/**
 * Serves a provider under its issuer's name, whatever stands between it and the client: the metadata
 * and every redirect say `https://` and the real host.
 *
 * @param issuer may have a path, which is then taken off before the provider routes the request
 */
export function underRealName(provider: Provider, issuer: string): RequestListener {
  const { host, pathname } = new URL(issuer);
  const mount = pathname === "/" ? "" : pathname;
  provider.proxy = true;
  const listener = provider.callback();

  return (request, response) => {
    request.headers["x-forwarded-proto"] = "https";
    request.headers["x-forwarded-host"] = host;
    if (mount) {
      // oidc-provider finds its mount path as what `originalUrl` has before `url`, as in Express.
      Object.assign(request, { originalUrl: request.url });
      request.url = request.url?.slice(mount.length) || "/";
    }
    listener(request, response);
  };
}

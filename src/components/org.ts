import * as pulumi from "@pulumi/pulumi";
import type { ProviderConfig } from "../../provider/credentials";
import { EmaProvider, settingsOf } from "../../provider/emaProvider";
import { issuerProblem, orgUrlOf } from "../../provider/okta/issuer";
import { APPLICATION_LOOKUP, OAUTH_APP } from "../../provider/typeTokens";
import { refuse } from "./inputErrors";

/**
 * The org a component works on, `https://<org>.okta.com`, from the providers it was given or from
 * the `okta:` configuration (`OKTA_ORG_NAME`, `OKTA_BASE_URL`).
 *
 * The Okta plugin and this package's dynamic provider hold credentials of their own, so they must be
 * given together and for the same org.
 *
 * @throws pulumi.InputPropertiesError when only one of the two providers is explicit, or no org is named.
 */
export function orgUrlFor(component: pulumi.ComponentResource): pulumi.Output<string> {
  const okta = component.getProvider(OAUTH_APP);
  const dynamic = component.getProvider(APPLICATION_LOOKUP);
  if ((okta === undefined) !== (dynamic === undefined)) {
    const [given, missing] = okta
      ? ["an okta.Provider", "an EmaProvider"]
      : ["an EmaProvider", "an okta.Provider"];
    const reason =
      `${given} is given without ${missing}. The Okta plugin and this package's own resources each ` +
      "need credentials of the same org: pass both, `{ providers: [new okta.Provider(…), new " +
      "EmaProvider(…)] }`, or neither to use the `okta:` configuration for both.";
    refuse("The component", [{ propertyPath: "providers", reason }]);
  }
  if (!okta || !dynamic) return pulumi.output(configuredOrgUrl());
  // Once per pair, so that all parts of a component share one refusal and it is printed once.
  const known = orgs.get(okta)?.get(dynamic);
  if (known) return known;
  const org = sameOrg(okta, dynamic);
  orgs.set(okta, (orgs.get(okta) ?? new WeakMap()).set(dynamic, org));
  return org;
}

const orgs = new WeakMap<object, WeakMap<object, pulumi.Output<string>>>();

function sameOrg(okta: pulumi.ProviderResource, dynamic: pulumi.ProviderResource) {
  const { orgName, baseUrl } = okta as unknown as Record<string, pulumi.Output<string | undefined>>;
  const oktaOrg = pulumi
    .all([orgName, baseUrl])
    .apply(([name, base]) => namedOrg(name, base, okta));
  if (!(dynamic instanceof EmaProvider)) return oktaOrg;
  return pulumi.all([oktaOrg, dynamic.orgUrl]).apply(([first, second]) => {
    if (first === second) return first;
    throw providerError(
      dynamic,
      `the two providers are of two orgs: okta.Provider of ${first}, EmaProvider of ${second}. ` +
        "One component declares one org; give both providers the same orgName and baseUrl.",
    );
  });
}

/** Thrown after the program's last line, an error is printed as its stack, if it has one. */
function providerError(provider: pulumi.ProviderResource, message: string): Error {
  return Object.assign(new pulumi.ResourceError(message, provider, true), { stack: "" });
}

/**
 * The settings by which a component's dynamic provider signs in to Okta, for a look-up from the program
 * itself. To be called once something that uses the provider is registered.
 *
 * @returns `undefined` if they are unknown in this preview, or known to the provider alone.
 */
export function oktaSettingsFor(component: pulumi.ComponentResource): ProviderConfig | undefined {
  const dynamic = component.getProvider(APPLICATION_LOOKUP);
  if (dynamic === undefined) return { get: pulumi.runtime.getConfig };
  const settings = dynamic instanceof EmaProvider ? settingsOf(dynamic) : undefined;
  return settings && { get: (key) => settings[key] };
}

/** The explicit provider of a component's apps, if there is one. */
export function oktaProviderOf(
  component: pulumi.ComponentResource,
): pulumi.ProviderResource | undefined {
  return component.getProvider(OAUTH_APP);
}

function configuredOrgUrl(): string {
  const config = new pulumi.Config("okta");
  return namedOrg(config.get("orgName"), config.get("baseUrl"));
}

/**
 * The org as the Okta plugin will see it: what is given, else its own variables. The base URL must be
 * named too: without one the plugin tries a host that does not exist, for minutes and without a word.
 */
function namedOrg(
  orgName: string | undefined,
  baseUrl: string | undefined,
  provider?: pulumi.ProviderResource,
): string {
  const name = orgName || process.env.OKTA_ORG_NAME;
  const base = baseUrl || process.env.OKTA_BASE_URL;
  const refuseIt = (property: string, reason: string) => {
    if (provider) throw providerError(provider, `${property}: ${reason}`);
    refuse("The component", [{ propertyPath: `okta:${property}`, reason }]);
  };
  if (!name) {
    refuseIt(
      "orgName",
      "no Okta org is named. For https://acme.okta.com: `pulumi config set okta:orgName acme`, or " +
        "OKTA_ORG_NAME, or `orgName` of an explicit provider.",
    );
  }
  if (!base) {
    refuseIt(
      "baseUrl",
      "the rest of the org's address is not named, and the Okta plugin has no default. For " +
        "https://acme.okta.com: `pulumi config set okta:baseUrl okta.com` (oktapreview.com, " +
        "okta-emea.com, or what follows the first dot of a custom domain), or OKTA_BASE_URL.",
    );
  }
  const orgUrl = orgUrlOf(name as string, base);
  const problem = issuerProblem(orgUrl);
  if (problem) refuseIt("orgName", problem.message);
  return orgUrl;
}

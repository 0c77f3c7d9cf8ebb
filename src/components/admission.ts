import * as pulumi from "@pulumi/pulumi";

const LOOKUP_TYPE = "pulumi-nodejs:dynamic/context7-ema:ApplicationLookup";
const APPLICATION_TYPE = "okta:app/oAuth:OAuth";

/**
 * Makes every app below a component wait for every look-up below it, so that an app which somebody
 * else owns stops `pulumi up` before the first one is created.
 *
 * A transformation is the place for it: it sees all children whatever component declares them, and
 * the look-ups themselves, which must not wait for each other, are left alone but for being told how
 * the configuration refers to their app.
 *
 * @param configurationPaths name of a look-up → path in the configuration, e.g. `requestingApps.claude`.
 */
export function appsAfterLookups(configurationPaths: Map<string, string>): {
  transformation: pulumi.ResourceTransformation;
  /** To be called once all children are declared. */
  allDeclared(): void;
} {
  const lookups: pulumi.Resource[] = [];
  let allDeclared = () => {};
  const dependsOn = new Promise<void>((resolve) => {
    allDeclared = resolve;
  }).then(() => lookups);
  const transformation: pulumi.ResourceTransformation = ({ type, name, resource, props, opts }) => {
    if (type === LOOKUP_TYPE) {
      lookups.push(resource);
      return { props: { ...props, configurationPath: configurationPaths.get(name) }, opts };
    }
    if (type !== APPLICATION_TYPE) return undefined;
    return { props, opts: pulumi.mergeOptions(opts, { dependsOn }) };
  };
  return { transformation, allDeclared };
}

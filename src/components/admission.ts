import * as pulumi from "@pulumi/pulumi";
import { APPLICATION_LOOKUP, DIRECTORY_LOOKUP, isOwnComponent } from "../../provider/typeTokens";
import { urnOf } from "./urn";

const LOOKUPS = [APPLICATION_LOOKUP, DIRECTORY_LOOKUP];

/**
 * Makes everything below a component wait for every look-up below it, so that an app which somebody
 * else owns, or a group that is not there, stops `pulumi up` before anything is written.
 *
 * A transformation is the place for it: it sees all children whatever component declares them, and
 * the look-ups themselves, which must not wait for each other, are left alone but for being told how
 * the configuration refers to their app.
 *
 * @param configurationPaths name of a look-up → path in the configuration, e.g. `requestingApps.claude`.
 */
export function allAfterLookups(configurationPaths: Map<string, string>): {
  transformation: pulumi.ResourceTransformation;
  /** To be called once all children are declared. */
  allDeclared(): void;
} {
  const lookups: pulumi.Resource[] = [];
  let allDeclared = () => {};
  // Waits for the look-ups but names none of them: as dependencies of every resource they would make
  // the state grow with the square of the clients, and Pulumi writes it after each step.
  const dependsOn = new Promise<void>((resolve) => {
    allDeclared = resolve;
  })
    .then(() => Promise.all(lookups.map(urnOf)))
    .then((): pulumi.Resource[] => []);
  const transformation: pulumi.ResourceTransformation = ({ type, name, resource, props, opts }) => {
    if (LOOKUPS.includes(type)) lookups.push(resource);
    if (type === APPLICATION_LOOKUP) {
      return { props: { ...props, configurationPath: configurationPaths.get(name) }, opts };
    }
    // A component may hold look-ups, which would inherit what it waits for.
    if (LOOKUPS.includes(type) || isOwnComponent(type)) return undefined;
    return { props, opts: pulumi.mergeOptions(opts, { dependsOn }) };
  };
  return { transformation, allDeclared };
}

import picomatch from "picomatch";
import type { StackResource } from "./stackRule";

export function ofType<Resource extends { type: string }>(
  resources: readonly Resource[],
  ...types: string[]
): Resource[] {
  return resources.filter(({ type }) => types.includes(type));
}

/** `urn:pulumi:<stack>::<project>::<types>::<name>` */
export function stackOf(urn: string): string {
  return urn.split("::")[0]?.split(":")[2] ?? "";
}

/** The file that a person has to change: `Pulumi.prod.yaml`. */
export function configurationFile(urn: string): string {
  return `Pulumi.${stackOf(urn)}.yaml`;
}

/** Stacks whose names match one of the patterns (picomatch), all of them being of one run. */
export function isEnvironment(urn: string, environments: readonly string[]): boolean {
  return picomatch.isMatch(stackOf(urn), [...environments]);
}

/** What a component registered for a property, if it is text. */
export function textOf(resource: StackResource, property: string): string | undefined {
  const value: unknown = resource.props[property];
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** The setting of rules that hold in some stacks only. */
export const ENVIRONMENTS = ["prod*"];
export const environmentsSchema = {
  type: "array",
  items: { type: "string" },
  default: ENVIRONMENTS,
  description: "Patterns of stack names in which the rule holds.",
} as const;

/** The setting of rules that leave adopted apps alone where another stack may own what belongs to them. */
export const adoptedAppsSchema = {
  type: "boolean",
  default: false,
  description:
    "Whether adopted apps are judged also where another stack may own what belongs to them.",
} as const;

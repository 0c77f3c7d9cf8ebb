import * as okta from "@pulumi/okta";
import * as pulumi from "@pulumi/pulumi";
import { DirectoryLookup } from "../../provider/directoryLookup/resource";
import { everybody, type People, peopleMistakes, planAssignments } from "./assignmentPlan";
import { at, refuse } from "./inputErrors";
import { orgUrlFor } from "./org";

/** One app and who is assigned to it. */
export interface AppAssignments {
  /** The app's id in Okta. */
  appId: pulumi.Input<string>;
  /** Who is assigned. */
  people: People;
  /**
   * Leave the assignments in Okta on destroy. Default: false. For apps that another stack owns: it may
   * have made the same assignments.
   */
  retain?: boolean;
}

/** Arguments of `Assignments`. */
export interface AssignmentsArgs {
  /** The apps, each under a key of your choice that goes into the resources' names. */
  apps: Record<string, AppAssignments>;
}

/**
 * Assigns groups and users to apps (step 5 of Context7's "EMA with Okta": the same people on the
 * resource app and on the requesting apps; only who is assigned on both can obtain an ID-JAG).
 *
 * One resource per assignment, so that what others assigned by hand stays untouched.
 */
export class Assignments extends pulumi.ComponentResource {
  /** @throws pulumi.InputPropertiesError for empty entries, each with its path. */
  constructor(name: string, args: AssignmentsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("context7-ema:index:Assignments", name, {}, opts);
    const apps = Object.entries(args.apps);
    refuse(
      `Assignments "${name}"`,
      apps.flatMap(([key, app]) => peopleMistakes(app.people, at("apps", `${key}.people`))),
    );
    const { groupNames = [], userLogins = [] } = everybody(apps.map(([, app]) => app.people));
    const directory =
      groupNames.length + userLogins.length === 0
        ? undefined
        : new DirectoryLookup(
            name,
            { orgUrl: orgUrlFor(this), groupNames, userLogins },
            { parent: this },
          );
    const found = (ids: "groupIds" | "userIds", entry: { id?: string; name?: string }) =>
      entry.id ?? pulumi.output(directory?.[ids]).apply((all) => all?.[entry.name ?? ""] as string);

    for (const [key, app] of apps) {
      const assignment = { appId: app.appId, retainAssignment: app.retain };
      for (const entry of planAssignments(app.people)) {
        const child = `${name}-${key}-${entry.kind}-${entry.key}`;
        const options = { parent: this };
        if (entry.kind === "group") {
          const groupId = found("groupIds", entry);
          new okta.app.GroupAssignment(child, { ...assignment, groupId }, options);
        } else {
          const userId = found("userIds", entry);
          new okta.app.User(child, { ...assignment, userId }, options);
        }
      }
    }
    this.registerOutputs();
  }
}

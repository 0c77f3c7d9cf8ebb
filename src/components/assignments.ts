import * as okta from "@pulumi/okta";
import * as pulumi from "@pulumi/pulumi";
import { DirectoryLookup } from "../../provider/directoryLookup/resource";
import { COMPONENT_TYPES } from "../../provider/typeTokens";
import {
  everybody,
  type People,
  type PlannedAssignment,
  peopleMistakes,
  planAssignments,
} from "./assignmentPlan";
import { at, refuse } from "./inputErrors";
import { assignmentName } from "./names";
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
    super(COMPONENT_TYPES.assignments, name, {}, opts);
    const apps = Object.entries(args.apps);
    refuse(
      `Assignments "${name}"`,
      apps.flatMap(([key, app]) => peopleMistakes(app.people, at("apps", `${key}.people`))),
    );
    const everyone = everybody(apps.map(([, app]) => app.people));
    const directory = this.lookUp(name, everyone);
    for (const [key, app] of apps) {
      const assignment = { appId: app.appId, retainAssignment: app.retain };
      for (const entry of planAssignments(app.people)) {
        const child = assignmentName(name, key, entry);
        const principal = resolve(entry, directory);
        const options = { parent: this };
        if (principal.kind === "group") {
          const { groupId } = principal;
          new okta.app.GroupAssignment(child, { ...assignment, groupId }, options);
        } else {
          const { userId, username } = principal;
          new okta.app.User(child, { ...assignment, userId, username }, options);
        }
      }
    }
    this.registerOutputs();
  }
  /** Ids of what is given by name, and logins of users given by id: Okta's plugin asks for both. */
  private lookUp(name: string, everyone: People): DirectoryLookup | undefined {
    const { groupNames = [], userLogins = [], userIds: knownUserIds = [] } = everyone;
    if (groupNames.length + userLogins.length + knownUserIds.length === 0) return undefined;
    const args = { orgUrl: orgUrlFor(this), groupNames, userLogins, knownUserIds };
    return new DirectoryLookup(name, args, { parent: this });
  }
}

type Principal =
  | { kind: "group"; groupId: pulumi.Input<string> }
  | { kind: "user"; userId: pulumi.Input<string>; username: pulumi.Input<string> };

function resolve(entry: PlannedAssignment, directory: DirectoryLookup | undefined): Principal {
  const { kind, id, key } = entry;
  const found = (answers: pulumi.Output<Record<string, string>> | undefined) =>
    pulumi.output(answers).apply((all) => all?.[key] as string);
  if (kind === "group") return { kind, groupId: id ?? found(directory?.groupIds) };
  return id === undefined
    ? { kind, userId: found(directory?.userIds), username: key }
    : { kind, userId: id, username: found(directory?.logins) };
}

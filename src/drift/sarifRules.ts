import type { ReportingDescriptor } from "sarif";
import { type Finding, type ObjectKind, objectKind } from "./report";

type Kind = Finding["kind"];

/** What each kind of object is, and where it is found. */
const OBJECTS: Record<ObjectKind, { what: string; where: string }> = {
  "resource app": {
    what: "Context7 as Okta knows it (XAA Resource App)",
    where: "Okta Admin Console: Applications > Applications",
  },
  "requesting app": {
    what: "An MCP client as Okta knows it (XAA Requesting App)",
    where: "Okta Admin Console: Applications > Applications",
  },
  connection: {
    what: "Okta's consent of one requesting app to Context7",
    where: "Okta Admin Console: the requesting app > Manage Connections",
  },
  "group assignment": {
    what: "A group that may use an app",
    where: "Okta Admin Console: the app > Assignments",
  },
  "user assignment": {
    what: "A person who may use an app, assigned one by one",
    where: "Okta Admin Console: the app > Assignments",
  },
  feature: {
    what: "The feature Cross App Access of the org",
    where: "Okta Admin Console: Settings > Features",
  },
  teamspace: {
    what: "Issuer and scope that the teamspace trusts",
    where: "Context7's dashboard: Enterprise",
  },
  "teamspace policies": {
    what: "The teamspace's policies",
    where: "Context7's dashboard: Policies",
  },
};

const KINDS: Record<Kind, { id: string; means: string; todo: string; severity: string }> = {
  changed: {
    id: "changed",
    means: "is there, with other values than the stack declares",
    todo: "Run pulumi up --refresh to set it back, or declare what it is now.",
    severity: "error",
  },
  deleted: {
    id: "deleted",
    means: "is declared by the stack, and no longer there",
    todo: "Run pulumi up --refresh to make it again, or take it out of the stack.",
    severity: "error",
  },
  undeclared: {
    id: "undeclared",
    means: "is there, and no examined stack declares it",
    todo: "Declare it, delete it, or name it in drift.ignore. It counts as drift only with --strict.",
    severity: "warning",
  },
  "not observable": {
    id: "not-observable",
    means: "cannot be read by anybody, so that it is not known whether it drifted",
    todo: "Compare it with the console by eye.",
    severity: "recommendation",
  },
};

const LEVELS = { error: "error", warning: "warning", recommendation: "note" } as const;

/** `drift/changed/connection`. */
export function ruleId(kind: Kind, object: ObjectKind): string {
  return `drift/${KINDS[kind].id}/${object.replaceAll(" ", "-")}`;
}

/** A rule for every kind of finding about every kind of object; the same in every run. */
export function sarifRules(): ReportingDescriptor[] {
  return (Object.keys(KINDS) as Kind[]).flatMap((kind) =>
    objectKind.options.map((object) => rule(kind, object)),
  );
}

function rule(kind: Kind, object: ObjectKind): ReportingDescriptor {
  const { means, todo, severity } = KINDS[kind];
  const { what, where } = OBJECTS[object];
  const subject = `${object.charAt(0).toUpperCase()}${object.slice(1)}`;
  const full = `${what} ${means}.`;
  return {
    id: ruleId(kind, object),
    name: `${subject} ${kind}`,
    shortDescription: {
      text: `${subject} ${kind === "not observable" ? "is not observable" : kind}`,
    },
    fullDescription: { text: full },
    help: { text: `${full}\nWhere: ${where}.\nWhat to do: ${todo}` },
    defaultConfiguration: { level: LEVELS[severity as keyof typeof LEVELS] },
    properties: {
      tags: ["security", "drift"],
      precision: "very-high",
      "problem.severity": severity,
    },
  };
}

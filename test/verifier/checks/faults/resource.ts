import type { RequestingAppTarget } from "../../../../src/verifier/target";
import { addApp, assign, connect, named } from "../../../sandbox/developer/arrangement";
import type { FaultRow } from "./fault";

/** What can be wrong with people, connections and the resource app. */
export const RESOURCE_FAULTS: FaultRow[] = [
  {
    fault: "somebody is on the client only",
    inject: ({ org, requesting }) => assign(requesting, named(org, "designer")),
    check: "okta.people",
    tag: "people_missing_on_resource_app",
  },
  {
    fault: "nobody is on any app",
    inject: ({ requesting, resource, developer }) => {
      for (const app of [requesting, resource]) app.users.delete(developer.id);
    },
    check: "okta.people",
    tag: "people_none",
  },
  {
    fault: "somebody is on the resource app only",
    inject: ({ org, resource }) => assign(resource, named(org, "designer")),
    check: "okta.peopleWithoutClient",
    verdict: "warn",
    tag: "people_without_client",
  },
  {
    fault: "no connection",
    inject: ({ org, connection }) => void org.connections.delete(connection.id),
    check: "okta.connection",
    tag: "connection_missing",
  },
  {
    fault: "the connection is inactive",
    inject: ({ connection }) => {
      connection.status = "INACTIVE";
    },
    check: "okta.connection",
    tag: "connection_inactive",
  },
  {
    fault: "the connection was made anew",
    inject: ({ target }) => {
      (target.requestingApps.claude as RequestingAppTarget).connectionId = "cwoOld";
    },
    check: "okta.connection",
    verdict: "warn",
    tag: "connection_replaced",
  },
  {
    fault: "a connection that no stack declares",
    inject: ({ org, resource }) => {
      const stranger = addApp(org, "requesting", "By hand");
      stranger.app.sandboxIssuerUrl = "https://elsewhere.example";
      connect(org, stranger, resource);
    },
    check: "okta.undeclaredObjects",
    verdict: "warn",
    tag: "undeclared_objects",
  },
  {
    fault: "a requesting app that no stack declares",
    inject: ({ org }) => void addApp(org, "requesting", "By hand"),
    check: "okta.undeclaredObjects",
    verdict: "warn",
    tag: "undeclared_objects",
  },
  {
    fault: "the resource app is deleted",
    inject: ({ org, resource }) => void org.apps.delete(resource.id),
    check: "okta.resourceApp",
    tag: "resource_app_missing",
  },
  {
    fault: "two apps have the resource app's label, and nothing else tells which it is",
    inject({ target, org, resource }) {
      target.resourceApp = { id: undefined, label: resource.label };
      // Of another integration, so that nobody takes it for an undeclared one.
      addApp(org, "resource", resource.label).name = "another_integration";
    },
    check: "okta.resourceApp",
    tag: "resource_app_ambiguous",
  },
  {
    fault: "the resource app is inactive",
    inject: ({ resource }) => {
      resource.status = "INACTIVE";
    },
    check: "okta.resourceApp",
    tag: "resource_app_inactive",
  },
  {
    fault: "the resource app's issuer has a slash at its end",
    inject: ({ resource }) => {
      resource.app.sandboxIssuerUrl = "https://context7.com/";
    },
    check: "okta.resourceAppIssuer",
    tag: "resource_app_issuer",
  },
];

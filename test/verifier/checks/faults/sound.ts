import { connect } from "../../../sandbox/developer/arrangement";
import { at, type Breakable, rsaKey } from "./fault";

/** A key of a type that came after this package; RFC 7517 §5 has readers ignore it. */
const FOREIGN_KEY = { kty: "AKP", kid: "foreign", alg: "ML-DSA-44", pub: "AA" };

/** What looks unusual and is in order. */
export const SOUND: { difference: string; make(setup: Breakable): void }[] = [
  {
    difference: "the org's address written with a slash at its end",
    make: ({ target }) => {
      target.orgUrl += "/";
    },
  },
  {
    difference: "an inactive connection before the active one",
    make: ({ org, requesting, resource, connection }) => {
      org.connections.clear();
      connect(org, requesting, resource).status = "INACTIVE";
      org.connections.set(connection.id, connection);
    },
  },
  {
    difference: "an app that does not show its client ID at Context7, but a region",
    make: ({ requesting }) => {
      Reflect.deleteProperty(requesting.app, "sandboxClientId");
      requesting.app.region = "us";
    },
  },
  {
    difference: "a key of an unknown type beside the org's sound one",
    make: ({ plan }) =>
      plan(at("acme.okta.com", /^\/oauth2\/v1\/keys$/, 200, { keys: [FOREIGN_KEY, rsaKey(2048)] })),
  },
  {
    difference: "a key of an unknown type beside Context7's sound one",
    make: ({ plan }) =>
      plan(at("context7.com", /ema-jwks$/, 200, { keys: [FOREIGN_KEY, rsaKey(2048)] })),
  },
];

/**
 * The program of a stack that is configuration only: everything comes from the `context7-ema:` keys
 * of `Pulumi.<stack>.yaml`. Used by this repository's Pulumi.yaml, and by any other whose `main`
 * points at `node_modules/context7-ema/dist/src/stack.js`.
 */
import * as pulumi from "@pulumi/pulumi";
import { EnterpriseManagedAuth } from "./components/enterpriseManagedAuth";
import { protectLasting } from "./components/protection";
import { readStackConfiguration } from "./stackConfiguration";

const config = new pulumi.Config("context7-ema");
const ema = new EnterpriseManagedAuth("context7", readStackConfiguration(config), {
  transformations: config.getBoolean("protect") ? [protectLasting] : [],
});

const outputs = {
  orgUrl: ema.orgUrl,
  issuer: ema.issuer,
  resourceIssuer: ema.resourceIssuer,
  resourceAppId: ema.resourceAppId,
  requestingApps: ema.requestingApps,
  teamspace: ema.teamspace,
  policies: ema.policies,
  endpoints: ema.endpoints,
  mcpUrl: ema.mcpUrl,
  clientConfiguration: ema.clientConfiguration,
  verifier: ema.verifier,
};

// Without those that were not declared: Pulumi warns of an output that is undefined.
export = Object.fromEntries(Object.entries(outputs).filter(([, value]) => value !== undefined));

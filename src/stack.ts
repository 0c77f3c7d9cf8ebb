/**
 * The program of a stack that is configuration only: everything comes from the `context7-ema:` keys
 * of `Pulumi.<stack>.yaml`. Used by this repository's Pulumi.yaml, and by any other whose `main`
 * points at `node_modules/context7-ema/dist/src/stack.js`.
 */
import * as pulumi from "@pulumi/pulumi";
import { EnterpriseManagedAuth } from "./components/enterpriseManagedAuth";
import { readStackConfiguration } from "./stackConfiguration";

const ema = new EnterpriseManagedAuth(
  "context7",
  readStackConfiguration(new pulumi.Config("context7-ema")),
);

export const orgUrl = ema.orgUrl;
export const issuer = ema.issuer;
export const resourceAppId = ema.resourceAppId;
export const requestingApps = ema.requestingApps;
export const teamspace = ema.teamspace;
export const endpoints = ema.endpoints;
export const mcpUrl = ema.mcpUrl;
export const clientConfiguration = ema.clientConfiguration;

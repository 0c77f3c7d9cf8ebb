import { z } from "zod";
import { orgUrlInput } from "../check";

/** Whether Okta honours a connection. */
export enum ConnectionStatus {
  /** ID-JAGs are minted. */
  Active = "ACTIVE",
  /** The connection stays, but no ID-JAG is minted. */
  Inactive = "INACTIVE",
}

/** Who makes a connection. */
export enum ConnectionManagement {
  /** This package, through Okta's connections API. */
  Automatic = "automatic",
  /** A person, in the Admin Console, who confirms it with a code. */
  Guided = "guided",
}

export const inputs = z.object({
  orgUrl: orgUrlInput,
  requestingAppId: z.string().min(1),
  resourceAppId: z.string().min(1),
  status: z.enum(ConnectionStatus).default(ConnectionStatus.Active),
  management: z.enum(ConnectionManagement).default(ConnectionManagement.Automatic),
  confirmation: z.string().optional(),
  requireConfirmation: z.boolean().default(false),
  deleteAdopted: z.boolean().default(false),
  featureManaged: z.boolean().default(false),
});
export type Inputs = z.infer<typeof inputs>;

/** What state holds; a later version may add to it. */
export const state = z.object({
  orgUrl: z.string(),
  requestingAppId: z.string(),
  resourceAppId: z.string(),
  status: z.enum(ConnectionStatus),
  management: z.enum(ConnectionManagement).default(ConnectionManagement.Automatic),
  confirmation: z.string().optional(),
  requireConfirmation: z.boolean().default(false),
  deleteAdopted: z.boolean().default(false),
  featureManaged: z.boolean().default(false),
  connectionId: z.string().optional(),
  adopted: z.boolean().default(false),
  observable: z.boolean().default(true),
  confirmationCode: z.string().optional(),
  confirmed: z.boolean().optional(),
});
export type State = z.infer<typeof state>;

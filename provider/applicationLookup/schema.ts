import { z } from "zod";
import { orgUrlInput } from "../check";

/** What an app is in Cross App Access. */
export enum ApplicationRole {
  /** The MCP client, which asks for ID-JAGs. */
  Requesting = "requesting",
  /** Context7, for which they are minted. */
  Resource = "resource",
}

export const inputs = z.object({
  orgUrl: orgUrlInput,
  role: z.enum(ApplicationRole),
  existingId: z.string().min(1).optional(),
  existingLabel: z.string().min(1).optional(),
  catalogKey: z.string().min(1).optional(),
  label: z.string().min(1).optional(),
  issuerUrl: z.string().min(1).optional(),
  configurationPath: z.string().min(1).optional(),
  importedId: z.string().min(1).optional(),
});
export type Inputs = z.infer<typeof inputs>;

/** What is found out about an existing app. */
export const found = z.object({
  appId: z.string().optional(),
  clientId: z.string().optional(),
  label: z.string().optional(),
  appName: z.string().optional(),
  status: z.string().optional(),
  tokenEndpointAuthMethod: z.string().optional(),
});
export type Found = z.infer<typeof found>;

/** What state holds; a later version may add to it. */
export const state = inputs.extend({ orgUrl: z.string(), ...found.shape });

import { z } from "zod";
import { orgUrlInput } from "../check";

export const inputs = z.object({
  orgUrl: orgUrlInput,
  groupNames: z.array(z.string().min(1)).default([]),
  userLogins: z.array(z.string().min(1)).default([]),
  knownUserIds: z.array(z.string().min(1)).default([]),
});
export type Inputs = z.infer<typeof inputs>;

const ids = z.record(z.string(), z.string());

/** What state holds; a later version may add to it. */
export const state = z.object({
  orgUrl: z.string(),
  groupNames: z.array(z.string()).default([]),
  userLogins: z.array(z.string()).default([]),
  groupIds: ids.default({}),
  userIds: ids.default({}),
  knownUserIds: z.array(z.string()).default([]),
  logins: ids.default({}),
});

import { z } from "zod";
import { orgUrlInput } from "../check";

/** What Settings → Features calls it. */
export const CROSS_APP_ACCESS = "Cross App Access";

export const inputs = z.object({
  orgUrl: orgUrlInput,
  name: z.string().min(1).default(CROSS_APP_ACCESS),
});

/** What state holds; a later version may add to it. */
export const state = z.object({
  orgUrl: z.string(),
  name: z.string(),
  featureId: z.string(),
  status: z.string(),
});
export type State = z.infer<typeof state>;

import { z } from "zod";
import { issuerRefusal } from "../okta/issuer";
import { plainScope } from "./guidance";

/** Who enters the teamspace's settings at Context7. */
export enum TeamspaceManagement {
  /** A person, in Context7's dashboard, who confirms it with a code. */
  Guided = "guided",
  /** This package, through an HTTP settings document that Context7 does not offer today. */
  Api = "api",
}

const issuer = z.string().superRefine((value, context) => {
  const message = issuerRefusal(value);
  if (message) context.addIssue({ code: "custom", message });
});

const settingsUrl = z.string().refine(isPlainHttpsUrl, {
  error: ({ input }) =>
    `The settings URL "${input}" must be an https address without user name and fragment.`,
});

export const inputs = z.object({
  issuer,
  scope: z.string().optional().transform(plainScope),
  management: z.enum(TeamspaceManagement).default(TeamspaceManagement.Guided),
  settingsUrl: settingsUrl.optional(),
  confirmation: z.string().optional(),
  requireConfirmation: z.boolean().default(false),
  adopt: z.boolean().default(false),
  deleteAdopted: z.boolean().default(false),
});
export type Inputs = z.infer<typeof inputs>;

/** What state holds; a later version may add to it. */
export const state = z.object({
  issuer: z.string(),
  scope: z.string().optional(),
  management: z.enum(TeamspaceManagement).default(TeamspaceManagement.Guided),
  settingsUrl: z.string().optional(),
  confirmation: z.string().optional(),
  requireConfirmation: z.boolean().default(false),
  adopt: z.boolean().default(false),
  deleteAdopted: z.boolean().default(false),
  adopted: z.boolean().default(false),
  observable: z.boolean().default(false),
  confirmationCode: z.string().optional(),
  confirmed: z.boolean().optional(),
  etag: z.string().optional(),
});
export type State = z.infer<typeof state>;

function isPlainHttpsUrl(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, username, password, hash } = new URL(value);
  return protocol === "https:" && username === "" && password === "" && hash === "";
}

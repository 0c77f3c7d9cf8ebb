/** `existing`: the apps stay only read; `catalog`: the stack takes them over, as they are. */
export const ADOPTION_FORMS = ["existing", "catalog"] as const;
export type AdoptionForm = (typeof ADOPTION_FORMS)[number];

/**
 * `existing`: the apps stay only read. `catalog`: `adopt` takes them over, as they are; `discover` prints
 * what makes such apps anew, in this org or another.
 */
export const ADOPTION_FORMS = ["existing", "catalog"] as const;
export type AdoptionForm = (typeof ADOPTION_FORMS)[number];

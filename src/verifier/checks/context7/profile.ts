import { GRANT_PROFILE_ID_JAG } from "../../../idjag";
import { show } from "../../../idjag/redact";
import type { TargetCheck } from "../../registry";
import { readContext7Metadata } from "./authorizationServer";

/** Advertising the profile is a SHOULD: its absence says nothing of what a redemption brings. */
export const profile: TargetCheck = {
  id: "context7.profile",
  group: "context7",
  link: "context7",
  title: "Context7 advertises the ID-JAG profile",
  severity: "medium",
  needs: ["context7.authorizationServer"],
  access: ["network"],
  async run(context) {
    const found = await readContext7Metadata(context);
    const profiles = found.ok ? [...found.grantProfiles] : [];
    if (!profiles.includes(GRANT_PROFILE_ID_JAG)) {
      const seen = show(context.target.resourceIssuer);
      return { verdict: "warn", tag: "discovery.profile_missing", seen, evidence: { profiles } };
    }
    return { verdict: "pass", summary: "The profile is advertised.", evidence: { profiles } };
  },
};

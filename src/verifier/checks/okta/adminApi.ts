import { z } from "zod";
import { ExplainedError } from "../../../../provider/explainedError";
import { OktaSignInError } from "../../../../provider/okta/accessToken";
import { OktaApiError, saysNothing } from "../../../../provider/okta/error";
import { scrub } from "../../../idjag";
import type { TargetCheck } from "../../registry";

/** Every other check of the admin API would fail for the same reason: one failure, many skips. */
export const adminApi: TargetCheck = {
  id: "okta.adminApi",
  group: "okta",
  title: "The verifier can read the org",
  severity: "medium",
  needs: [],
  access: ["oktaApi"],
  async run({ okta }) {
    try {
      await okta.call(z.array(z.unknown()), {
        method: "GET",
        path: "/api/v1/apps",
        query: { limit: "1" },
        scope: "okta.apps.read",
      });
      return { verdict: "pass", summary: "The admin API answers the verifier's own client." };
    } catch (error) {
      if (!(error instanceof ExplainedError)) throw error;
      // What to do is the cause's to say.
      const seen = error instanceof OktaApiError ? error.seen : error.message;
      return { verdict: "fail", tag: tagOf(error), seen: scrub(seen, [], 800) };
    }
  },
};

function tagOf(error: ExplainedError) {
  const isSignIn = error instanceof OktaSignInError;
  if (!isSignIn && !(error instanceof OktaApiError)) return "okta_sign_in_refused";
  if (saysNothing(error.status)) return "okta_api_no_answer";
  return isSignIn ? "okta_sign_in_refused" : "okta_api_refused";
}

import { z } from "zod";
import { type DiscoveryReason, issuerDifference, statusReason } from "../../src/idjag/metadata";
import { DISCOVERY_REASONS } from "../../src/idjag/reasons/discovery";
import type { ProviderConfig } from "../credentials";
import { ExplainedError } from "../explainedError";
import { effortText, NoAnswer, send } from "../http";

const metadata = z.object({ issuer: z.string() });

/**
 * What Context7 does when the issuer is saved: reads the issuer's OpenID Connect metadata. Done here
 * before somebody is asked to enter an issuer that would be refused.
 *
 * Source: Context7, "EMA with Okta", part 2; OpenID Connect Discovery 1.0 §4.3 (identical issuer).
 *
 * @throws ExplainedError if it cannot be read, or names another issuer.
 */
export async function requireIssuerMetadata(config: ProviderConfig, issuer: string): Promise<void> {
  const url = new URL("/.well-known/openid-configuration", issuer);
  const headers = { accept: "application/json" };
  const answer = await send({ method: "GET", url, headers }, config).catch((error) => {
    if (!(error instanceof NoAnswer)) throw error;
    const what = `did not answer${effortText(error.effort)}: ${error.code}, ${error.message}`;
    throw problem(url, what, "unreachable");
  });
  const reason = statusReason(answer.status);
  if (reason) throw problem(url, `answered ${answer.status}${effortText(answer.effort)}`, reason);
  const found = metadata.safeParse(answer.json).data?.issuer;
  if (found === undefined) {
    const isObject = typeof answer.json === "object" && answer.json !== null;
    throw problem(url, "names no issuer", isObject ? "malformed" : "not_json");
  }
  if (found !== issuer) {
    const what = `names the issuer "${found}", not "${issuer}"`;
    throw problem(url, what, issuerDifference(found, issuer));
  }
}

function problem(url: URL, what: string, reason: DiscoveryReason): ExplainedError {
  return new ExplainedError(
    `${url.href} ${what}. Context7 reads it when the issuer is saved, and would refuse it. ` +
      DISCOVERY_REASONS[reason].remedy,
  );
}

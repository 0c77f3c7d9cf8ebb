import { z } from "zod";
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
    throw problem(
      url,
      `did not answer${effortText(error.effort)}: ${error.code}, ${error.message}`,
    );
  });
  if (answer.status !== 200) {
    throw problem(url, `answered ${answer.status}${effortText(answer.effort)}`);
  }
  const found = metadata.safeParse(answer.json).data?.issuer;
  if (found !== issuer) {
    throw problem(url, `names the issuer ${found ? `"${found}"` : "of nobody"}, not "${issuer}"`);
  }
}

function problem(url: URL, what: string): ExplainedError {
  return new ExplainedError(
    `${url.href} ${what}. Context7 reads it when the issuer is saved, and would refuse it. Check the ` +
      "issuer (the Okta org's address, without -admin), the network and HTTPS_PROXY.",
  );
}

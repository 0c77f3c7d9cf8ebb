import { type ExchangedIdJag, exchangeForIdJag, type LegFailure, scrub } from "../../idjag";
import { explainExchange } from "./explain";
import { saidBy } from "./outcome";
import type { Step } from "./recorder";
import type { Flow } from "./servers";

/** Gets ID-JAGs at Okta, one for each call; keeps the refresh token when Okta rotates it. */
export interface Mint {
  /** The one that a client asks for. */
  forContext7(): Promise<Step<string>>;
  /** One for a probe. */
  for(audience: string, resource: string): Promise<ExchangedIdJag | LegFailure>;
  /** Why the newest refresh token could not be kept; `undefined` where it was, or Okta issued none. */
  notKept(): string | undefined;
}

/** @param onIssued called for every ID-JAG that Okta issued: each counts against its allowance. */
export function createMint(flow: Flow, onIssued: (idJag: string) => void): Mint {
  const { servers, request, target, fetch, known } = flow;
  let subjectToken = request.subject.token;
  let notKept: string | undefined;

  async function exchange(audience: string, resource: string) {
    const result = await exchangeForIdJag({
      server: servers.okta,
      client: request.atOkta,
      subjectToken,
      subjectTokenType: request.subject.type,
      audience,
      resource,
      scope: request.scope,
      fetch,
    });
    if (!result.ok) return result;
    onIssued(result.idJag);
    if (result.refreshToken && request.subject.type === "refresh_token") {
      subjectToken = result.refreshToken;
      await keep(result.refreshToken);
    }
    return result;
  }

  /** The ID-JAG is good all the same: the flow goes on, and says at its end that the next one needs a sign-in. */
  async function keep(token: string): Promise<void> {
    try {
      await request.onRefreshToken?.(token);
      notKept = undefined;
    } catch (error) {
      const why = error instanceof Error ? error.message : "no reason was given";
      notKept = scrub(why, [token, request.subject.token]);
    }
  }

  return {
    for: exchange,
    notKept: () => notKept,
    async forContext7() {
      const asked = { audience: target.resourceIssuer, resource: servers.mcp.resource };
      const result = await exchange(asked.audience, asked.resource);
      if (!result.ok) {
        const finding = explainExchange(result, asked, await known());
        return { finding, said: saidBy(result) };
      }
      const evidence = {
        ...asked,
        tokenType: result.tokenType,
        ...(result.expiresIn !== undefined && { expiresIn: result.expiresIn }),
        rotated: result.refreshToken !== undefined,
      };
      const finding = { verdict: "pass", summary: "Okta issued an ID-JAG.", evidence } as const;
      return { finding, value: result.idJag };
    },
  };
}

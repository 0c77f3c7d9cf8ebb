import { z } from "zod";
import type { ProviderConfig } from "../credentials";
import type { HttpAnswer } from "../http";
import { SETTINGS_REMEDY } from "./dashboard";
import { type RefusalTexts, refused, unexpected } from "./error";
import { requestsTo } from "./request";

export { Context7ApiError } from "./error";

/** The settings document of one teamspace: docs/teamspace-settings.openapi.yaml. */
export interface TeamspaceSettings {
  issuer: string;
  /** Absent: pass through what Okta authorizes. */
  scope?: string;
}

/** A settings document as it was at one moment. */
export interface SettingsVersion {
  settings: TeamspaceSettings;
  etag: string | undefined;
}

/** Under which condition a write is carried out (RFC 9110 §13.1). */
export type Precondition = { "if-match": string } | { "if-none-match": "*" } | undefined;

export interface SettingsClient {
  /** `undefined`: nothing is configured (404). */
  get(): Promise<SettingsVersion | undefined>;
  /** A version of its own making is no conflict: where an answer was lost, what is there is compared. */
  put(settings: TeamspaceSettings, precondition: Precondition): Promise<SettingsVersion>;
  /** Nothing there is as good as deleted. */
  delete(precondition: Precondition): Promise<void>;
}

const document = z.object({
  issuer: z.string(),
  scope: z
    .string()
    .nullish()
    .transform((scope) => scope || undefined),
});

const texts: RefusalTexts = {
  403: {
    headline: "The API key may not change this teamspace's settings",
    remedy:
      " The teamspace must be on an enterprise plan (https://context7.com/dashboard/billing), and the" +
      " key must be made by an owner or admin.",
  },
  412: {
    headline: "Somebody else changed the teamspace's settings meanwhile",
    remedy: ` ${SETTINGS_REMEDY}`,
  },
  422: {
    headline: "Context7 refused the issuer or the scope",
    remedy:
      " It must be the org authorization server (https://acme.okta.com), and its" +
      " /.well-known/openid-configuration must be reachable from Context7.",
  },
};

/**
 * @param settingsUrl https address of the settings document.
 * @throws SettingsError if there is no API key.
 */
export function settingsClient(config: ProviderConfig, settingsUrl: string): SettingsClient {
  const url = new URL(settingsUrl);
  const ask = requestsTo(url, config, "Check settingsUrl, the network and HTTPS_PROXY.");

  async function get(): Promise<SettingsVersion | undefined> {
    const answer = await ask("GET");
    if (answer.status === 404) return undefined;
    return version("GET", url, answer, [200]);
  }

  return {
    get,
    async put(settings, precondition) {
      const answer = await ask("PUT", { headers: precondition, body: settings });
      if (answer.status === 412 && answer.effort.retries > 0) {
        // An earlier attempt may have got through though its answer did not; then it is the very
        // version that the precondition of the last one ran into.
        const there = await get();
        if (there && isSame(there.settings, settings)) return there;
      }
      return version("PUT", url, answer, [200, 201]);
    },
    async delete(precondition) {
      const answer = await ask("DELETE", { headers: precondition });
      if (![200, 204, 404].includes(answer.status)) throw refused("DELETE", url, answer, texts);
    },
  };
}

function isSame(one: TeamspaceSettings, other: TeamspaceSettings): boolean {
  return one.issuer === other.issuer && one.scope === other.scope;
}

function version(method: string, url: URL, answer: HttpAnswer, good: number[]): SettingsVersion {
  if (!good.includes(answer.status)) throw refused(method, url, answer, texts);
  const settings = document.safeParse(answer.json);
  if (!settings.success) {
    throw unexpected(method, url, answer, settings.error, {
      what: "a settings document",
      remedy: "Check settingsUrl; the contract is docs/teamspace-settings.openapi.yaml.",
    });
  }
  return { settings: settings.data, etag: [answer.headers.etag].flat()[0] };
}

import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from "node:crypto";

/** How long a browser stays logged in, in seconds. */
export const SESSION_SECONDS = 12 * 60 * 60;

/** Who may come in where others than this machine reach the verifier. */
export interface Access {
  /** Whether `Authorization: Bearer …` holds the key. */
  isBearer(authorization: string | undefined): boolean;
  isKey(text: string): boolean;
  /** A cookie's value for a browser that knew the key. Says nothing about the key. */
  newSession(): string;
  isSession(cookie: string | undefined): boolean;
}

/**
 * Access by one key. A session is a signed expiry: it holds at every replica, survives a restart and
 * ends with the key. What it is signed with is derived from the key, one way (RFC 5869).
 *
 * @param now milliseconds since 1970.
 */
export function accessBy(key: string, now: () => number = Date.now): Access {
  const signingKey = Buffer.from(hkdfSync("sha256", key, "", "context7-ema verifier session", 32));
  const signature = (text: string) =>
    createHmac("sha256", signingKey).update(text).digest("base64url");

  return {
    isBearer(authorization) {
      const [, token] = /^Bearer +([\x21-\x7e]+)$/i.exec(authorization ?? "") ?? [];
      return token !== undefined && isSame(token, key);
    },
    isKey: (text) => isSame(text, key),
    newSession() {
      const expiry = Math.floor(now() / 1000) + SESSION_SECONDS;
      const text = `${expiry}.${randomBytes(16).toString("base64url")}`;
      return `${text}.${signature(text)}`;
    },
    isSession(cookie) {
      const [, text = "", expiry, sent = ""] =
        /^((\d{1,12})\.[\w-]{22})\.([\w-]{43})$/.exec(cookie ?? "") ?? [];
      return text !== "" && isSame(sent, signature(text)) && Number(expiry) * 1000 > now();
    },
  };
}

/**
 * Compares in constant time: digests under a key of this process have one length, whatever was sent,
 * and nobody outside can make two of them alike in part.
 */
function isSame(one: string, other: string): boolean {
  const digest = (text: string) => createHmac("sha256", comparisonKey).update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}

const comparisonKey = randomBytes(32);

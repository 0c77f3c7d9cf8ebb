import type { IdJagHeader } from "./header";

/** An issuer has one header for each of its keys: this many are more than it rotates through. */
const MAX_HEADERS = 16;

/** Headers that were read and checked before, by their text in the token. */
export interface HeaderMemory {
  recall(text: string): IdJagHeader | undefined;
  /** To be called once the signature over this text holds, so that nobody else fills the memory. */
  remember(text: string, header: IdJagHeader): void;
}

/**
 * Spares reading the same header again for each token of a signer. Only what is the same for every
 * token is remembered: that this text is a header without faults. Which key it names, and whether
 * that key is still the issuer's, is asked anew each time.
 */
export function createHeaderMemory(): HeaderMemory {
  const headers = new Map<string, IdJagHeader>();
  return {
    recall: (text) => headers.get(text),
    remember(text, header) {
      if (headers.has(text)) return;
      // It is handed out with every verification: nobody may change it, at any depth.
      if (Object.values(header).some((value) => typeof value === "object")) return;
      for (const oldest of headers.keys()) {
        if (headers.size < MAX_HEADERS) break;
        headers.delete(oldest);
      }
      headers.set(text, Object.freeze(header));
    },
  };
}

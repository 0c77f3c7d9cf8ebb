import { bucketOf } from "../okta/management/rateLimit";
import type { RateLimits, RequestRecord } from "../world";

/** How much of one of Okta's rate-limit buckets was used. */
export interface BucketUse {
  bucket: string;
  limit: number;
  calls: number;
  /** Minutes with calls: each begins with the first call after the last one's end. */
  windows: number;
  /** Calls of the fullest of them. */
  most: number;
}

const MINUTE = 60_000;

/** Reads from the log of requests how an org's buckets were used; those with calls only. */
export function bucketUse(requests: readonly RequestRecord[], limits: RateLimits): BucketUse[] {
  const moments = new Map<string, number[]>();
  for (const { path, at } of requests) {
    const bucket = bucketOf(limits, path.split("?", 1)[0] ?? "");
    if (bucket === undefined) continue;
    const calls = moments.get(bucket);
    if (calls) calls.push(at);
    else moments.set(bucket, [at]);
  }
  return [...moments].map(([bucket, calls]) => {
    const windows: { from: number; calls: number }[] = [];
    for (const at of calls) {
      // Okta's clock for limits has whole seconds.
      const second = Math.floor(at / 1000) * 1000;
      const last = windows.at(-1);
      if (last && second < last.from + MINUTE) last.calls += 1;
      else windows.push({ from: second, calls: 1 });
    }
    const most = Math.max(...windows.map((window) => window.calls));
    const limit = limits[bucket] ?? 0;
    return { bucket, limit, calls: calls.length, windows: windows.length, most };
  });
}

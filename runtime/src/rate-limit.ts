import { sleep } from "./time.js";
import type { TransportReply } from "./transport.js";

/** Holds requests back. Made by `rateLimit`; share one between clients that share a quota. */
export interface RateLimit {
  /** Answers when the next request may leave; rejects with the reason of the signal when that is aborted before. */
  wait(signal: AbortSignal | undefined): Promise<void>;
  /** Told of every reply. */
  report(reply: TransportReply): void;
}

/** How fast requests may leave. */
export interface RateLimitOptions {
  /** At most so many a second. */
  readonly perSecond: number;
  /** So many may leave at once after a pause. Default: 1. */
  readonly burst?: number | undefined;
}

/** The rate never falls below this part of the one asked for. */
const slowest = 1 / 32;

/**
 * A limiter on the client's side: spaces requests out, halves its rate after each 429, and gains it back by a
 * twentieth with every other reply.
 */
export function rateLimit({ perSecond, burst = 1 }: RateLimitOptions): RateLimit {
  let rate = perSecond;
  // When the next request would be due if all had to keep their distance.
  let next = 0;
  return {
    async wait(signal) {
      const now = performance.now();
      const gap = 1000 / rate;
      const due = Math.max(next, now);
      next = due + gap;
      const pause = due - gap * (burst - 1) - now;
      if (pause > 0) await sleep(pause, signal);
    },
    report({ status }) {
      if (status === 429) rate = Math.max(rate / 2, perSecond * slowest);
      else rate = Math.min(rate + perSecond / 20, perSecond);
    },
  };
}

import { ConfigurationError, retryAfterMs } from "./errors.js";
import { within } from "./time.js";
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
/** The longest `Retry-After` that all wait for. Calls beyond it had better fail by the server's answer than hang. */
const longestHoldMs = 60_000;

/**
 * A limiter on the client's side: spaces requests out in the order in which they come, halves its rate after each 429, and
 * gains it back by a twentieth with every other reply. A 429 with `Retry-After` of a minute at most holds all requests
 * back for that time.
 *
 * @throws ConfigurationError unless `perSecond` is above 0 and `burst` at least 1
 */
export function rateLimit({ perSecond, burst = 1 }: RateLimitOptions): RateLimit {
  if (!(perSecond > 0 && burst >= 1))
    throw new ConfigurationError("rateLimit: perSecond must be above 0 and burst at least 1");
  let rate = perSecond;
  // When the next request would be due if all had to keep their distance.
  let next = 0;
  let heldUntil = 0;
  // Settles when those that came before have left or given up: only the first in the queue watches the time, so that a
  // slot is taken by none but those that leave.
  let queue: Promise<unknown> = Promise.resolve();

  const wait = async (signal: AbortSignal | undefined): Promise<void> => {
    for (;;) {
      const now = performance.now();
      const gap = 1000 / rate;
      const pause = Math.max(next - gap * (burst - 1), heldUntil) - now;
      if (pause <= 0) {
        next = Math.max(next, now) + gap;
        return;
      }
      await within(pause, signal);
    }
  };
  return {
    wait(signal) {
      const before = queue;
      const turn = within(Infinity, signal, undefined, () => before.then(() => undefined)).then(() => wait(signal));
      // One that gives up early must not let those behind it overtake those before it.
      queue = turn.catch(() => before);
      return turn;
    },
    report({ status, headers }) {
      if (status === 429) {
        rate = Math.max(rate / 2, perSecond * slowest);
        const asked = retryAfterMs(headers) ?? 0;
        if (asked <= longestHoldMs) heldUntil = Math.max(heldUntil, performance.now() + asked);
      } else rate = Math.min(rate + perSecond / 20, perSecond);
    },
  };
}

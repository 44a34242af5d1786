import { ConfigurationError, retryAfterMs } from "./errors.js";
import { sleep, within } from "./time.js";
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

/** The longest `Retry-After` that all wait for. Calls beyond it had better fail by the server's answer than hang. */
const longestHoldMs = 60_000;

/**
 * A limiter on the client's side: spaces requests out in the order in which they come, halves its rate after each 429,
 * though never below a 32nd of what it began with, and gains it back by a twentieth with every other reply. A 429 with
 * `Retry-After` of a minute at most holds all requests back for that time.
 *
 * @throws ConfigurationError unless `perSecond` is above 0 and `burst` at least 1
 */
export function rateLimit({ perSecond, burst = 1 }: RateLimitOptions): RateLimit {
  if (!(perSecond > 0 && burst >= 1)) throw new ConfigurationError("rateLimit wants perSecond > 0 and burst >= 1");
  let rate = perSecond;
  // When the next request would be due if all had to keep their distance.
  let next = 0;
  let heldUntil = 0;
  // Settles when those that came before have left or given up: only the first in the queue watches the time, so that a
  // slot is taken by none but those that leave.
  let queue = Promise.resolve();

  // How long until the first in the queue may leave.
  const pause = (): number => Math.max(next - (1000 / rate) * (burst - 1), heldUntil) - performance.now();
  return {
    wait(signal) {
      const before = queue;
      const turn = within(Infinity, signal, undefined, () => before).then(async () => {
        // While it waits, another 429 may come.
        for (let ms = pause(); ms > 0; ms = pause()) await sleep(ms, signal);
        next = Math.max(next, performance.now()) + 1000 / rate;
      });
      // One that gives up early must not let those behind it overtake those before it.
      queue = turn.catch(() => before);
      return turn;
    },
    report({ status, headers }) {
      const asked = (status === 429 && retryAfterMs(headers)) || 0;
      if (asked <= longestHoldMs) heldUntil = Math.max(heldUntil, performance.now() + asked);
      rate = status === 429 ? Math.max(rate / 2, perSecond / 32) : Math.min(rate + perSecond / 20, perSecond);
    },
  };
}

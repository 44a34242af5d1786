import { TimeoutError, type ApiError, type ConnectionError } from "./errors.js";

/** How often and when a failed call is tried again. */
export interface RetryOptions {
  /** How many times after the first attempt. 0 switches retries off. Default: 2. */
  readonly retries?: number | undefined;
  /** The first pause is a random part of this, the next a random part of twice as much, in milliseconds. Default: 500. */
  readonly baseDelayMs?: number | undefined;
  /** Longest pause, in milliseconds. Default: 8,000. */
  readonly maxDelayMs?: number | undefined;
  /**
   * The longest `Retry-After` that is obeyed, in milliseconds; when the server asks for more, the call fails at once,
   * since to come back earlier would be useless. Default: 60,000.
   */
  readonly maxRetryAfterMs?: number | undefined;
}

/**
 * How long to pause before the next attempt, in milliseconds; infinite when there should be none.
 *
 * @param failures how many attempts have failed before this one
 * @param isRepeatable whether the request may be sent again when its outcome is unknown
 */
export const retryDelay = (
  error: unknown,
  failures: number,
  isRepeatable: boolean,
  { retries = 2, baseDelayMs = 500, maxDelayMs = 8_000, maxRetryAfterMs = 60_000 }: RetryOptions,
): number => {
  if (failures >= retries) return Infinity;
  const { sent, status, retryAfterMs: asked } = Object(error) as Told;
  const isPassing = sent || error instanceof TimeoutError || /^(408|429|5\d[^15])$/.test(`${status}`);
  if (sent !== false && !(isRepeatable && isPassing)) return Infinity;
  if (asked === undefined) return Math.random() * Math.min(maxDelayMs, baseDelayMs * 2 ** failures);
  return asked > maxRetryAfterMs ? Infinity : asked;
};

/** What some errors tell. */
type Told = Partial<Pick<ConnectionError, "sent"> & Pick<ApiError, "status" | "retryAfterMs">>;

import { retryAfterMs, WaiterError } from "./errors.js";
import { sleep, within } from "./time.js";
import type { Reply, RequestOptions } from "./types.js";

/** What a look at something tells of the wait for it. */
export type Verdict = "done" | "failed" | "pending";

/** How often to look, unless a reply says by `Retry-After` when to come back. */
export interface Pace {
  /** Pause before the first look, in milliseconds. Default: 0. */
  readonly firstDelayMs?: number | undefined;
  /** Pause between the first looks, in milliseconds. Default: 5,000. */
  readonly delayMs?: number | undefined;
  /** What each pause is multiplied by to give the next. Default: 1. */
  readonly growth?: number | undefined;
  /**
   * Instead of growth after each look: a pause lasts this many looks, then it doubles, and then twice as many looks, and
   * so on. The pace of the IONOS libraries is 10.
   */
  readonly scaleUp?: number | undefined;
  /** Longest pause between looks, in milliseconds, also when `Retry-After` asks for a longer one. Default: no limit. */
  readonly maxDelayMs?: number | undefined;
  /**
   * Longest wait, in milliseconds; 0 means no limit. At its end there is one last look, which has as long again, but at
   * most 10 seconds. Default: 3,600,000.
   */
  readonly maxWaitMs?: number | undefined;
}

/** What is told of a wait after each look. */
export interface Progress<T> {
  /** What the look gave; undefined when it failed with an error. */
  readonly value: T | undefined;
  /** What that means for the wait. */
  readonly verdict: Verdict;
  /** How many looks there have been. */
  readonly looks: number;
  /** How long the wait has been going on, its first pause included, in milliseconds. */
  readonly elapsedMs: number;
}

/** What a caller may say about a wait. */
export interface WaitOptions<T = unknown> extends Pace, Pick<RequestOptions, "headers" | "timeoutMs" | "retry"> {
  /** Ends the wait, and not what is waited for. */
  readonly signal?: AbortSignal | undefined;
  /** Called after each look. */
  readonly onProgress?: ((progress: Progress<T>) => void) | undefined;
}

/** What is waited for. */
export interface Waiter<T> extends Pace {
  /** For messages. */
  readonly name: string;
  /** Takes a look. Its signal is aborted when the caller's is, and when the look outlasts the longest wait. */
  readonly poll: (options: RequestOptions) => Promise<T>;
  /** What the value of a look means. */
  readonly judge: (value: T) => Verdict;
  /** What an error means, for example "done" for a 404 when a deletion is waited for. Without it, errors end the wait. */
  readonly judgeError?: ((error: unknown) => Verdict | undefined) | undefined;
  /** Why it failed, in the server's words. */
  readonly explain?: ((value: T) => string | undefined) | undefined;
}

/** The longest pause that the timers of all platforms can count, in milliseconds. */
const longestPause = 2 ** 31 - 1;

/**
 * Waits until something is so, and answers with what was seen last; undefined when an error decided.
 *
 * @throws WaiterError when it fails or takes too long, with the last value, and as `cause` the error that the last look
 *   failed with, if it did; the signal's reason when that is aborted; what `poll` throws and `judgeError` does not judge
 */
export async function waitUntil<T>(waiter: Waiter<T>, options: WaitOptions<T> = {}): Promise<T> {
  const { name, poll, judge, judgeError, explain } = waiter;
  const { signal: caller, onProgress } = options;
  const pick = (key: keyof Pace, usual: number): number => options[key] ?? waiter[key] ?? usual;
  const maxWaitMs = pick("maxWaitMs", 3_600_000) || Infinity;
  const maxDelayMs = pick("maxDelayMs", Infinity);
  const firstDelayMs = pick("firstDelayMs", 0);
  let delayMs = pick("delayMs", 5_000);
  let scaleUp = pick("scaleUp", 0);
  const growth = scaleUp > 0 ? 2 : pick("growth", 1);
  let growsAtMs = delayMs * scaleUp;
  let last: T | undefined;
  let failed: ErrorOptions | undefined;

  const begun = performance.now();
  const elapsed = (): number => performance.now() - begun;
  const rest = (ms: number): Promise<void> => sleep(Math.min(ms, maxWaitMs - elapsed(), longestPause), caller);
  const failure = (reason: WaiterError["reason"], what: string, said?: string): WaiterError<T> => {
    const why = failed ? messageOf(failed.cause) : said;
    return new WaiterError(`${name}: ${what}${why ? `: ${why}` : ""}`, reason, last, failed);
  };
  const late = (): WaiterError<T> => failure("timeout", `not done within ${maxWaitMs} ms (maxWaitMs)`);

  if (firstDelayMs > 0) await rest(firstDelayMs);
  for (let looks = 1; ; looks++) {
    let askedMs: number | undefined;
    let value: T | undefined;
    const onReply = ({ headers }: Reply): unknown => (askedMs = retryAfterMs(headers));
    const look = async (signal: AbortSignal): Promise<Verdict> => {
      try {
        last = value = await poll({ ...options, signal, onReply });
        failed = undefined;
        return judge(value);
      } catch (cause) {
        const verdict = signal.aborted ? undefined : judgeError?.(cause);
        if (verdict === undefined) throw cause;
        failed = { cause };
        return verdict;
      }
    };
    // A look may be under way, or only begin, when the longest wait is over; it still is the one that tells most.
    const verdict = await within(Math.max(0, maxWaitMs - elapsed()) + Math.min(maxWaitMs, 10_000), caller, late, look);
    const elapsedMs = elapsed();
    onProgress?.({ value, verdict, looks, elapsedMs });
    // Only an error judged to be the end leaves the value open, and such waiters promise none.
    if (verdict === "done") return value as T;
    if (verdict === "failed") throw failure("failed", "failed", value === undefined ? undefined : explain?.(value));
    // Timers may be early by less than a millisecond.
    if (elapsedMs > maxWaitMs - 1) throw late();
    if (scaleUp > 0 ? elapsedMs > growsAtMs : looks > 1) {
      delayMs *= growth;
      growsAtMs = elapsedMs + delayMs * scaleUp;
      scaleUp *= 2;
    }
    await rest(Math.min(askedMs ?? delayMs, maxDelayMs));
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Repeats a request until its answer passes a check, and gives that answer. */
export async function waitFor<T>(
  wanted: Pace & { readonly request: (options: RequestOptions) => Promise<T>; readonly check: (value: T) => boolean },
  options?: WaitOptions<T>,
): Promise<T> {
  const { request: poll, check } = wanted;
  const judge = (value: T): Verdict => (check(value) ? "done" : "pending");
  return waitUntil({ ...wanted, name: "waitFor", poll, judge }, options);
}

/**
 * Shows a wait on a terminal, to be given as `onProgress`: a mark for each look, and the end of the line when it is over.
 *
 * @param write takes text, for example `(text) => process.stdout.write(text)`
 */
export function progressPrinter(write: (text: string) => void, mark = "."): (progress: Progress<unknown>) => void {
  return ({ verdict }) => write(verdict === "pending" ? mark : `${mark} ${verdict}\n`);
}

import { retryAfterMs, WaiterError } from "./errors.js";
import { sleep } from "./time.js";
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
  /** Longest pause, in milliseconds. Default: no limit. */
  readonly maxDelayMs?: number | undefined;
  /** Longest wait, in milliseconds; 0 means no limit. Default: 3,600,000. */
  readonly maxWaitMs?: number | undefined;
}

/** What is told of a wait after each look. */
export interface Progress<T> {
  readonly value: T | undefined;
  readonly verdict: Verdict;
  /** How many looks there have been. */
  readonly looks: number;
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
  /** Takes a look. */
  readonly poll: (options: RequestOptions) => Promise<T>;
  readonly judge: (value: T) => Verdict;
  /** What an error means, for example "done" for a 404 when a deletion is waited for. Without it, errors end the wait. */
  readonly judgeError?: ((error: unknown) => Verdict | undefined) | undefined;
  /** Why it failed, in the server's words. */
  readonly explain?: ((value: T) => string | undefined) | undefined;
}

/**
 * Waits until something is so, and answers with what was seen last; undefined when an error decided.
 *
 * @throws WaiterError when it fails or takes too long; the signal's reason when that is aborted; what `poll` throws
 */
export async function waitUntil<T>(waiter: Waiter<T>, options: WaitOptions<T> = {}): Promise<T> {
  const { name, poll, judge, judgeError, explain } = waiter;
  const { signal, headers, timeoutMs, retry, onProgress } = options;
  const pick = (key: keyof Pace, usual: number): number => options[key] ?? waiter[key] ?? usual;
  const maxWaitMs = pick("maxWaitMs", 3_600_000) || Infinity;
  const pause = pauses(pick("delayMs", 5_000), pick("growth", 1), pick("scaleUp", 0), pick("maxDelayMs", Infinity));
  const begun = performance.now();
  const firstDelay = Math.min(pick("firstDelayMs", 0), maxWaitMs);
  if (firstDelay > 0) await sleep(firstDelay, signal);
  for (let looks = 1; ; looks++) {
    let value: T | undefined;
    let verdict: Verdict;
    let askedMs: number | undefined;
    const onReply = (reply: Reply): void => {
      askedMs = retryAfterMs(reply.headers);
    };
    try {
      value = await poll({ signal, headers, timeoutMs, retry, onReply });
      verdict = judge(value);
    } catch (error) {
      const judged = signal?.aborted ? undefined : judgeError?.(error);
      if (judged === undefined) throw error;
      verdict = judged;
    }
    const elapsedMs = performance.now() - begun;
    onProgress?.({ value, verdict, looks, elapsedMs });
    // Only an error judged to be the end leaves the value open, and such waiters promise none.
    if (verdict === "done") return value as T;
    if (verdict === "failed") {
      const why = value === undefined ? undefined : explain?.(value);
      throw new WaiterError(`${name}: failed${why === undefined ? "" : `: ${why}`}`, "failed", value);
    }
    const pace = pause(elapsedMs);
    const delay = askedMs ?? pace;
    if (elapsedMs + delay > maxWaitMs) {
      throw new WaiterError(`${name}: not done within ${maxWaitMs} ms (maxWaitMs)`, "timeout", value);
    }
    await sleep(delay, signal);
  }
}

/** Pauses that grow with each look, or in steps as time goes by. */
function pauses(first: number, growth: number, scaleUp: number, longest: number): (elapsedMs: number) => number {
  let delay = first;
  let steps = scaleUp;
  let due = delay * steps;
  return (elapsedMs) => {
    const now = delay;
    if (scaleUp === 0) delay *= growth;
    else if (elapsedMs > due) {
      delay *= 2;
      due = elapsedMs + delay * steps;
      steps *= 2;
      return Math.min(delay, longest);
    }
    return Math.min(now, longest);
  };
}

/** Repeats a request until its answer passes a check, and gives that answer. */
export async function waitFor<T>(
  wanted: Pace & { readonly request: (options: RequestOptions) => Promise<T>; readonly check: (value: T) => boolean },
  options?: WaitOptions<T>,
): Promise<T> {
  const { request, check, ...pace } = wanted;
  const judge = (value: T): Verdict => (check(value) ? "done" : "pending");
  return waitUntil({ ...pace, name: "waitFor", poll: request, judge }, options);
}

/**
 * Shows a wait on a terminal, to be given as `onProgress`: a mark for each look, and the end of the line when it is over.
 *
 * @param write takes text, for example `(text) => process.stdout.write(text)`
 */
export function progressPrinter(write: (text: string) => void, mark = "."): (progress: Progress<unknown>) => void {
  return ({ verdict }) => write(verdict === "pending" ? mark : `${mark} ${verdict}\n`);
}

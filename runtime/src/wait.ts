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

/** What one look gave. */
interface Look<T> {
  readonly value?: T;
  readonly verdict: Verdict;
  /** Set when it failed with an error that the waiter has an opinion on. */
  readonly options?: ErrorOptions;
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
  const { signal: caller, headers, timeoutMs, retry, onProgress } = options;
  const pick = (key: keyof Pace, usual: number): number => options[key] ?? waiter[key] ?? usual;
  const maxWaitMs = pick("maxWaitMs", 3_600_000) || Infinity;
  const maxDelayMs = pick("maxDelayMs", Infinity);
  const firstDelayMs = pick("firstDelayMs", 0);
  const pause = pauses(pick("delayMs", 5_000), pick("growth", 1), pick("scaleUp", 0));
  const begun = performance.now();
  let last: T | undefined;
  let seen: Look<T> | undefined;
  let isLast = false;

  const elapsed = (): number => performance.now() - begun;
  const rest = async (wantedMs: number): Promise<void> => {
    const ms = Math.min(wantedMs, longestPause);
    const leftMs = maxWaitMs - elapsed();
    isLast = ms >= leftMs;
    await sleep(Math.min(ms, leftMs), caller);
  };
  const failure = (reason: WaiterError["reason"], what: string, why?: string): WaiterError<T> => {
    const said = why ?? (seen?.options && messageOf(seen.options.cause));
    return new WaiterError(`${name}: ${what}${said ? `: ${said}` : ""}`, reason, last, seen?.options);
  };
  const late = (): WaiterError<T> => failure("timeout", `not done within ${maxWaitMs} ms (maxWaitMs)`);

  if (firstDelayMs > 0) await rest(firstDelayMs);
  for (let looks = 1; ; looks++) {
    let askedMs: number | undefined;
    const onReply = (reply: Reply): void => {
      askedMs = retryAfterMs(reply.headers);
    };
    const look = async (signal: AbortSignal): Promise<Look<T>> => {
      try {
        const value = await poll({ signal, headers, timeoutMs, retry, onReply });
        return { value, verdict: judge(value) };
      } catch (cause) {
        const verdict = signal.aborted ? undefined : judgeError?.(cause);
        if (verdict === undefined) throw cause;
        return { verdict, options: { cause } };
      }
    };
    // A look may be under way, or only begin, when the longest wait is over; it still is the one that tells most.
    seen = await within(Math.max(0, maxWaitMs - elapsed()) + Math.min(maxWaitMs, 10_000), caller, late, look);
    const { value, verdict } = seen;
    if (!seen.options) last = value;
    const elapsedMs = elapsed();
    onProgress?.({ value, verdict, looks, elapsedMs });
    // Only an error judged to be the end leaves the value open, and such waiters promise none.
    if (verdict === "done") return value as T;
    if (verdict === "failed") throw failure("failed", "failed", value === undefined ? undefined : explain?.(value));
    const pace = pause(elapsedMs);
    if (isLast || elapsedMs >= maxWaitMs) throw late();
    await rest(Math.min(askedMs ?? pace, maxDelayMs));
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Pauses that grow with each look, or in steps as time goes by. */
function pauses(first: number, growth: number, scaleUp: number): (elapsedMs: number) => number {
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
      return delay;
    }
    return now;
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

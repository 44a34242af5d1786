import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { waitUntil, WaiterError, type Verdict, type WaitOptions, type Waiter } from "@clientwright/runtime";
import { failure } from "./support.js";

/** A look that gives each of these in turn, and the last one for ever. Errors are thrown. */
function inTurn(...seen: unknown[]): () => Promise<unknown> {
  return async () => {
    const next = seen.length > 1 ? seen.shift() : seen[0];
    if (next instanceof Error) throw next;
    return next;
  };
}

const isPending = (): Verdict => "pending";

describe("what a wait without success says", () => {
  const wait = (waiter: Partial<Waiter<unknown>>, options?: WaitOptions): Promise<unknown> =>
    failure(waitUntil({ name: "w", poll: inTurn(1), judge: isPending, delayMs: 1, ...waiter }, options));

  test("an error that means failure is the cause, and the value before it is the last", async () => {
    const gone = new Error("410 gone");
    const error = await wait({ poll: inTurn("building", "building", gone), judgeError: () => "failed" });
    expect(error).toBeInstanceOf(WaiterError);
    expect(error).toMatchObject({ reason: "failed", last: "building", cause: gone, message: "w: failed: 410 gone" });
  });

  test("a failure at the first look has no last value", async () => {
    const error = await wait({ poll: inTurn(new Error("410 gone")), judgeError: () => "failed" });
    expect(error).toMatchObject({ last: undefined, message: "w: failed: 410 gone" });
  });

  test("after the longest wait, the same", async () => {
    const missing = new Error("404");
    const waiter = { poll: inTurn("building", missing), judgeError: isPending, delayMs: 100 };
    const error = await wait(waiter, { maxWaitMs: 700 });
    expect(error).toMatchObject({
      reason: "timeout",
      last: "building",
      cause: missing,
      message: "w: not done within 700 ms (maxWaitMs): 404",
    });
  });

  test("an error that is over is not the cause", async () => {
    const poll = inTurn(new Error("404"), "broken");
    const judge = (value: unknown): Verdict => (value === "broken" ? "failed" : "pending");
    const error = await wait({ poll, judge, judgeError: isPending });
    expect(error).toMatchObject({ last: "broken", message: "w: failed" });
    expect(error).not.toHaveProperty("cause");
  });

  test("what is thrown need not be an error", async () => {
    const poll = (): Promise<never> => Promise.reject("nonsense");
    const error = await wait({ poll, judgeError: () => "failed" });
    expect(error).toMatchObject({ cause: "nonsense", message: "w: failed: nonsense" });
  });
});

describe("the longest wait", () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] }));
  afterEach(() => void vi.useRealTimers());

  /** Runs a wait on a clock that jumps; gives what came of it, and when, in milliseconds. */
  async function ended(wait: Promise<unknown>, stepMs = 1): Promise<{ result: unknown; afterMs: number }> {
    const begun = performance.now();
    let found: { result: unknown; afterMs: number } | undefined;
    const keep = (result: unknown): void => void (found = { result, afterMs: performance.now() - begun });
    void wait.then(keep, keep);
    for (let step = 0; found === undefined && step < 5000; step++) await vi.advanceTimersByTimeAsync(stepMs);
    if (found === undefined) throw new Error("the wait did not end");
    return found;
  }
  const neverAnswers = (): Promise<never> => new Promise(() => undefined);

  test("does not go on for a look that hangs", async () => {
    const signals: (AbortSignal | undefined)[] = [];
    const poll = ({ signal }: { signal?: AbortSignal | undefined }): Promise<never> => {
      signals.push(signal);
      return neverAnswers();
    };
    // The caller's word on errors is not asked: it is the wait that ends, and not the look that fails.
    const judgeError = isPending;
    const { result, afterMs } = await ended(
      waitUntil({ name: "w", poll, judge: isPending, judgeError, maxWaitMs: 50 }, { onProgress: () => undefined }),
    );
    expect(result).toMatchObject({ name: "WaiterError", reason: "timeout", last: undefined });
    expect(afterMs).toBeLessThanOrEqual(100);
    expect(signals.map((signal) => signal?.aborted)).toEqual([true]);
  });

  test("leaves the last look ten seconds at most", async () => {
    const poll = vi.fn(neverAnswers).mockResolvedValueOnce("building" as never);
    const { result, afterMs } = await ended(waitUntil({ name: "w", poll, judge: isPending, maxWaitMs: 60_000 }), 1000);
    expect(result).toMatchObject({ reason: "timeout", last: "building" });
    expect(afterMs).toBe(70_000);
  });

  test("ends with a look, however long the pauses have become", async () => {
    const begun = performance.now();
    const poll = async (): Promise<number> => performance.now() - begun;
    const judge = (ms: number): Verdict => (ms >= 80 ? "done" : "pending");
    const { result } = await ended(waitUntil({ name: "w", poll, judge, delayMs: 50, maxWaitMs: 90 }));
    expect(result).toBe(90);
  });

  test("leaves time for a first look that comes at its end", async () => {
    const poll = (): Promise<string> => new Promise((resolve) => setTimeout(resolve, 20, "x"));
    const judge = (): Verdict => "done";
    expect(await ended(waitUntil({ name: "w", poll, judge, firstDelayMs: 500, maxWaitMs: 40 }))).toEqual({
      result: "x",
      afterMs: 60,
    });
  });

  test("a look that outlasts it is the last one", async () => {
    const poll = vi.fn(() => new Promise((resolve) => setTimeout(resolve, 60, "late")));
    const { result, afterMs } = await ended(
      waitUntil({ name: "w", poll, judge: isPending, delayMs: 1, maxWaitMs: 50 }),
    );
    expect(result).toMatchObject({ reason: "timeout", last: "late" });
    expect([afterMs, poll.mock.calls.length]).toEqual([60, 1]);
  });

  test("without one, pauses stay within what a timer can count", async () => {
    const longest = 2 ** 31 - 1;
    for (const asked of ["9999999", "9".repeat(400)]) {
      let looks = 0;
      const poll: Waiter<number>["poll"] = async ({ onReply }) => {
        onReply?.({ status: 200, url: "", headers: new Headers({ "retry-after": asked }) });
        return ++looks;
      };
      const judge = (count: number): Verdict => (count === 3 ? "done" : "pending");
      expect(await ended(waitUntil({ name: "w", poll, judge, maxWaitMs: 0 }), longest)).toEqual({
        result: 3,
        afterMs: 2 * longest,
      });
    }
  });

  test("without one, growing pauses do as well", async () => {
    const judge = (count: unknown): Verdict => (count === 4 ? "done" : "pending");
    const pace = { delayMs: 1, growth: 1e200, maxWaitMs: 0 };
    const { result } = await ended(waitUntil({ name: "w", poll: inTurn(1, 2, 3, 4), judge, ...pace }), 2 ** 31 - 1);
    expect(result).toBe(4);
  });

  test("without one, a look may take its time", async () => {
    const poll = (): Promise<string> => new Promise((resolve) => setTimeout(resolve, 7_200_000, "x"));
    const waiter = { name: "w", poll, judge: (): Verdict => "done", maxWaitMs: 0 };
    expect(await ended(waitUntil(waiter), 3_600_000)).toEqual({ result: "x", afterMs: 7_200_000 });
  });

  test("an abort ends a look that does not listen to it", async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort("enough"), 30);
    const { result, afterMs } = await ended(
      waitUntil(
        { name: "w", poll: neverAnswers, judge: isPending, judgeError: isPending },
        { signal: controller.signal },
      ),
    );
    expect([result, afterMs]).toEqual(["enough", 30]);
  });
});

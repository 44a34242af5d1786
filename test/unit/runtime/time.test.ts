import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { sleep, within } from "../../../runtime/src/time.js";
import { failure } from "./support.js";

const late = (): Error => new Error("late");
const forever = (): Promise<never> => new Promise(() => undefined);

describe("a piece of work within a time", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test("settles as it does, and leaves no timer and no listener", async () => {
    const { signal } = new AbortController();
    const listened = [vi.spyOn(signal, "addEventListener"), vi.spyOn(signal, "removeEventListener")];
    expect(await within(50, signal, late, async () => "done")).toBe("done");
    const own = new Error("own");
    expect(await failure(within(50, signal, late, () => Promise.reject(own)))).toBe(own);
    await Promise.resolve();
    expect(vi.getTimerCount()).toBe(0);
    expect(listened.map((spy) => spy.mock.calls.length)).toEqual([2, 2]);
  });

  test("fails when the time is up, and is told so", async () => {
    let told: AbortSignal | undefined;
    const work = within(50, undefined, late, (signal) => {
      told = signal;
      return forever();
    });
    const failed = failure(work);
    await vi.advanceTimersByTimeAsync(50);
    expect(String(await failed)).toBe("Error: late");
    expect(told?.reason).toBe(await failed);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("has no limit beyond what timers can hold", async () => {
    for (const ms of [Infinity, 2 ** 31]) {
      let isOver = false;
      void within(ms, undefined, late, forever).finally(() => (isOver = true));
      await vi.advanceTimersByTimeAsync(86_400_000);
      expect(isOver).toBe(false);
    }
  });

  test("fails by the caller's reason, whatever that is and even if it was there before", async () => {
    for (const reason of [new Error("enough"), undefined, null, 0, ""]) {
      const controller = new AbortController();
      const failed = failure(within(50, controller.signal, late, forever));
      controller.abort(reason);
      expect(await failed).toBe(controller.signal.reason);
      expect(await failure(within(50, controller.signal, late, forever))).toBe(controller.signal.reason);
    }
    expect(vi.getTimerCount()).toBe(0);
  });

  test("is not begun after an abort", async () => {
    const work = vi.fn(forever);
    expect(await failure(within(50, AbortSignal.abort("enough"), late, work))).toBe("enough");
    expect(work).not.toHaveBeenCalled();
  });

  test("that fails after an abort fails unheard", async () => {
    const unheard = vi.fn();
    process.on("unhandledRejection", unheard);
    try {
      const broken = Promise.reject(new Error("nobody asks"));
      const controller = new AbortController();
      const failed = failure(within(Infinity, controller.signal, late, () => broken));
      controller.abort("enough");
      expect(await failed).toBe("enough");
      vi.useRealTimers();
      await new Promise((resolve) => setTimeout(resolve, 20));
      expect(unheard).not.toHaveBeenCalled();
    } finally {
      process.off("unhandledRejection", unheard);
    }
  });
});

describe("a pause", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test("lasts as long as it should", async () => {
    let isOver = false;
    const pause = sleep(50).then(() => (isOver = true));
    await vi.advanceTimersByTimeAsync(49);
    expect(isOver).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(await pause).toBe(true);
  });

  test("ends by the caller's reason, and leaves no timer and no listener", async () => {
    const controller = new AbortController();
    const removed = vi.spyOn(controller.signal, "removeEventListener");
    const failed = failure(sleep(50, controller.signal));
    controller.abort("enough");
    expect(await failed).toBe("enough");
    expect(vi.getTimerCount()).toBe(0);
    const whole = new AbortController();
    const listened = vi.spyOn(whole.signal, "removeEventListener");
    const pause = sleep(50, whole.signal);
    await vi.advanceTimersByTimeAsync(50);
    await pause;
    expect([removed.mock.calls.length, listened.mock.calls.length]).toEqual([1, 1]);
  });
});

import { ConfigurationError, rateLimit, type Call, type RateLimit } from "@clientwright/runtime";
import { afterEach, describe, expect, test, vi } from "vitest";
import { clientFor, json, serve } from "./support.js";

const get: Call = { operation: "getThing", method: "GET", path: "/thing" };

describe("the rate limiter", () => {
  test("spaces requests out, after a burst", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
    try {
      const limit = rateLimit({ perSecond: 10, burst: 3 });
      const begun = performance.now();
      const left: number[] = [];
      for (let index = 0; index < 6; index++)
        void limit.wait(undefined).then(() => left.push(Math.round(performance.now() - begun)));
      await vi.advanceTimersByTimeAsync(1000);
      expect(left).toEqual([0, 0, 0, 100, 200, 300]);
      await limit.wait(undefined);
      await limit.wait(undefined);
      expect(performance.now() - begun).toBeLessThan(1001);
    } finally {
      vi.useRealTimers();
    }
  });

  test("slows down after 429, and recovers", async () => {
    const { url, seen } = await serve((_, response, __, count) => json(response, {}, count === 1 ? 429 : 200));
    const limit = rateLimit({ perSecond: 20 });
    const client = clientFor(url, { rateLimit: limit });
    await client.send(get);
    const begun = performance.now();
    for (let index = 0; index < 4; index++) await client.send(get);
    const slow = performance.now() - begun;
    expect(slow).toBeGreaterThan(290);
    for (let index = 0; index < 15; index++) limit.report({ status: 200, headers: new Headers(), body: null });
    const again = performance.now();
    for (let index = 0; index < 4; index++) await client.send(get);
    expect(performance.now() - again).toBeLessThan(slow);
    expect(seen).toHaveLength(10);
  });

  test("an abort ends the wait", async () => {
    const limit = rateLimit({ perSecond: 0.1 });
    await limit.wait(undefined);
    await expect(limit.wait(AbortSignal.abort("enough"))).rejects.toBe("enough");
  });
});

describe("the rate limiter's queue", () => {
  const fakeTime = (): void => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  afterEach(() => {
    vi.useRealTimers();
  });

  /** Lets requests wait, and notes after how many milliseconds each leaves. */
  function watch(limit: RateLimit): {
    readonly left: Map<string, number>;
    add(name: string, signal?: AbortSignal): void;
  } {
    const begun = performance.now();
    const left = new Map<string, number>();
    const note = (name: string): unknown => left.set(name, Math.round(performance.now() - begun));
    return {
      left,
      add: (name, signal) =>
        void limit.wait(signal).then(
          () => note(name),
          () => note(`${name} gave up`),
        ),
    };
  }

  test("gives the slots of those that give up to those behind them, in order", async () => {
    fakeTime();
    const { left, add } = watch(rateLimit({ perSecond: 10 }));
    const stop = new AbortController();
    add("a");
    for (const name of ["b", "c", "d"]) add(name, name === "c" ? undefined : stop.signal);
    add("e");
    await vi.advanceTimersByTimeAsync(50);
    stop.abort("enough");
    await vi.advanceTimersByTimeAsync(1);
    add("f");
    await vi.advanceTimersByTimeAsync(1000);
    expect(Object.fromEntries(left)).toEqual({ a: 0, "b gave up": 50, "d gave up": 50, c: 100, e: 200, f: 300 });
    expect([...left.keys()].filter((name) => !name.includes(" "))).toEqual(["a", "c", "e", "f"]);
  });

  test("holds all back for as long as a 429 asks, those that wait already too", async () => {
    fakeTime();
    const limit = rateLimit({ perSecond: 10 });
    const { left, add } = watch(limit);
    for (const name of ["a", "b"]) add(name);
    await vi.advanceTimersByTimeAsync(50);
    limit.report({ status: 429, headers: new Headers({ "retry-after": "3" }), body: null });
    limit.report({ status: 429, headers: new Headers({ "retry-after": "1" }), body: null });
    limit.report({ status: 429, headers: new Headers(), body: null });
    add("c");
    await vi.advanceTimersByTimeAsync(10_000);
    // The rate has been halved three times.
    expect(Object.fromEntries(left)).toEqual({ a: 0, b: 3050, c: 3850 });
  });

  test("does not hold calls back that had better fail at once", async () => {
    fakeTime();
    const limit = rateLimit({ perSecond: 10 });
    const { left, add } = watch(limit);
    limit.report({ status: 429, headers: new Headers({ "retry-after": "3600" }), body: null });
    add("a");
    await vi.advanceTimersByTimeAsync(1);
    expect(Object.fromEntries(left)).toEqual({ a: 0 });
  });

  test("another call waits for the Retry-After of one that is refused", async () => {
    const { url, seen } = await serve((_, response, __, count) =>
      json(response, {}, count === 1 ? 429 : 200, { "retry-after": "1" }),
    );
    const limit = rateLimit({ perSecond: 1000, burst: 5 });
    let tell = (): void => undefined;
    const refusal = new Promise<void>((resolve) => (tell = resolve));
    const told: RateLimit = {
      wait: (signal) => limit.wait(signal),
      report(reply) {
        limit.report(reply);
        tell();
      },
    };
    const client = clientFor(url, { rateLimit: told });
    const refused = client.send(get);
    await refusal;
    const begun = performance.now();
    await client.send(get);
    expect(performance.now() - begun).toBeGreaterThan(800);
    await refused;
    expect(seen).toHaveLength(3);
  });

  test.each([{ perSecond: 0 }, { perSecond: -1 }, { perSecond: NaN }, { perSecond: 1, burst: 0 }])(
    "refuses a rate at which nothing would ever leave, or all at once: %j",
    (options) => expect(() => rateLimit(options)).toThrow(ConfigurationError),
  );
});

import { describe, expect, test } from "vitest";
import { startPoller, waitFor, waitUntil, type Pace, type Progress, type RequestOptions } from "@clientwright/runtime";
import { clientFor, failure, json, serve } from "./support.js";

/** Waits for a job that is done at the third look, and tells how long the pauses between the looks were. */
async function pauses(asked: readonly (string | undefined)[], maxWaitMs?: number, pace: Pace = {}) {
  const times: number[] = [];
  const { url } = await serve((_, response, _seen, count) => {
    times.push(performance.now());
    const after = asked[count - 1];
    json(response, { looks: count }, count === 1 ? 202 : 200, after === undefined ? {} : { "retry-after": after });
  });
  const client = clientFor(url);
  const waited = waitFor(
    {
      request: (options) => client.send<{ looks: number }>({ operation: "getJob", method: "GET", path: "/" }, options),
      check: ({ looks }) => looks === 3,
      delayMs: 20,
    },
    { maxWaitMs, ...pace },
  );
  const result = await waited.catch((error: unknown) => error);
  return { result, pauses: times.slice(1).map((time, index) => time - (times[index] ?? 0)) };
}

describe("a wait whose replies say when to come back", () => {
  test("pauses as long as each asks for, and keeps its own pace after those that ask for nothing", async () => {
    const { result, pauses: found } = await pauses(["1", undefined]);
    expect(result).toEqual({ looks: 3 });
    // Timers may be early by less than a millisecond.
    expect(found[0]).toBeGreaterThan(990);
    expect(found[1]).toBeLessThan(990);
  });

  test("comes back at once when that is what is asked for", async () => {
    const begun = performance.now();
    const waited = waitFor({
      request: async (options) => {
        options.onReply?.({ status: 202, url: "", headers: new Headers({ "retry-after": "0" }) });
        return performance.now() - begun;
      },
      check: (elapsed) => elapsed > 5,
      delayMs: 3_600_000,
    });
    expect(await waited).toBeGreaterThan(5);
  });

  test("looks once more at the end of the longest wait although the server asks for a longer pause", async () => {
    const { result, pauses: found } = await pauses(["3600", "3600"], 1500);
    expect(result).toMatchObject({ name: "WaiterError", reason: "timeout", last: { looks: 2 } });
    expect(found).toHaveLength(1);
  });

  test("makes no pause longer than the caller allows", async () => {
    const asking = Array<string>(3).fill("9999999");
    expect((await pauses(asking, 0, { maxDelayMs: 30 })).result).toEqual({ looks: 3 });
    const { url } = await serve((_, response, { method }) => {
      const isStart = method === "POST";
      json(response, {}, isStart ? 202 : 200, isStart ? { "retry-after": "9999999" } : {});
    });
    const client = clientFor(url);
    const call = { operation: "startJob", path: "/" };
    const definition = {
      name: "startJob",
      status: () => client.send<unknown>({ ...call, method: "GET" }),
      judge: () => "done" as const,
      result: () => "result",
    };
    const start = (options: RequestOptions): Promise<unknown> => client.send({ ...call, method: "POST" }, options);
    const poller = await startPoller(client, definition, start, () => undefined);
    expect(await poller.result({ maxDelayMs: 30, maxWaitMs: 0 })).toBe("result");
  });

  test("leaves a poller's first look to the answer that accepted the request", async () => {
    const times: number[] = [];
    const { url } = await serve((_, response, { method }) => {
      times.push(performance.now());
      json(response, { done: true }, method === "POST" ? 202 : 200, method === "POST" ? { "retry-after": "1" } : {});
    });
    const client = clientFor(url);
    const call = { operation: "startJob", path: "/" };
    const definition = {
      name: "startJob",
      status: () => client.send<{ done: boolean }>({ ...call, method: "GET" }),
      judge: ({ done }: { done: boolean }) => (done ? ("done" as const) : ("pending" as const)),
      result: () => "result",
    };
    const poller = await startPoller(
      client,
      definition,
      (options) => client.send<unknown>({ ...call, method: "POST" }, options),
      () => undefined,
    );
    expect(await poller.result()).toBe("result");
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThan(980);
    expect(await poller.result({ firstDelayMs: 0 })).toBe("result");
  });

  test("pauses before the first look when it is told to, and ends in that pause as in any other", async () => {
    const begun = performance.now();
    const wanted = { request: async () => performance.now() - begun, check: () => true };
    expect(await waitFor({ ...wanted, firstDelayMs: 60 })).toBeGreaterThan(58);
    const signal = AbortSignal.timeout(20);
    expect(await failure(waitFor({ ...wanted, firstDelayMs: 3_000_000 }, { signal }))).toBe(signal.reason);
  });

  test("does not take an older answer for a newer one", async () => {
    const delays: number[] = [];
    const onProgress = ({ elapsedMs }: Progress<unknown>): void => void delays.push(elapsedMs);
    let looks = 0;
    const error = await failure(
      waitUntil(
        {
          name: "w",
          delayMs: 1,
          poll: async ({ onReply }) => {
            if (++looks === 1) onReply?.({ status: 202, url: "", headers: new Headers({ "retry-after": "1" }) });
            else if (looks === 40) throw new Error("gone");
            return looks;
          },
          judge: () => "pending",
        },
        { onProgress },
      ),
    );
    expect(String(error)).toContain("gone");
    // 38 pauses of a millisecond after the long one, not of a second each.
    expect((delays.at(-1) ?? Infinity) - (delays[1] ?? 0)).toBeLessThan(15_000);
  });
});

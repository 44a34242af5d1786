import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import {
  fromHeader,
  path,
  Poller,
  progressPrinter,
  resumePoller,
  startPoller,
  waitFor,
  WaiterError,
  waitUntil,
  type PollerDefinition,
  type Progress,
  type RequestOptions,
  type Verdict,
} from "@clientwright/runtime";
import { clientFor, failure, json, serve } from "./support.js";

describe("waiting", () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] }));
  afterEach(() => void vi.useRealTimers());

  /** Runs a wait on a clock that jumps; gives the times of the looks in seconds. */
  async function times(
    wait: (look: () => Promise<number>) => Promise<unknown>,
  ): Promise<{ looks: number[]; result: unknown }> {
    const looks: number[] = [];
    const begun = performance.now();
    const look = async (): Promise<number> => looks.push(Math.round((performance.now() - begun) / 1000));
    let result: unknown;
    let over = false;
    void wait(look)
      .catch((error: unknown) => error)
      .then((value) => ([result, over] = [value, true]));
    for (let step = 0; !over && step < 10_000; step++) await vi.advanceTimersByTimeAsync(500);
    return { looks, result };
  }

  test("looks at once, then after each pause, until it is done", async () => {
    const judge = (count: number): Verdict => (count === 3 ? "done" : "pending");
    expect(await times((poll) => waitUntil({ name: "w", delayMs: 2000, poll, judge }))).toEqual({
      looks: [0, 2, 4],
      result: 3,
    });
  });

  test("growing pauses, with a cap", async () => {
    const { looks } = await times((request) =>
      waitFor({ request, check: (count) => count === 6, delayMs: 1000, growth: 2, maxDelayMs: 5000 }),
    );
    expect(looks).toEqual([0, 1, 3, 7, 12, 17]);
  });

  test("the pace of the IONOS libraries: 5 s for 50 s, 10 s for 100 s, 20 s for 400 s", async () => {
    const { looks } = await times((request) => waitFor({ request, check: (count) => count === 40, scaleUp: 10 }));
    expect(looks).toEqual(ionos(40));
    expect(looks[40 - 1]).toBeGreaterThan(300);
  });

  /** The schedule as the rows of the inventory describe it. */
  function ionos(count: number): number[] {
    let [now, wait, scaleUp] = [0, 5, 10];
    let next = wait * scaleUp;
    const found: number[] = [];
    while (found.length < count) {
      found.push(now);
      if (now > next) {
        wait *= 2;
        next = now + wait * scaleUp;
        scaleUp *= 2;
      }
      now += wait;
    }
    return found;
  }

  test("ends after the longest wait, with what was seen last", async () => {
    const { looks, result } = await times((poll) =>
      waitUntil({ name: "w", maxWaitMs: 12_000, poll, judge: () => "pending" }),
    );
    expect(looks).toEqual([0, 5, 10, 12]);
    expect(result).toBeInstanceOf(WaiterError);
    expect(result).toMatchObject({ reason: "timeout", last: 4, message: "w: not done within 12000 ms (maxWaitMs)" });
  });

  test("options of the caller win; 0 means for ever", async () => {
    const done = await times((poll) =>
      waitUntil(
        { name: "w", maxWaitMs: 1, poll, judge: (n) => (n === 3 ? "done" : "pending") },
        { maxWaitMs: 0, delayMs: 7000 },
      ),
    );
    expect(done).toEqual({ looks: [0, 7, 14], result: 3 });
  });

  test("ends when it failed, and says why", async () => {
    const { looks, result } = await times((poll) =>
      waitUntil({ name: "w", poll, judge: (n) => (n === 2 ? "failed" : "pending"), explain: (n) => `state ${n}` }),
    );
    expect(looks).toHaveLength(2);
    expect(result).toMatchObject({ name: "WaiterError", reason: "failed", last: 2, message: "w: failed: state 2" });
  });

  test("an error can be what was waited for", async () => {
    const poll = async (): Promise<never> => {
      throw new Error("gone");
    };
    expect(await waitUntil({ name: "w", poll, judge: () => "pending", judgeError: () => "done" })).toBeUndefined();
    await expect(waitUntil({ name: "w", poll, judge: () => "pending", judgeError: () => undefined })).rejects.toThrow(
      "gone",
    );
    await expect(waitUntil({ name: "w", poll, judge: () => "pending" })).rejects.toThrow("gone");
  });

  test("reports progress, and prints it", async () => {
    const seen: Progress<number>[] = [];
    let text = "";
    const print = progressPrinter((more) => void (text += more));
    const onProgress = (progress: Progress<number>): void => {
      seen.push(progress);
      print(progress);
    };
    await times((poll) => waitUntil({ name: "w", poll, judge: (n) => (n === 3 ? "done" : "pending") }, { onProgress }));
    expect(seen.map(({ looks, verdict, value }) => [looks, verdict, value])).toEqual([
      [1, "pending", 1],
      [2, "pending", 2],
      [3, "done", 3],
    ]);
    expect(text).toBe("... done\n");
  });

  test("an abort ends it", async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort("enough"), 3000);
    const { looks, result } = await times((poll) =>
      waitUntil({ name: "w", poll, judge: () => "pending" }, { signal: controller.signal }),
    );
    expect([looks, result]).toEqual([[0], "enough"]);
  });
});

describe("pollers", () => {
  interface Status {
    readonly status: string;
    readonly message?: string;
  }
  interface Volume {
    readonly id: string;
    readonly state: string;
  }
  const definition: PollerDefinition<Volume, Status, Volume, { readonly requestId: string }> = {
    name: "createVolume",
    delayMs: 5,
    status: (client, { requestId }, options) =>
      client.send({ operation: "getRequest", method: "GET", path: path`/requests/${requestId}/status` }, options),
    judge: ({ status }) => (status === "DONE" ? "done" : status === "FAILED" ? "failed" : "pending"),
    explain: ({ message }) => message,
    result: (client, { accepted: { id } }, options) =>
      client.send({ operation: "getVolume", method: "GET", path: `/volumes/${id}` }, options),
  };

  async function service(states: string[], location = (url: string): string => `${url}/requests/r1/status`) {
    const server = await serve((_, response, { method, url: path }) => {
      if (method === "POST")
        return json(response, { id: "v1", state: "BUSY" }, 202, { location: location(server.url) });
      if (path === "/requests/r1/status") return json(response, { status: states.shift(), message: "no space left" });
      return json(response, { id: "v1", state: "AVAILABLE" });
    });
    const client = clientFor(server.url);
    const start = (options?: object) =>
      startPoller(
        client,
        definition,
        (request) =>
          client.send<Volume>(
            { operation: "createVolume", method: "POST", path: "/volumes" },
            { ...request, ...options },
          ),
        (_accepted, reply) => ({ requestId: fromHeader(reply, "Location", "/requests/") }),
      );
    return { ...server, client, start };
  }

  test.each([
    ["absolute", undefined],
    ["relative", () => "/requests/r1/status"],
    ["shorter", () => "/requests/r1"],
  ])("wait for the result behind an %s status URL", async (_, location) => {
    const { start, seen } = await service(["QUEUED", "RUNNING", "DONE"], location);
    const poller = await start();
    expect(poller.accepted).toEqual({ id: "v1", state: "BUSY" });
    expect(await poller.status()).toMatchObject({ status: "QUEUED" });
    expect(await poller.result()).toEqual({ id: "v1", state: "AVAILABLE" });
    expect(seen.map(({ url }) => url)).toEqual([
      "/volumes",
      ...Array<string>(3).fill("/requests/r1/status"),
      "/volumes/v1",
    ]);
  });

  test("carry on in another process", async () => {
    const { start, url } = await service(["RUNNING", "DONE"]);
    const text = String(await start());
    expect(text).not.toContain("secret-token");
    const poller = resumePoller(clientFor(url), definition, text);
    expect(poller).toBeInstanceOf(Poller);
    expect(await poller.result()).toEqual({ id: "v1", state: "AVAILABLE" });
    expect(() => resumePoller(clientFor(url), { ...definition, name: "other" }, text)).toThrow(/no poller of other/);
    expect(() => resumePoller(clientFor(url), definition, "{}")).toThrow(/no poller/);
    expect(() => resumePoller(clientFor(url), definition, "nonsense")).toThrow(/no poller/);
  });

  test("fail with the server's words", async () => {
    const { start } = await service(["FAILED"]);
    const error = await failure((await start()).result());
    expect(error).toMatchObject({
      name: "WaiterError",
      reason: "failed",
      message: "createVolume: failed: no space left",
      last: { status: "FAILED" },
    });
  });

  test("never go to another origin", async () => {
    const other = await serve((_, response) => json(response, { status: "DONE" }));
    const { start } = await service([], () => `${other.url}/requests/r1/status`);
    expect(await failure(start())).toMatchObject({ name: "InputError" });
    expect(other.seen).toEqual([]);
  });

  test.each([[undefined], ["/elsewhere/r1"], ["/requests/"], ["http://"]])(
    "need to know how to ask: %s",
    async (url) => {
      const { start } = await service([], () => url ?? "");
      expect(await failure(start())).toMatchObject({ name: "DecodeError" });
    },
  );

  test("find it in the body too", async () => {
    const { url } = await serve((_, response, { method }) =>
      method === "POST" ? json(response, { id: "s 1" }, 202) : json(response, { status: "DONE" }),
    );
    const client = clientFor(url);
    const inBody: PollerDefinition<{ id: string }, Status, Status, string> = {
      name: "p",
      status: (service, id, options) => service.send({ operation: "s", method: "GET", path: path`/${id}` }, options),
      judge: definition.judge,
      result: (_client, { status }) => status,
    };
    const send = (options: RequestOptions): Promise<{ id: string }> =>
      client.send({ operation: "p", method: "POST", path: "/" }, options);
    const poller = await startPoller(client, inBody, send, ({ id }) => id);
    expect(await poller.result()).toEqual({ status: "DONE" });
    expect(String(poller)).toBe('{"poller":"p","accepted":{"id":"s 1"},"kept":"s 1"}');
  });

  test("an abort ends the wait, and the poller still works", async () => {
    const { start } = await service(["RUNNING", "DONE"]);
    const poller = await start();
    const controller = new AbortController();
    setTimeout(() => controller.abort("enough"), 20);
    expect(await failure(poller.result({ signal: controller.signal, delayMs: 5000 }))).toBe("enough");
    expect(await poller.result()).toEqual({ id: "v1", state: "AVAILABLE" });
  });
});

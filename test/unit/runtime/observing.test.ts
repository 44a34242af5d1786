import { describe, expect, test, vi } from "vitest";
import {
  ApiError,
  apiKey,
  basic,
  bearer,
  ConfigurationError,
  ConflictError,
  debugLog,
  formBody,
  isApiError,
  isConflictError,
  isSdkError,
  isServerError,
  isTimeoutError,
  rateLimit,
  SdkError,
  ServerError,
  TimeoutError,
  type Call,
  type ServiceDefinition,
} from "@clientwright/runtime";
import { clientFor, definition, failure, json, serve } from "./support.js";

const get: Call = { operation: "getThing", method: "GET", path: "/thing" };

describe("the debug log", () => {
  test("shows every attempt and no secret", async () => {
    const { url } = await serve((_, response, __, count) =>
      json(response, { ok: true }, count === 1 ? 503 : 200, {
        "set-cookie": "sid=leak1",
        "x-custom": "leak2",
        "x-plain": "shown",
      }),
    );
    const service: ServiceDefinition = {
      ...definition,
      credentials: {
        token: bearer({ option: "token" }),
        key: apiKey({ option: "key", in: "query", name: "k" }),
        header: apiKey({ option: "header", in: "header", name: "X-Gate" }),
      },
      security: [["token", "key", "header"]],
      sensitive: ["X-Custom", "root_pass", "card"],
    };
    const lines: string[] = [];
    const transport = debugLog(service, { write: (line) => lines.push(line), bodies: true });
    const client = clientFor(url, { transport, token: "leak3", key: "leak4", header: "leak5" }, service);
    const options = { headers: { "x-custom": "leak6", "x-plain": "fine" } };
    await client.send(
      { ...get, method: "PUT", query: { a: 1, card: "leak7" }, body: { label: "web", deep: { root_pass: "leak8" } } },
      options,
    );
    await client.send({ ...get, method: "POST", body: { label: "web", card: "leak9" }, encode: formBody() });
    const text = lines.join("\n");
    expect(text).not.toMatch(/leak\d/);
    expect(text).toContain(
      `acme #1 PUT ${url}/thing?a=1&card=[hidden]&k=[hidden] {"label":"web","deep":{"root_pass":"[hidden]"}}`,
    );
    expect(text).toContain("label=web&card=[hidden]");
    expect(text).toMatch(/acme #1 503 after \d+ ms/);
    expect(text).toMatch(/acme #2 200 after \d+ ms/);
    expect(text).toContain("x-plain: fine");
    expect(text).toContain("x-plain: shown");
    expect(text).toContain("authorization: [hidden]");
  });

  test("notes that no reply came, and shows no body unless asked", async () => {
    const lines: string[] = [];
    const transport = debugLog(definition, { write: (line) => lines.push(line) });
    await failure(
      clientFor("http://127.0.0.1:1", { transport, retry: { retries: 0 } }).send({
        ...get,
        method: "POST",
        body: { a: "body" },
      }),
    );
    expect(lines.join()).toMatch(/no reply after/);
    expect(lines.join()).not.toContain("body");
  });
});

describe("secrets", () => {
  test("enter no error, whatever goes wrong", async () => {
    const service: ServiceDefinition = {
      ...definition,
      credentials: {
        login: basic({ username: "u", password: "p" }),
        key: apiKey({ option: "key", in: "query", name: "k" }),
      },
      security: [["login", "key"]],
    };
    const secrets = { u: "leak1", p: "leak2", key: "leak3", token: undefined, retry: { retries: 0 }, timeoutMs: 50 };
    const { url } = await serve((request, response) => {
      if (request.url?.startsWith("/hang")) return;
      if (request.url?.startsWith("/cut")) return response.socket?.destroy();
      json(response, { errors: [{ reason: "no" }] }, 400);
    });
    const client = clientFor(url, secrets, service);
    const [hung, cut] = [
      { ...get, path: "/hang" },
      { ...get, path: "/cut" },
    ];
    for (const call of [get, hung, cut]) {
      const error = await failure(client.send({ ...call, query: { q: "leak4" } }));
      const { inspect } = await import("node:util");
      expect(`${String(error)} ${JSON.stringify(error)} ${inspect(error, { depth: 9 })}`).not.toMatch(/leak\d|bGVhaz/);
    }
  });
});

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

describe("guards", () => {
  const details = {
    operation: "o",
    method: "GET",
    url: "u",
    headers: new Headers(),
    requestId: undefined,
    body: undefined,
    problems: [],
  };

  test("tell errors apart", () => {
    const conflict = new ConflictError({ ...details, status: 409 });
    expect([isSdkError(conflict), isApiError(conflict), isConflictError(conflict), isServerError(conflict)]).toEqual([
      true,
      true,
      true,
      false,
    ]);
    expect(isServerError(new ServerError({ ...details, status: 503 }))).toBe(true);
    const late = new TimeoutError("late");
    expect([isSdkError(late), isApiError(late), isTimeoutError(late)]).toEqual([true, false, true]);
    expect(new ConfigurationError("c") instanceof SdkError).toBe(true);
  });

  test("are not taken in by strangers", () => {
    for (const stranger of [
      new Error("x"),
      new DOMException("late", "TimeoutError"),
      null,
      undefined,
      "ApiError",
      { name: "ApiError", status: 404 },
    ]) {
      expect([isSdkError(stranger), isApiError(stranger), isTimeoutError(stranger)]).toEqual([false, false, false]);
    }
  });

  test("hold across two copies of the package", async () => {
    vi.resetModules();
    const copy = await import("@clientwright/runtime");
    const error = new copy.ConflictError({ ...details, status: 409 });
    expect(error instanceof ApiError).toBe(false);
    expect([isApiError(error), isConflictError(error)]).toEqual([true, true]);
  });
});

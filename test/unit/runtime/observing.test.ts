import { describe, expect, test, vi } from "vitest";
import {
  ApiError,
  apiKey,
  basic,
  ConfigurationError,
  ConflictError,
  isApiError,
  isConflictError,
  isSdkError,
  isServerError,
  isTimeoutError,
  queryOf,
  SdkError,
  ServerError,
  TimeoutError,
  type Call,
  type ServiceDefinition,
} from "@clientwright/runtime";
import { clientFor, definition, failure, json, serve } from "./support.js";

const get: Call = { operation: "getThing", method: "GET", path: "/thing" };

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
      const error = await failure(client.send({ ...call, query: queryOf({ q: "leak4" }) }));
      const { inspect } = await import("node:util");
      expect(`${String(error)} ${JSON.stringify(error)} ${inspect(error, { depth: 9 })}`).not.toMatch(/leak\d|bGVhaz/);
    }
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

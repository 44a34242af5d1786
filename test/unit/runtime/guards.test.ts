import { beforeAll, describe, expect, test, vi } from "vitest";
import * as runtime from "@clientwright/runtime";

type Runtime = typeof runtime;
type Guard = (error: unknown) => boolean;

const statuses = { BadRequestError: 400, UnauthorizedError: 401, ForbiddenError: 403, NotFoundError: 404 };
const others = { ConflictError: 409, UnprocessableError: 422, RateLimitError: 429, ServerError: 503, ApiError: 418 };
const ofStatus: Readonly<Record<string, number>> = { ...statuses, ...others };

/** The classes of errors that a copy of the package exports, by name. */
function classesOf(copy: Runtime): [string, new (...parts: never[]) => Error][] {
  return Object.entries(copy).filter(([name]) => /^[A-Z]\w*Error$/.test(name)) as never;
}

/** One error of each class, made as clients make them. */
function errorsOf(copy: Runtime): Map<string, Error> {
  return new Map(
    classesOf(copy).map(([name, make]) => {
      const status = ofStatus[name];
      const details = { operation: "o", method: "GET", url: "u", headers: new Headers(), requestId: undefined };
      const about = status === undefined ? `${name} happened` : { ...details, status, body: null, problems: [] };
      return [name, new make(...([about, "failed", undefined] as never[]))];
    }),
  );
}

const guards = Object.entries(runtime).filter(([name]) => /^is[A-Z]\w*Error$/.test(name)) as [string, Guard][];

describe("the guards of errors", () => {
  let copy: Runtime;

  beforeAll(async () => {
    vi.resetModules();
    copy = await import("@clientwright/runtime");
  });

  test("are there for every class", () => {
    expect(guards.map(([name]) => name.slice("is".length)).sort()).toEqual(
      classesOf(runtime)
        .map(([name]) => name)
        .sort(),
    );
  });

  test.each(guards)("%s holds for its own errors and for those of another copy", (guard, holds) => {
    const name = guard.slice("is".length);
    expect(copy.SdkError).not.toBe(runtime.SdkError);
    for (const errors of [errorsOf(runtime), errorsOf(copy)]) {
      for (const [other, error] of errors) {
        const isWanted =
          name === other || name === "SdkError" || (name === "ApiError" && ofStatus[other] !== undefined);
        expect(holds(error), other).toBe(isWanted);
      }
    }
  });

  test("hold for nothing else", () => {
    const foreign = Object.assign(new Error("no"), { name: "TimeoutError" });
    const values = [
      undefined,
      null,
      "TimeoutError",
      404,
      {},
      new Error("no"),
      foreign,
      { name: "ApiError", status: 404 },
    ];
    for (const [name, holds] of guards) for (const value of values) expect(holds(value), name).toBe(false);
  });

  test("tell what the classes tell, and the names are those of the classes", () => {
    for (const [name, error] of errorsOf(runtime)) {
      expect(error.name).toBe(name);
      expect(error).toBeInstanceOf(runtime.SdkError);
      expect(error instanceof runtime.ApiError, name).toBe(ofStatus[name] !== undefined);
    }
  });
});

import { describe, expect, test } from "vitest";
import { maybeObject, objectOf, type JsonObject } from "./json.js";
import { absent, readSeed } from "./shared-files.js";
import { openSpec } from "./spec.js";

const { document } = await openSpec("cloudapi");
const seed = readSeed("002_1019451efb453f42.txt");

/** The calls that the seed names: `POST /:login/keys`. */
const calls = [...(seed ?? "").matchAll(/^(GET|HEAD|POST|DELETE) (\/\S*)$/gm)].map(
  ([, method = "", path = ""]) => [method, path] as const,
);

/** The operation behind a call of the seed; the seed and the spec name the parts of paths differently. */
function operationAt(method: string, path: string): JsonObject | undefined {
  const shape = path.replace(/:\w+/g, "{}");
  const [, item] =
    Object.entries(maybeObject(document.paths)).find(([key]) => key.replace(/\{\w+\}/g, "{}") === shape) ?? [];
  const operation = maybeObject(item)[method.toLowerCase()];
  return operation === undefined ? undefined : objectOf(operation);
}

describe.skipIf(seed === undefined)(
  `the reference of the first client${seed === undefined ? ` (${absent})` : ""}`,
  () => {
    test("names 19 calls, some of them twice", () => {
      expect(new Set(calls.map(([method, path]) => `${method} ${path.replace(/:\w+/g, "{}")}`)).size).toBe(19);
      expect(calls.length).toBeGreaterThan(19);
    });

    test.each(calls)("%s %s is an operation", (method, path) => {
      expect(operationAt(method, path)?.operationId).toEqual(expect.any(String));
    });
  },
);

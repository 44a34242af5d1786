import type { Json, JsonObject } from "../../../generator/src/load/document.js";

export type { Json, JsonObject };

/** A value that must be an object, or the test cannot go on. */
export function objectOf(value: unknown, what = "value"): JsonObject {
  if (value === null || typeof value !== "object" || Array.isArray(value))
    throw new TypeError(`${what} is not an object`);
  return Object.fromEntries(Object.entries(value));
}

/** The object, or an empty one when there is none. */
export function maybeObject(value: Json | undefined): JsonObject {
  return value === undefined ? {} : objectOf(value);
}

/** A list, or an empty one when there is none. */
export function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

/** The strings of a list. */
export function stringsOf(value: Json | undefined): readonly string[] {
  return listOf(value).filter((item) => typeof item === "string");
}

/** A string, or "" when it is none. */
export function stringOf(value: Json | undefined): string {
  return typeof value === "string" ? value : "";
}

/** Calls `visit` with every object in a tree and its JSON pointer, the tree itself included. */
export function eachObject(value: Json, visit: (object: JsonObject, pointer: string) => void, pointer = ""): void {
  if (value === null || typeof value !== "object") return;
  if (!Array.isArray(value)) visit(objectOf(value), pointer);
  for (const [key, child] of Object.entries(value)) {
    eachObject(child, visit, `${pointer}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`);
  }
}

/** What a local reference (`#/components/…`) points to. */
export function resolve(root: JsonObject, value: Json | undefined): JsonObject {
  const object = objectOf(value);
  if (typeof object.$ref !== "string") return object;
  const keys = object.$ref
    .slice(2)
    .split("/")
    .map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));
  return resolve(
    root,
    keys.reduce<Json>((at, key) => objectOf(at)[key] ?? null, root),
  );
}

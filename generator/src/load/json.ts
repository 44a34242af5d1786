import type { Json, JsonObject } from "./document.js";

/** A JSON object that is still being built. */
export type Draft = Record<string, Json>;

/** Tells an object from a list, a scalar and null. */
export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Tells a list from everything else (`Array.isArray` does not narrow read-only lists). */
export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** Reads an own member. Names such as `constructor` and `__proto__` are names like any other. */
export function member(object: JsonObject, name: string): Json | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

/** Reads an own member that should be a string. */
export function textMember(object: JsonObject, name: string): string | undefined {
  const value = member(object, name);
  return typeof value === "string" ? value : undefined;
}

/** Reads an own member that should be an object. */
export function objectMember(object: JsonObject, name: string): JsonObject | undefined {
  const value = member(object, name);
  return isObject(value) ? value : undefined;
}

/** Reads an own member that should be a list. */
export function listMember(object: JsonObject, name: string): readonly Json[] | undefined {
  const value = member(object, name);
  return isList(value) ? value : undefined;
}

/** Writes an own member. Plain assignment to `__proto__` would change the object's prototype instead. */
export function setMember(draft: Draft, name: string, value: Json): void {
  if (name === "__proto__") {
    Object.defineProperty(draft, name, { value, configurable: true, enumerable: true, writable: true });
  } else {
    draft[name] = value;
  }
}

/** A copy of an object without some of its members. */
export function without(object: JsonObject, ...names: readonly string[]): Draft {
  const draft: Draft = {};
  for (const [name, value] of Object.entries(object)) if (!names.includes(name)) setMember(draft, name, value);
  return draft;
}

/** The `$ref` of a value that is a reference: an object whose `$ref` is a string. */
export function referenceOf(value: Json | undefined): string | undefined {
  return isObject(value) ? textMember(value, "$ref") : undefined;
}

/** The JSON type of a value, in the words used in messages. */
export function typeName(value: Json): string {
  if (value === null) return "null";
  if (isList(value)) return "a list";
  if (typeof value === "object") return "an object";
  if (typeof value === "boolean") return "a boolean";
  return typeof value === "number" ? "a number" : "a string";
}

import type { Json, JsonObject } from "../load/document.js";

/** The value as an object, or nothing when it is none. Foreign documents put anything anywhere. */
export function asObject(value: Json | undefined): JsonObject | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
}

/** The value as a list; an empty one when it is none. */
export function asList(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}

/** The value as a string, or nothing when it is none. */
export function asString(value: Json | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** The value as a finite number, or nothing when it is none. */
export function asNumber(value: Json | undefined): number | undefined {
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

/** The strings of a list. */
export function asStrings(value: Json | undefined): readonly string[] {
  return asList(value).filter((item) => typeof item === "string");
}

/** An own member of an object; never one that the object inherits. */
export function member(object: JsonObject | undefined, name: string): Json | undefined {
  return object !== undefined && Object.hasOwn(object, name) ? object[name] : undefined;
}

/** The members of an object, in order; none when it is no object. */
export function entries(value: Json | undefined): readonly (readonly [string, Json])[] {
  const object = asObject(value);
  return object === undefined ? [] : Object.entries(object);
}

/** An object of those members that have a value; the others are left out. */
export function defined<T extends object>(members: { [K in keyof T]: T[K] | undefined }): Defined<T> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Defined<T>;
}

/** Members that may be undefined become optional ones. */
type Defined<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

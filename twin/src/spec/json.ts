/** Anything that JSON can say. */
export type Json = null | boolean | number | string | Json[] | JsonObject;
export interface JsonObject {
  [name: string]: Json;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The steps of a JSON pointer (RFC 6901). */
export function steps(pointer: string): readonly string[] {
  if (pointer === "") return [];
  return pointer
    .replace(/^\//, "")
    .split("/")
    .map((step) => step.replace(/~1/g, "/").replace(/~0/g, "~"));
}

/** The value that a pointer leads to, or undefined where it leads nowhere. */
export function at(value: Json | undefined, pointer: string): Json | undefined {
  let here = value;
  for (const step of steps(pointer)) {
    if (Array.isArray(here)) here = here[Number(step)];
    else if (isObject(here) && Object.hasOwn(here, step)) here = here[step];
    else return undefined;
  }
  return here;
}

/** Puts a value where a pointer leads, making the objects on the way, and gives the whole. */
export function put(root: Json, pointer: string, value: Json): Json {
  const path = steps(pointer);
  const last = path.at(-1);
  if (last === undefined) return value;
  let here: Json = root;
  for (const step of path.slice(0, -1)) {
    const holder: Json = here;
    if (Array.isArray(holder)) here = holder[Number(step)] ?? null;
    else if (isObject(holder)) {
      // Only what is its own: the way never leads to a prototype.
      const own = Object.hasOwn(holder, step) ? holder[step] : undefined;
      const next = isObject(own) || Array.isArray(own) ? own : {};
      if (next !== own) define(holder, step, next);
      here = next;
    }
  }
  if (Array.isArray(here)) here[Number(last)] = value;
  else if (isObject(here)) define(here, last, value);
  return root;
}

/** Sets a member; one called `__proto__` too becomes a member like any other. */
export function define(holder: JsonObject, name: string, value: Json): void {
  if (name === "__proto__")
    Object.defineProperty(holder, name, { value, enumerable: true, writable: true, configurable: true });
  else holder[name] = value;
}

export function clone<T>(value: T): T {
  return structuredClone(value);
}

export function equal(one: Json | undefined, other: Json | undefined): boolean {
  if (one === other) return true;
  if (Array.isArray(one) && Array.isArray(other))
    return one.length === other.length && one.every((item, index) => equal(item, other[index]));
  if (!isObject(one) || !isObject(other)) return false;
  const names = Object.keys(one);
  return (
    names.length === Object.keys(other).length &&
    names.every((name) => Object.hasOwn(other, name) && equal(one[name], other[name]))
  );
}

export function string(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

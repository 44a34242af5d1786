import { isObject } from "./encode.js";

/** A copy of JSON in which the value itself, and each item and member at any depth, is what `change` makes of it. */
export function copyJson(value: unknown, change: (value: unknown, name?: string) => unknown, name?: string): unknown {
  const changed = change(value, name);
  if (Array.isArray(changed)) return changed.map((item) => copyJson(item, change));
  if (!isObject(changed)) return changed;
  return Object.fromEntries(Object.entries(changed).map(([key, member]) => [key, copyJson(member, change, key)]));
}

import type { Json } from "../load/document.js";
import { decodePercent, escapeToken, formatPointer, parsePointer, valueAt } from "../load/pointer.js";

/** A pointer to a member of what `pointer` points at (RFC 6901). */
export function child(pointer: string, ...names: readonly (string | number)[]): string {
  return names.reduce<string>((path, name) => `${path}/${escapeToken(String(name))}`, pointer);
}

/** The names that a pointer goes through. Takes a local reference (`#/a/b`, percent-encoded or not) as well. */
export function segments(pointer: string): readonly string[] {
  return parsePointer(pointer.startsWith("#") ? decodePercent(pointer.slice(1)) : pointer);
}

/** What a pointer or a local reference leads to, or nothing. */
export function follow(root: Json, pointer: string): Json | undefined {
  return valueAt(root, pointerOf(pointer));
}

/** The one spelling of a local reference as a pointer. */
export function pointerOf(reference: string): string {
  return formatPointer(segments(reference));
}

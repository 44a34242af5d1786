import { isList, isObject, member } from "./json.js";
import type { Json } from "./document.js";

/** Escapes one key for use in a JSON pointer (RFC 6901). */
export function escapeToken(key: string): string {
  return key.includes("~") || key.includes("/") ? key.replaceAll("~", "~0").replaceAll("/", "~1") : key;
}

/** Turns keys into a JSON pointer: `["paths", "/a"]` is `/paths/~1a`. */
export function formatPointer(tokens: readonly string[]): string {
  return tokens.map((token) => `/${escapeToken(token)}`).join("");
}

/** Splits a JSON pointer into keys. A pointer is empty or begins with a slash. */
export function parsePointer(pointer: string): string[] {
  if (pointer === "") return [];
  return pointer
    .slice(1)
    .split("/")
    .map((token) => (token.includes("~") ? token.replaceAll("~1", "/").replaceAll("~0", "~") : token));
}

/** The pointer one level up; the root is its own parent. */
export function parentPointer(pointer: string): string {
  return pointer.slice(0, Math.max(pointer.lastIndexOf("/"), 0));
}

/** The own member or item that one token of a pointer names. */
export function step(value: Json, token: string): Json | undefined {
  if (isList(value)) return /^(0|[1-9][0-9]*)$/.test(token) ? value[Number(token)] : undefined;
  return isObject(value) ? member(value, token) : undefined;
}

/** The value that a pointer leads to, without following references on the way. */
export function valueAt(root: Json, pointer: string): Json | undefined {
  let value: Json | undefined = root;
  for (const token of parsePointer(pointer)) {
    if (value === undefined) return undefined;
    value = step(value, token);
  }
  return value;
}

/** Writes a pointer as the `$ref` of a loaded document: a fragment in which only `%` is percent-encoded. */
export function localRef(pointer: string): string {
  return `#${pointer.replaceAll("%", "%25")}`;
}

/** Undoes {@link localRef}: the pointer of a `$ref` of a loaded document. */
export function pointerOfLocalRef(ref: string): string {
  return decodePercent(ref.slice(1));
}

/** Percent-decodes; text that is not validly encoded is left as it is. */
export function decodePercent(text: string): string {
  if (!text.includes("%")) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

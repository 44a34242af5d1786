import type { Json } from "../load/document.js";
import { asObject, asString, member } from "./json.js";
import type { Place } from "./types.js";

/** Reads a place in a reply: a JSON pointer, or `{ header: Name }`. */
export function readPlace(value: Json | undefined): Place | undefined {
  const body = asString(value);
  if (body !== undefined) return { body };
  const header = asString(member(asObject(value), "header"));
  return header === undefined ? undefined : { header };
}

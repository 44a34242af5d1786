import { isObject, textMember } from "../json.js";
import { filePointer, type Spot } from "./spot.js";
import type { Target } from "../references/resolve.js";

/**
 * Keywords that give a schema a name of its own. References by such names are turned into pointers, after which the
 * names are of no use; an `$id` left in place would even change the meaning of the pointers below it.
 */
export const namingKeywords: ReadonlySet<string> = new Set([
  "$id",
  "$anchor",
  "$dynamicAnchor",
  "$recursiveAnchor",
  "$dynamicRef",
  "$recursiveRef",
]);

/** Keywords beside a `$ref` that 3.0 and 2.0 documents use to describe, and that change no type. */
export const annotations: ReadonlySet<string> = new Set([
  "title",
  "summary",
  "description",
  "default",
  "example",
  "examples",
  "deprecated",
  "readOnly",
  "writeOnly",
  "nullable",
  "externalDocs",
  "xml",
]);

/**
 * The schema around a spot that a `$dynamicRef` or `$recursiveRef` means: the nearest that declares the anchor. That
 * is how a `Cat` with its own anchor `Pet` gets playmates that are cats.
 */
export function dynamicTarget(spot: Spot): Target | undefined {
  if (!isObject(spot.value)) return undefined;
  const dynamic = textMember(spot.value, "$dynamicRef");
  const isRecursive = textMember(spot.value, "$recursiveRef") === "#";
  if (dynamic === undefined && !isRecursive) return undefined;
  const name = dynamic?.replace(/^.*#/s, "");
  for (let at: Spot | undefined = spot; at !== undefined; at = at.parent) {
    if (!isObject(at.value)) continue;
    const declares =
      name === undefined ? at.value["$recursiveAnchor"] === true : textMember(at.value, "$dynamicAnchor") === name;
    if (declares) return { source: at.part.source, pointer: filePointer(at), value: at.value };
  }
  return undefined;
}

import { isObject, referenceOf } from "./json.js";
import { escapeToken, parsePointer } from "./pointer.js";
import type { Place } from "./document.js";
import type { Origins } from "./origins.js";
import type { Source } from "./sources.js";

/**
 * The entries of files that nothing refers to. Only files that hold one part under each name count: neither the root nor
 * another whole document, where parts are reached in other ways as well.
 */
export function leftovers(sources: readonly Source[], origins: Origins, rootFile: string): readonly Place[] {
  const taken = new Map<string, Set<string>>();
  for (const { file, pointer } of origins.places) {
    const entry = pointer === "" ? wholeFile : (parsePointer(pointer)[0] ?? "");
    taken.set(file, (taken.get(file) ?? new Set()).add(entry));
  }
  return sources.flatMap(({ path, root }) => {
    const entries = taken.get(path);
    if (path === rootFile || entries === undefined || entries.has(wholeFile) || !isObject(root)) return [];
    if (Object.hasOwn(root, "openapi") || Object.hasOwn(root, "swagger")) return [];
    return (
      Object.entries(root)
        .filter(([name]) => !name.startsWith("x-") && !entries.has(name))
        // A mere reference is passed over on the way to where it leads, so that it leaves no trace.
        .filter(([, value]) => referenceOf(value) === undefined)
        .map(([name]) => ({ file: path, pointer: `/${escapeToken(name)}` }))
    );
  });
}

/** Stands for all entries of a file; as the name of one it would have to hold a NUL. */
const wholeFile = "\0";

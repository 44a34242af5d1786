import { readdirSync, statSync } from "node:fs";
import { basename, dirname } from "node:path";

/** Finds where a path goes wrong: the nearest folder above that exists, and the name that is missing in it. */
export function nearestFolder(path: string): { readonly folder: string; readonly rest: string } {
  for (let child = path, parent = dirname(path); ; child = parent, parent = dirname(parent)) {
    const isFolder = statSync(parent, { throwIfNoEntry: false })?.isDirectory() === true;
    if (isFolder || parent === child) return { folder: parent, rest: basename(child) };
  }
}

/** The names in a folder, in an order that does not depend on the file system; none if it cannot be read. */
export function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

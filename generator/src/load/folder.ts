import { readdirSync } from "node:fs";
import { dirname, basename } from "node:path";

/** The nearest folder above a missing path that exists, and the part of the path that was looked for in it. */
export interface NearestFolder {
  readonly folder: { readonly path: string; readonly names: readonly string[] };
  readonly rest: string;
}

/** Finds the folder in which a path goes wrong, so that a message can offer the names that do exist there. */
export function namesInFolder(path: string): NearestFolder {
  for (let child = path, parent = dirname(path); ; child = parent, parent = dirname(parent)) {
    try {
      return { folder: { path: parent, names: readdirSync(parent).sort() }, rest: basename(child) };
    } catch {
      if (parent === child) return { folder: { path: parent, names: [] }, rest: basename(child) };
    }
  }
}

import { relative, resolve, sep } from "node:path";

/** A path as messages show it: relative to the working directory, with forward slashes. */
export function shownPath(cwd: string, path: string): string {
  return relative(cwd, resolve(cwd, path)).split(sep).join("/") || ".";
}

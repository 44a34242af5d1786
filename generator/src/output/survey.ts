import { lstatSync, readFileSync, realpathSync } from "node:fs";
import { dirname, join, resolve, sep } from "node:path";
import type { Staged } from "../diagnostics/diagnostic.js";
import { shownPath } from "../shown-path.js";
import { hashBytes } from "./hash.js";
import { emptyLock, lockName, parseLock, type Lock } from "./lock.js";
import { badPaths } from "./paths.js";
import { fileError, systemCode } from "./problem.js";

/** What stands at a path of an output folder. */
export type DiskEntry =
  | { readonly kind: "absent" }
  | { readonly kind: "file"; readonly hash: string }
  /** Something that is not a file, or a file where a folder is needed. */
  | { readonly kind: "obstacle" }
  /** A symbolic link, there or on the way, leads out of the folder or nowhere. */
  | { readonly kind: "outside" };

/** What an output folder holds before a run, as far as the run is concerned. */
export interface Survey {
  /** Absolute path of the folder, links resolved. */
  readonly folder: string;
  /** The folder as messages name it. */
  readonly shown: string;
  /** What the last run wrote. */
  readonly lock: Lock;
  /** Text of the lock file; undefined when there is none. */
  readonly lockText: string | undefined;
  /** For each wanted path and each path of the lock, what is there. */
  readonly entries: ReadonlyMap<string, DiskEntry>;
}

export interface SurveyOptions {
  /** What messages are relative to. */
  readonly cwd: string;
  /** Go on as if there were no lock file when it cannot be understood. */
  readonly force: boolean;
}

/** Looks at an output folder: what the last run wrote there, and what stands where `paths` are to be written. */
export function survey(outDir: string, paths: readonly string[], options: SurveyOptions): Staged<Survey> {
  const shown = shownPath(options.cwd, outDir);
  const bad = badPaths([...paths, lockName]);
  if (bad.length > 0) {
    const help = "Rename what the file is named after (a tag, mostly).";
    const diagnostics = bad.map(({ path, reason }) =>
      fileError("bad-output-path", shown, `The file \`${path}\` cannot be written: ${reason}.`, help),
    );
    return { value: undefined, diagnostics };
  }
  try {
    const folder = realFolder(resolve(options.cwd, outDir));
    const lockText = readLockText(folder);
    const lock = lockText === undefined ? emptyLock : parseLock(lockText);
    if (typeof lock === "string" && !options.force) return brokenLock(shown, lock);
    const known = typeof lock === "string" ? emptyLock : lock;
    const entries = readEntries(folder, new Set([...paths, ...known.files.keys()]));
    return { value: { folder, shown, lock: known, lockText, entries }, diagnostics: [] };
  } catch (error) {
    const code = systemCode(error);
    if (code === undefined) throw error;
    const message = `The output folder \`${shown}\` cannot be read (${code}).`;
    const help = "Check that it is a folder and that you may read everything in it.";
    return { value: undefined, diagnostics: [fileError("cannot-write", shown, message, help)] };
  }
}

/** What stands at each of the paths now. */
export function readEntries(folder: string, paths: Iterable<string>): ReadonlyMap<string, DiskEntry> {
  const ways = new Map<string, Way>();
  const entries = new Map<string, DiskEntry>();
  for (const path of paths) {
    const parent = dirname(join(folder, path));
    const way = ways.get(parent) ?? wayTo(folder, parent);
    ways.set(parent, way);
    entries.set(path, way === "open" ? readEntry(folder, join(folder, path)) : { kind: way });
  }
  return entries;
}

function readEntry(folder: string, path: string): DiskEntry {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return { kind: "absent" };
  if (stats.isSymbolicLink() && !leadsInside(folder, path)) return { kind: "outside" };
  if (!stats.isFile() && !stats.isSymbolicLink()) return { kind: "obstacle" };
  try {
    return { kind: "file", hash: hashBytes(readFileSync(path)) };
  } catch (error) {
    if (systemCode(error) === "EISDIR") return { kind: "obstacle" };
    throw error;
  }
}

/** Whether a folder within the output folder can be entered. */
type Way = "open" | Exclude<DiskEntry["kind"], "file">;

function wayTo(folder: string, inner: string): Way {
  if (inner === folder) return "open";
  const above = wayTo(folder, dirname(inner));
  if (above !== "open") return above;
  const stats = lstatSync(inner, { throwIfNoEntry: false });
  if (stats === undefined) return "absent";
  if (stats.isSymbolicLink()) return leadsInside(folder, inner) ? "open" : "outside";
  return stats.isDirectory() ? "open" : "obstacle";
}

function leadsInside(folder: string, link: string): boolean {
  try {
    return realpathSync(link).startsWith(folder + sep);
  } catch {
    return false;
  }
}

/** The folder with links resolved, as far as it exists. */
export function realFolder(path: string): string {
  try {
    return realpathSync(path);
  } catch (error) {
    const parent = dirname(path);
    if (systemCode(error) !== "ENOENT" || parent === path) throw error;
    return join(realFolder(parent), path.slice(parent.length).replace(/^[\\/]/, ""));
  }
}

function readLockText(folder: string): string | undefined {
  try {
    return readFileSync(join(folder, lockName), "utf8");
  } catch (error) {
    if (systemCode(error) === "ENOENT") return undefined;
    throw error;
  }
}

function brokenLock(shown: string, reason: string): Staged<Survey> {
  const file = `${shown}/${lockName}`;
  const message = `\`${file}\` cannot be understood: ${reason}.`;
  const help = "Restore it from version control; or generate with --force, which overwrites every generated file.";
  return { value: undefined, diagnostics: [fileError("broken-lock", file, message, help)] };
}

import { badPaths } from "./paths.js";

/** Name of the lock file in every output folder. */
export const lockName = "clientwright.lock.json";

/** What the last run wrote into an output folder. */
export interface Lock {
  /** By path relative to the folder. */
  readonly files: ReadonlyMap<string, LockedFile>;
}

export interface LockedFile {
  /** Hash of what went into the formatter: the unformatted text, its kind, and the formatter's version. */
  readonly source: string;
  /** Hash of what was written. */
  readonly written: string;
}

export const emptyLock: Lock = { files: new Map() };

/** The text of a lock file. Sorted by path, so that it depends on nothing but the files. */
export function lockText(files: readonly (LockedFile & { readonly path: string })[]): string {
  const sorted = [...files].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  const entries = sorted.map(({ path, source, written }) => [path, { source, written }] as const);
  return JSON.stringify({ version: 1, files: Object.fromEntries(entries) }, null, 2) + "\n";
}

/** Reads the text of a lock file; a string says why it cannot be understood. */
export function parseLock(text: string): Lock | string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return "it is not JSON";
  }
  if (!isRecord(value) || value["version"] !== 1) return "it does not state version 1";
  if (!isRecord(value["files"])) return `it has no "files"`;
  const files = new Map<string, LockedFile>();
  for (const [path, entry] of Object.entries(value["files"])) {
    if (!isRecord(entry) || !isHash(entry["source"]) || !isHash(entry["written"]))
      return `\`${path}\` lacks its hashes`;
    files.set(path, { source: entry["source"], written: entry["written"] });
  }
  // A forged path must not make a run delete something elsewhere.
  const [bad] = badPaths([...files.keys(), lockName]);
  return bad === undefined ? { files } : `it lists \`${bad.path}\`: ${bad.reason}`;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isHash(value: unknown): value is string {
  return typeof value === "string" && /^[0-9a-f]{64}$/.test(value);
}

import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { ancestors } from "./paths.js";
import type { PlannedFile } from "./plan.js";

/*
 * A staging folder holds `new/`, the files to be put in place, and while they are being moved also `old/`, the files
 * they replace, and a journal. The journal's presence says that the moves have begun and are not complete.
 */
const journalName = "journal.json";

/** The moves could not be completed, and not undone either. The staging folder holds what belongs in its place. */
export class RollBackError extends Error {
  override readonly name = "RollBackError";
}

/**
 * Moves staged files into the output folder and removed files out of it. All of it happens, or none: when a move
 * fails, the earlier ones are undone and the failure is thrown. Synchronous, so that nothing comes in between.
 */
export function commit(folder: string, staging: string, files: readonly PlannedFile[]): void {
  const moves = files.filter(({ change }) => change !== "unchanged");
  const journal: Journal = {
    madeFolder: !existsSync(folder),
    added: moves.filter(({ change }) => change === "added").map(({ path }) => path),
    taken: moves.filter(({ change }) => change === "changed" || change === "removed").map(({ path }) => path),
  };
  writeFileSync(join(staging, journalName), JSON.stringify(journal), "utf8");
  try {
    // Old files go first: on a system that ignores case, a renamed file may stand in its own way.
    for (const path of journal.taken) move(join(folder, path), join(staging, "old", path));
    for (const { path, change } of moves) {
      if (change !== "removed") move(join(staging, "new", path), join(folder, path));
    }
    rmSync(join(staging, journalName));
  } catch (error) {
    rollBack(folder, staging, journal, error);
    throw error;
  }
  for (const { path, change } of moves) if (change === "removed") removeEmptyFolders(folder, path);
}

interface Journal {
  /** Whether the output folder itself is new. */
  readonly madeFolder: boolean;
  readonly added: readonly string[];
  readonly taken: readonly string[];
}

/** Undoes the moves of a run that was killed among them. */
export function rollBackUnfinished(folder: string, staging: string): void {
  const file = join(staging, journalName);
  if (!existsSync(file)) return;
  const journal = parseJournal(readFileSync(file, "utf8"));
  // A journal that was cut short was followed by no move.
  if (journal !== undefined) rollBack(folder, staging, journal, undefined);
}

function rollBack(folder: string, staging: string, journal: Journal, cause: unknown): void {
  try {
    for (const path of journal.added) {
      // A new file that has left the staging folder is in its place.
      if (!existsSync(join(staging, "new", path))) rmSync(join(folder, path), { force: true });
      removeEmptyFolders(folder, path);
    }
    for (const path of journal.taken) {
      const old = join(staging, "old", path);
      if (existsSync(old)) move(old, join(folder, path));
    }
    if (journal.madeFolder && existsSync(folder) && readdirSync(folder).length === 0) rmdirSync(folder);
    rmSync(join(staging, journalName), { force: true });
  } catch (error) {
    throw new RollBackError("The former files could not be put back.", { cause: cause ?? error });
  }
}

function move(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  renameSync(from, to);
}

/** Removes the folders that a removed file leaves empty, up to the output folder itself, which stays. */
function removeEmptyFolders(folder: string, path: string): void {
  for (const ancestor of [...ancestors(path)].reverse()) {
    try {
      rmdirSync(join(folder, ancestor));
    } catch {
      return;
    }
  }
}

function parseJournal(text: string): Journal | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null || !("added" in value) || !("taken" in value)) return undefined;
    const madeFolder = "madeFolder" in value && value.madeFolder === true;
    return { madeFolder, added: strings(value.added), taken: strings(value.taken) };
  } catch {
    return undefined;
  }
}

function strings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

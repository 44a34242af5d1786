import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { FormattedFile } from "./format.js";
import { hashText } from "./hash.js";
import { lockName, lockText } from "./lock.js";
import { fileError } from "./problem.js";
import type { DiskEntry, Survey } from "./survey.js";

/** What a run does to a file. */
export type Change = "added" | "changed" | "removed" | "unchanged";

/** One step of a plan. */
export interface PlannedFile {
  readonly path: string;
  readonly change: Change;
  /** What the file is to hold; undefined when it is removed or stays as it is. */
  readonly text: string | undefined;
  /** What stood there when the plan was made. */
  readonly found: DiskEntry;
}

export interface Plan {
  /** Every file concerned, the removed ones last. */
  readonly files: readonly PlannedFile[];
  /** Why the plan may not be carried out. */
  readonly conflicts: readonly Diagnostic[];
}

/** Compares what is wanted with what an output folder holds, and says what to do to each file. */
export function plan(wanted: readonly FormattedFile[], survey: Survey, force: boolean): Plan {
  const files: PlannedFile[] = [];
  const conflicts: Diagnostic[] = [];
  for (const file of wanted) {
    const found = survey.entries.get(file.path) ?? { kind: "absent" };
    files.push({ path: file.path, change: changeOf(file, found), text: file.text, found });
    const conflict = overwriteConflict(file, found, survey, force);
    if (conflict !== undefined) conflicts.push(conflict);
  }
  files.push(plannedLock(wanted, survey));

  const kept = new Set(wanted.map((file) => file.path));
  for (const [path, locked] of survey.lock.files) {
    const found = survey.entries.get(path);
    // What is gone already, or has become something that no run wrote, is nothing to remove.
    if (kept.has(path) || found?.kind !== "file") continue;
    files.push({ path, change: "removed", text: undefined, found });
    if (found.hash !== locked.written && !force) conflicts.push(editedAndStale(`${survey.shown}/${path}`));
  }
  return { files, conflicts };
}

function changeOf(file: FormattedFile, found: DiskEntry): Change {
  if (found.kind === "absent") return "added";
  return found.kind === "file" && found.hash === file.written ? "unchanged" : "changed";
}

/** The lock file is written by nobody else: it is simply brought up to date. */
function plannedLock(wanted: readonly FormattedFile[], survey: Survey): PlannedFile {
  const text = lockText(wanted);
  const old = survey.lockText;
  const found: DiskEntry = old === undefined ? { kind: "absent" } : { kind: "file", hash: hashText(old) };
  const change = old === undefined ? "added" : old.replaceAll("\r\n", "\n") === text ? "unchanged" : "changed";
  return { path: lockName, change, text, found };
}

function overwriteConflict(
  file: FormattedFile,
  found: DiskEntry,
  survey: Survey,
  force: boolean,
): Diagnostic | undefined {
  const path = `${survey.shown}/${file.path}`;
  if (found.kind === "absent") return undefined;
  if (found.kind === "outside") return outside(path);
  if (found.kind === "obstacle") return obstacle(path);
  if (found.hash === file.written || force) return undefined;
  const locked = survey.lock.files.get(file.path);
  if (locked === undefined) return foreign(path);
  return found.hash === locked.written ? undefined : edited(path);
}

function edited(path: string): Diagnostic {
  const message = `\`${path}\` was edited after it was generated.`;
  const help = "Make the change in the spec instead and undo the edit, or generate with --force to overwrite it.";
  return fileError("edited-file", path, message, help);
}

function editedAndStale(path: string): Diagnostic {
  const message = `\`${path}\` is no longer generated, but it was edited after the last run, so it was not removed.`;
  const help = "Move what you need from it elsewhere and delete it, or generate with --force to remove it.";
  return fileError("edited-file", path, message, help);
}

function foreign(path: string): Diagnostic {
  const message = `\`${path}\` is in the way: it exists, and no earlier run wrote it.`;
  const help = "Move it away, choose another output folder, or generate with --force to overwrite it.";
  return fileError("foreign-file", path, message, help);
}

function obstacle(path: string): Diagnostic {
  const message = `\`${path}\` cannot be written: something that is not a file, or not a folder, stands there or on the way.`;
  const help = "Move it away, or choose another output folder; --force does not remove it.";
  return fileError("foreign-file", path, message, help);
}

function outside(path: string): Diagnostic {
  const message = `\`${path}\` cannot be written: a symbolic link leads out of the output folder, or nowhere.`;
  const help = "Replace the link by a real file or folder; --force does not follow it.";
  return fileError("bad-output-path", path, message, help);
}

import type { Diagnostic, Staged } from "../diagnostics/diagnostic.js";
import { commit, RollBackError } from "./commit.js";
import type { FormattedFile } from "./format.js";
import { plan, type Change, type PlannedFile } from "./plan.js";
import { fileError, systemCode } from "./problem.js";
import { abandonStaging, closeStaging, fillStaging, openStaging } from "./staging.js";
import { readEntries, type Survey } from "./survey.js";

/** What a run did, or with `check` would do, to an output folder. */
export interface WriteReport {
  /** Whether the folder was as wanted already, so that nothing was, or would be, written. */
  readonly fresh: boolean;
  /** Every file concerned: the wanted ones in the order of the generator, the lock file, and the removed ones. */
  readonly files: readonly FileReport[];
}

export interface FileReport {
  /** Relative to the output folder, with forward slashes. */
  readonly path: string;
  readonly change: Change;
}

export interface WriteOptions {
  /** Only report; write nothing. */
  readonly check: boolean;
  /** Overwrite and remove files that were edited, and overwrite files that no earlier run wrote. */
  readonly force: boolean;
  /** Ends the run before anything has been moved into place. What it throws is the signal's reason. */
  readonly signal?: AbortSignal;
}

/**
 * Brings an output folder up to date. Files that are as wanted are not touched; everything else is first written to a
 * staging folder and then moved into place, all or nothing. A conflict with what somebody else wrote is an error, and
 * then nothing is written.
 */
export async function write(
  files: readonly FormattedFile[],
  survey: Survey,
  options: WriteOptions,
): Promise<Staged<WriteReport>> {
  const { files: planned, conflicts } = plan(files, survey, options.force);
  const report: WriteReport = {
    fresh: planned.every(({ change }) => change === "unchanged"),
    files: planned.map(({ path, change }) => ({ path, change })),
  };
  if (options.check || report.fresh || conflicts.length > 0) return { value: report, diagnostics: conflicts };
  const problem = await carryOut(planned, survey, options.signal);
  return problem === undefined ? { value: report, diagnostics: [] } : { value: undefined, diagnostics: [problem] };
}

async function carryOut(
  planned: readonly PlannedFile[],
  survey: Survey,
  signal: AbortSignal | undefined,
): Promise<Diagnostic | undefined> {
  let staging: string | undefined;
  try {
    staging = openStaging(survey.folder);
    await fillStaging(staging, planned, signal);
    const changed = changedMeanwhile(planned, survey);
    if (changed === undefined) commit(survey.folder, staging, planned);
    closeStaging(staging);
    return changed;
  } catch (error) {
    if (error instanceof RollBackError && staging !== undefined) {
      abandonStaging(staging);
      return cannotRestore(survey, staging);
    }
    if (staging !== undefined) closeStaging(staging);
    const code = systemCode(error);
    if (code === undefined || signal?.aborted === true) throw error;
    return cannotWrite(survey, code);
  }
}

/** Whether somebody else, another run perhaps, has written to one of the files since the survey. */
function changedMeanwhile(planned: readonly PlannedFile[], survey: Survey): Diagnostic | undefined {
  const concerned = planned.filter(({ change }) => change !== "unchanged");
  const now = readEntries(
    survey.folder,
    concerned.map(({ path }) => path),
  );
  for (const { path, found } of concerned) {
    const entry = now.get(path);
    const same =
      entry?.kind === found.kind && (found.kind !== "file" || (entry.kind === "file" && entry.hash === found.hash));
    if (same) continue;
    const file = `${survey.shown}/${path}`;
    const message = `\`${file}\` was changed by somebody else while the new files were being made. Nothing was written.`;
    return fileError("changed-meanwhile", file, message, "Generate again.");
  }
  return undefined;
}

function cannotWrite(survey: Survey, code: string): Diagnostic {
  const message = `The output folder \`${survey.shown}\` cannot be written (${code}). It was left as it was.`;
  const help =
    "Check that you may write to it and to the folder it lies in, that no program holds its files open, and that the disk is not full.";
  return fileError("cannot-write", survey.shown, message, help);
}

function cannotRestore(survey: Survey, staging: string): Diagnostic {
  const message = `The output folder \`${survey.shown}\` could not be brought up to date, nor put back as it was. The files taken away are in \`${staging}\`.`;
  const help = "Generate again: the next run puts them back first. Or restore the folder from version control.";
  return fileError("cannot-restore", survey.shown, message, help);
}

import { resolve } from "node:path";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { shownPath } from "../shown-path.js";
import { fileError, systemCode } from "./problem.js";
import { clearLeftovers } from "./staging.js";
import { realFolder } from "./survey.js";

/** Cleans up after an earlier run that was killed: its staging folder goes, and half-done moves are undone. */
export function prepare(outDir: string, cwd: string): readonly Diagnostic[] {
  const folder = resolve(cwd, outDir);
  try {
    clearLeftovers(realFolder(folder));
    return [];
  } catch (error) {
    const code = systemCode(error) ?? (error instanceof Error ? error.name : "unknown");
    const shown = shownPath(cwd, folder);
    const message = `What a killed run left of the output folder \`${shown}\` cannot be cleaned up (${code}).`;
    const help = `Check that you may write to it and beside it; or remove the folder ".clientwright-…" beside it yourself.`;
    return [fileError("cannot-write", shown, message, help)];
  }
}

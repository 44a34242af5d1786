import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { printable } from "../diagnostics/frame.js";
import { render } from "../diagnostics/render.js";
import { summary } from "../diagnostics/summary.js";
import { wantsColour } from "./colours.js";
import type { Io } from "./io.js";
import type { Result } from "./results.js";
import { withoutSecrets } from "./without-secrets.js";

/** Prints problems for people, on standard error, with a blank line after each. */
export function printDiagnostics(io: Io, diagnostics: readonly Diagnostic[]): void {
  const colour = wantsColour(io, io.stderr);
  for (const diagnostic of diagnostics) io.stderr.write(`${render(withoutControls(diagnostic), { colour })}\n\n`);
}

/** Warnings that a command shows whose business they are not: a foreign document may have hundreds. */
const warningsShown = 3;

/** Prints every error, a few of the warnings, and where to see the rest. */
export function printMain(io: Io, diagnostics: readonly Diagnostic[], spec: string): void {
  const warnings = diagnostics.filter(({ severity }) => severity === "warning");
  const hidden = new Set(warnings.slice(warningsShown));
  printDiagnostics(
    io,
    diagnostics.filter((diagnostic) => !hidden.has(diagnostic)),
  );
  if (hidden.size > 0) {
    io.stderr.write(
      `… and ${count(hidden.size, "more warning")}; "clientwright validate ${printable(spec)}" shows them all\n\n`,
    );
  }
}

/** Names from a document must not be able to steer the terminal. Frames are safe already. */
function withoutControls(diagnostic: Diagnostic): Diagnostic {
  const { message, help, file, pointer } = diagnostic;
  return {
    ...diagnostic,
    message: printable(message),
    help: printable(help),
    file: printable(file),
    pointer: printable(pointer),
  };
}

/** Prints the result of a command for programs, on one line of standard output. */
export function printJson(io: Io, result: Result): void {
  io.stdout.write(`${JSON.stringify(result, withoutSecrets)}\n`);
}

/** "1 file", "2 files". */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

/** "2 errors and 1 warning"; "" when there is no problem. */
export function countProblems(diagnostics: readonly Diagnostic[]): string {
  const { errors, warnings } = summary(diagnostics);
  return [...(errors > 0 ? [count(errors, "error")] : []), ...(warnings > 0 ? [count(warnings, "warning")] : [])].join(
    " and ",
  );
}

/** A duration for people: "0.8 s", "12 s". */
export function seconds(durationMs: number): string {
  const value = durationMs / 1000;
  return `${value < 10 ? value.toFixed(value < 0.1 ? 2 : 1) : Math.round(value)} s`;
}

import type { Diagnostic } from "../diagnostics/diagnostic.js";

/** Ends a command before it has a result of its own. */
export class CommandError extends Error {
  override readonly name = "CommandError";
  readonly diagnostics: readonly Diagnostic[];
  /** 1: problems found; 2: the command was used wrongly. */
  readonly exitCode: 1 | 2;

  constructor(exitCode: 1 | 2, diagnostics: readonly Diagnostic[]) {
    super(diagnostics[0]?.message ?? "The command failed.");
    this.exitCode = exitCode;
    this.diagnostics = diagnostics;
  }
}

/** The command cannot go on: exit code 1. */
export function commandError(code: string, message: string, help: string): CommandError {
  return new CommandError(1, [diagnostic(code, message, help)]);
}

/** The command line asks for something that cannot be: exit code 2. */
export function wrongUse(message: string, help: string): CommandError {
  return new CommandError(2, [diagnostic("wrong-use", message, help)]);
}

function diagnostic(code: string, message: string, help: string): Diagnostic {
  return { code, severity: "error", message, help, file: "", line: 0, column: 0, pointer: "", frame: "" };
}

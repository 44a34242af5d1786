import type { Diagnostic } from "../diagnostics/diagnostic.js";

/** An error at a place in a configuration file. */
export function configError(code: string, file: string, pointer: string, message: string, help: string): Diagnostic {
  return { code, severity: "error", message, help, file, line: 0, column: 0, pointer, frame: "" };
}

import type { Diagnostic } from "../diagnostics/diagnostic.js";

/** An error about a file as a whole. */
export function fileError(code: string, file: string, message: string, help: string): Diagnostic {
  return { code, severity: "error", message, help, file, line: 0, column: 0, pointer: "", frame: "" };
}

/** The system's short name for what went wrong with a file (`EACCES`), or undefined when it was something else. */
export function systemCode(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}

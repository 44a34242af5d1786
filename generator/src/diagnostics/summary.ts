import type { Diagnostic } from "./diagnostic.js";

/** How many problems there are of each severity. */
export interface Summary {
  readonly errors: number;
  readonly warnings: number;
}

/** Counts problems by severity. */
export function summary(diagnostics: readonly Diagnostic[]): Summary {
  const errors = diagnostics.filter(({ severity }) => severity === "error").length;
  return { errors, warnings: diagnostics.length - errors };
}

import type { Diagnostic } from "./diagnostic.js";

/** Sorts by file, line and column. Diagnostics at the same place keep their order. */
export function sortDiagnostics(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return [...diagnostics].sort(
    (left, right) => compare(left.file, right.file) || left.line - right.line || left.column - right.column,
  );
}

/** Compares by code unit, so that the order is the same on every machine. */
function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

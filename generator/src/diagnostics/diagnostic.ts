/** How much a problem matters: an error stops the run after its stage, a warning does not. */
export type Severity = "error" | "warning";

/** One problem found in a document, a configuration or an output folder, ready to be shown. */
export interface Diagnostic {
  /** The kind of problem, a key of the catalogue: `unresolved-ref`. */
  readonly code: string;
  readonly severity: Severity;
  /** What is wrong, in one sentence that names the thing. Never holds a secret. */
  readonly message: string;
  /** What to do about it, in one sentence. */
  readonly help: string;
  /** The file to look at, as the caller would name it (relative to the working directory), or "" when no file is to blame. */
  readonly file: string;
  /** Line in that file, from 1; 0 when unknown. */
  readonly line: number;
  /** Column in that line, from 1; 0 when unknown. */
  readonly column: number;
  /** JSON pointer into that file, "" for the whole file. */
  readonly pointer: string;
  /** The lines around the place, with a marker; "" when there is no text to show. */
  readonly frame: string;
}

/** What a stage returns: its value, and every problem it found. No value means that an error stopped it. */
export interface Staged<Value> {
  readonly value: Value | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

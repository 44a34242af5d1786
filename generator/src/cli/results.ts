import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { Api } from "../ir/types.js";

/*
 * What `--json` prints: one object on one line of standard output. Every one of them has `command`, `ok` and
 * `diagnostics`; `ok` is true exactly when the exit code is 0.
 */

/** Of `clientwright generate --json`. */
export interface GenerateResult {
  readonly command: "generate";
  readonly ok: boolean;
  /** Whether `--check` was given, so that nothing was written. */
  readonly check: boolean;
  readonly clients: readonly ClientResult[];
  /** Problems of every client, in the order of the clients. */
  readonly diagnostics: readonly Diagnostic[];
}

/** What became of one client. */
export interface ClientResult {
  /** Name of the API; the path of its spec when it was never found out. */
  readonly api: string;
  /** Root file of the document, relative to the working directory. */
  readonly spec: string;
  /** Output folder, relative to the working directory. */
  readonly out: string;
  readonly ok: boolean;
  /** Whether the folder was up to date already. */
  readonly fresh: boolean;
  /** What was written; with `--check`, what would be. Nothing when the run stopped before writing. */
  readonly files: FileLists;
  readonly diagnostics: readonly Diagnostic[];
  readonly durationMs: number;
}

/** Paths relative to the output folder. */
export interface FileLists {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
  readonly unchanged: readonly string[];
}

/** Of `clientwright watch --json`, once for every run. */
export interface WatchResult extends ClientResult {
  readonly command: "watch";
  /** The files whose change caused the run, relative to the working directory; empty for the first run. */
  readonly because: readonly string[];
}

/** Of `clientwright validate --json`. */
export interface ValidateResult {
  readonly command: "validate";
  readonly ok: boolean;
  readonly documents: readonly DocumentResult[];
  /** Problems of every document, in the order of the documents. */
  readonly diagnostics: readonly Diagnostic[];
}

export interface DocumentResult {
  /** Root file of the document, relative to the working directory. */
  readonly spec: string;
  readonly ok: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

/** Of `clientwright inspect --json`. */
export interface InspectResult {
  readonly command: "inspect";
  readonly ok: boolean;
  /** The intermediate representation; null when the document has errors. */
  readonly api: Api | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** Of any command that ended before it had a result: wrong use, a faulty configuration, an internal error. */
export interface FailedResult {
  /** Null when the command line names none. */
  readonly command: string | null;
  readonly ok: false;
  readonly diagnostics: readonly Diagnostic[];
}

export type Result = GenerateResult | WatchResult | ValidateResult | InspectResult | FailedResult;

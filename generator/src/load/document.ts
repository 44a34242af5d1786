import type { Diagnostic, Severity } from "../diagnostics/diagnostic.js";

/** Any JSON value, as a document holds it. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** A JSON object. May own a key named `__proto__`: read it with `Object.entries` or `Object.hasOwn`. */
export interface JsonObject {
  readonly [key: string]: Json;
}

/** Where something was written: a file and a JSON pointer into it. */
export interface Place {
  /** Absolute path of the file. */
  readonly file: string;
  /** JSON pointer within that file; "" is the whole file. */
  readonly pointer: string;
}

/** A problem as a rule or a stage states it, before the place has been looked up. */
export interface Problem {
  /** A key of the catalogue. */
  readonly code: string;
  readonly severity?: Severity;
  readonly message: string;
  readonly help: string;
  /** JSON pointer into {@link Document.root}. */
  readonly pointer: string;
  /** Where it is written, for what is no part of the tree; the pointer does not count then. */
  readonly place?: Place;
  /** Point at the key of that member rather than at its value. */
  readonly atKey?: boolean;
}

/**
 * A whole OpenAPI document in one shape: OpenAPI 3.1 (with what 3.2 adds), whatever version it was written in, and in
 * one tree, however many files it came from. Every `$ref` in it is local (`#/…`) and resolves.
 */
export interface Document {
  /** Absolute path of the root file. */
  readonly file: string;
  /** The version that the file states: `2.0`, `3.0.3`, `3.1.0`, … */
  readonly version: string;
  readonly root: JsonObject;
  /** Every file that was read, the root first, in the order in which they were first referred to. */
  readonly files: readonly LoadedFile[];
  /** The entries of files that nothing refers to, so that they are no part of the tree. */
  leftovers(): readonly Place[];
  /** Turns problems into diagnostics with file, line, column and code frame. Positions are worked out here, on demand. */
  diagnose(problems: readonly Problem[]): readonly Diagnostic[];
}

/** A file that was read while loading. */
export interface LoadedFile {
  /** Absolute path. */
  readonly path: string;
  readonly text: string;
}

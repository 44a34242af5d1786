import type { Severity } from "../diagnostics/diagnostic.js";
import type { Place } from "./document.js";
import type { Position } from "./positions.js";

/** A problem found while loading, at a place in a file that was read (and not in the tree that loading makes of it). */
export interface Finding {
  readonly code: string;
  readonly severity?: Severity;
  readonly message: string;
  readonly help: string;
  readonly place: Place;
  /** Point at the key of that member rather than at its value. */
  readonly atKey?: boolean;
  /** Where in the text, when the text could not be parsed and a pointer means nothing. From 1. */
  readonly position?: Position;
}

/** What a finding says, before it is known where. */
export type Complaint = Pick<Finding, "code" | "message" | "help" | "severity">;

/** Ends loading at once: for limits that it makes no sense to go beyond. */
export class LoadingStopped extends Error {
  override readonly name = "LoadingStopped";
  readonly finding: Finding;

  constructor(finding: Finding) {
    super(finding.message);
    this.finding = finding;
  }
}

import type { Severity } from "../diagnostic.js";

/** What is known about one kind of problem. */
export interface CatalogueEntry {
  /** The problem in a few words, without a full stop. */
  readonly title: string;
  /** How much it matters unless the place that reports it says otherwise. */
  readonly severity: Severity;
  /** What it means, why it is a problem, and what is done about it. */
  readonly explanation: string;
  /** A few lines that show the problem. */
  readonly example: string;
}

import type { Json, JsonObject, LoadedFile, Place, Problem } from "../load/document.js";
import type { Kind } from "../load/shapes/shape.js";

/** How names are judged: `checked` in specs of our own, `repaired` (later, by the rules for names) in other people's. */
export type NamePolicy = "checked" | "repaired";

/** A problem as a rule states it. */
export interface RuleProblem extends Omit<Problem, "severity"> {
  /**
   * How the document is read in spite of the problem, as a sentence. With it, lenient validation only warns; without
   * it, nothing sensible can be made of the document.
   */
  readonly reading?: string;
}

/** What a rule may ask and say. */
export interface Context {
  readonly root: JsonObject;
  /** The version that the document was written in: `3.0.3`. */
  readonly version: string;
  readonly names: NamePolicy;
  /** Every file that the document came from. */
  readonly files: readonly LoadedFile[];
  /** Entries of these files that are no part of the document. */
  leftovers(): readonly Place[];
  /** The object that a value refers to, or the value itself if it is an object and no reference. */
  resolve(value: Json | undefined): JsonObject | undefined;
  /** The name among the candidates that a wrong name was probably meant to be. */
  suggest(name: string, candidates: () => Iterable<string>): string | undefined;
  report(problem: RuleProblem): void;
}

/** Called for one object of a document. */
export type Check = (value: JsonObject, pointer: string) => void;

/** The checks of one rule during one validation, by the kind of object that they look at. */
export type Checks = Readonly<Partial<Record<Kind, Check>>>;

/** One rule. What it remembers from object to object lives in the closure that `start` makes. */
export interface Rule {
  readonly code: string;
  /** Begins a validation. */
  start(context: Context): Checks & { readonly everyKind?: EveryKind };
}

/** A check for objects of all kinds, references included; it is told the kind that is expected in the place. */
export type EveryKind = (kind: Kind, value: JsonObject, pointer: string) => void;

import { referenceOf } from "../load/json.js";
import { openapi3 } from "../load/shapes/openapi-3.js";
import { walkObjects } from "../load/shapes/walk.js";
import { createContext } from "./context.js";
import { rules } from "./rules/index.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { Document, Problem } from "../load/document.js";
import type { Check, EveryKind, NamePolicy } from "./rule.js";

/** How strictly a document is judged. */
export interface ValidateOptions {
  /** Departures from the standard that have a safe reading are warnings, which say how they are read. */
  readonly lenient: boolean;
  /** Whether names must be good TypeScript names already, or will be made into such later. */
  readonly names: NamePolicy;
}

/** Holds a document against every rule, and reports all that is found, sorted by place. */
export function validate(document: Document, options: ValidateOptions): readonly Diagnostic[] {
  const problems: Problem[] = [];
  const context = createContext(document, options, problems);
  const byKind = new Map<string, Check[]>();
  const everyKind: EveryKind[] = [];
  for (const rule of rules) {
    for (const [kind, check] of Object.entries(rule.start(context))) {
      if (kind === "everyKind") everyKind.push(check as EveryKind);
      else byKind.set(kind, [...(byKind.get(kind) ?? []), check as Check]);
    }
  }
  walkObjects(document.root, openapi3, ({ kind, value, pointer }) => {
    for (const check of everyKind) check(kind, value, pointer);
    // A reference is judged where it leads; beside a schema's `$ref` there may be keywords of its own.
    if (kind !== "schema" && referenceOf(value) !== undefined) return;
    for (const check of byKind.get(kind) ?? []) check(value, pointer);
  });
  return document.diagnose(problems);
}

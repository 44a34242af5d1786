import { catalogue } from "../diagnostics/catalogue.js";
import { Suggestions } from "../diagnostics/suggestions.js";
import { isObject, referenceOf } from "../load/json.js";
import { pointerOfLocalRef, valueAt } from "../load/pointer.js";
import type { Document, Json, JsonObject, Problem } from "../load/document.js";
import type { ValidateOptions } from "./index.js";
import type { Context, RuleProblem } from "./rule.js";

/** References that are followed in a row. Loading has seen to it that chains end; this only guards the guard. */
const longestChain = 100;

/** Makes what the rules of one validation share. Problems are added to the list. */
export function createContext(document: Document, options: ValidateOptions, problems: Problem[]): Context {
  const { root, version } = document;
  const suggestions = new Suggestions();
  return {
    root,
    version,
    names: options.names,
    files: document.files,
    leftovers: () => document.leftovers(),
    resolve: (value) => resolve(root, value),
    suggest: (name, candidates) => suggestions.find(name, candidates),
    report: (problem) => problems.push(judged(problem, options.lenient)),
  };
}

function resolve(root: JsonObject, value: Json | undefined): JsonObject | undefined {
  let at = value;
  for (let steps = 0; steps < longestChain; steps += 1) {
    if (!isObject(at)) return undefined;
    const ref = referenceOf(at);
    if (ref === undefined) return at;
    at = ref.startsWith("#") ? valueAt(root, pointerOfLocalRef(ref)) : undefined;
  }
  return undefined;
}

function judged({ reading, ...problem }: RuleProblem, lenient: boolean): Problem {
  const severity = catalogue[problem.code]?.severity ?? "error";
  if (reading === undefined || severity === "warning" || !lenient) return { ...problem, severity };
  return { ...problem, severity: "warning", message: `${problem.message} ${reading}` };
}

import { isList, isObject, referenceOf } from "../json.js";
import { longestPrefix, type Origins } from "../origins.js";
import { pointerOfLocalRef, valueAt } from "../pointer.js";
import { convertParameter, isBodyParameter } from "./parameter.js";
import type { Json, JsonObject } from "../document.js";

/** The conversion of one document: the old tree, and what went where. */
export class Conversion {
  readonly root: JsonObject;
  /** Media types that requests and replies have where an operation does not say. */
  readonly consumedEverywhere: readonly string[];
  readonly producedEverywhere: readonly string[];
  readonly #origins: Origins;
  readonly #moves = new Map<string, string>();

  constructor(root: JsonObject, origins: Origins) {
    this.root = root;
    this.#origins = origins;
    origins.beginStep();
    this.consumedEverywhere = mediaTypes(root["consumes"]) ?? [];
    this.producedEverywhere = mediaTypes(root["produces"]) ?? [];
  }

  /** Notes that the value at `to` in the new tree was made from the one at `from` in the old tree. */
  move(from: string, to: string): void {
    this.madeFrom(from, to);
    if (!this.#moves.has(from)) this.#moves.set(from, to);
  }

  /** Notes that `to` was written at `from`, where references to `from` mean something else (what is around `to`). */
  madeFrom(from: string, to: string): void {
    this.#origins.move(from, to);
  }

  /** Where a value of the old tree is in the new one. */
  newPointer(old: string): string {
    const root = longestPrefix(this.#moves, old);
    return root === undefined ? old : (this.#moves.get(root) ?? "") + old.slice(root.length);
  }

  /** The object that a local reference leads to, or the object itself. References are known to resolve and to end. */
  resolve(value: JsonObject): JsonObject {
    let at: JsonObject = value;
    for (let ref = referenceOf(at); ref !== undefined; ref = referenceOf(at)) {
      const target = valueAt(this.root, pointerOfLocalRef(ref));
      if (!isObject(target)) break;
      at = target;
    }
    return at;
  }

  /** Converts the parameters of a list that are not part of the body. */
  parameters(list: readonly Json[], from: string, to: string): readonly Json[] {
    const converted: Json[] = [];
    for (const [index, parameter] of list.entries()) {
      if (isObject(parameter) && isBodyParameter(this.resolve(parameter))) continue;
      const [source, target] = [`${from}/${index}`, `${to}/${converted.length}`];
      this.move(source, target);
      converted.push(isObject(parameter) ? convertParameter(parameter, source, target, this) : parameter);
    }
    return converted;
  }
}

/** The media types of a `consumes` or `produces` list; undefined when it is absent or no list of texts. */
export function mediaTypes(value: Json | undefined): readonly string[] | undefined {
  if (!isList(value)) return undefined;
  return value.filter((item) => typeof item === "string");
}

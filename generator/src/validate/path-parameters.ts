import { isObject, listMember, objectMember, textMember } from "../load/json.js";
import { escapeToken } from "../load/pointer.js";
import { operationMethods } from "../load/shapes/openapi-3.js";
import type { JsonObject } from "../load/document.js";
import type { Check, Context } from "./rule.js";

/** One path parameter of a path item or an operation, and where it stands. */
export interface PathParameter {
  readonly name: string;
  readonly pointer: string;
}

/** A check of the Paths Object that looks at each path item. */
export function eachPath(check: (path: string, item: JsonObject, pointer: string) => void): Check {
  return (paths, pointer) => {
    for (const [path, item] of Object.entries(paths)) {
      if (!path.startsWith("x-") && isObject(item)) check(path, item, `${pointer}/${escapeToken(path)}`);
    }
  };
}

/** The operations of a path item, each with its pointer relative to the item. */
export function operationsOf(item: JsonObject): readonly (readonly [string, JsonObject])[] {
  const named = operationMethods.flatMap((method) => {
    const operation = objectMember(item, method);
    return operation === undefined ? [] : [[method, operation] as const];
  });
  const additional = Object.entries(objectMember(item, "additionalOperations") ?? {}).flatMap(([method, operation]) =>
    isObject(operation) ? [[`additionalOperations/${escapeToken(method)}`, operation] as const] : [],
  );
  return [...named, ...additional];
}

/** The path parameters that a path item or an operation declares itself, references followed. */
export function pathParameters(owner: JsonObject, at: string, { resolve }: Context): readonly PathParameter[] {
  return (listMember(owner, "parameters") ?? []).flatMap((item, index) => {
    const parameter = resolve(item);
    const name = parameter && textMember(parameter, "name");
    if (parameter === undefined || name === undefined || textMember(parameter, "in") !== "path") return [];
    return [{ name, pointer: `${at}/parameters/${index}` }];
  });
}

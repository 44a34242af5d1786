import { isObject, objectMember } from "../load/json.js";
import { escapeToken } from "../load/pointer.js";
import { operationIds } from "./operation-ids.js";
import { operationsOf } from "./path-parameters.js";
import type { JsonObject } from "../load/document.js";

/** An operation that a client can call, not one that the server calls back. */
export interface CalledOperation {
  readonly operation: JsonObject;
  readonly item: JsonObject;
  readonly pointer: string;
}

/** The operations of the paths. */
export function calledOperations(root: JsonObject): readonly CalledOperation[] {
  return Object.entries(objectMember(root, "paths") ?? {}).flatMap(([path, item]) => {
    if (path.startsWith("x-") || !isObject(item)) return [];
    return operationsOf(item).map(([method, operation]) => ({
      operation,
      item,
      pointer: `/paths/${escapeToken(path)}/${method}`,
    }));
  });
}

/** The ids of all operations of the paths, those of actions included. */
export function calledIds(root: JsonObject): ReadonlySet<string> {
  const all = calledOperations(root).flatMap(({ operation, pointer }) => operationIds(operation, pointer));
  return new Set(all.map(({ id }) => id));
}

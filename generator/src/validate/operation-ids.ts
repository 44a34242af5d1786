import { objectMember, textMember } from "../load/json.js";
import { escapeToken } from "../load/pointer.js";
import type { JsonObject } from "../load/document.js";

/** The ids of an operation, its own and those of its actions (`x-actions`), each with its pointer. */
export function operationIds(
  operation: JsonObject,
  pointer: string,
): readonly { readonly id: string; readonly pointer: string }[] {
  const actions = objectMember(objectMember(operation, "x-actions") ?? {}, "actions") ?? {};
  const owners: readonly (readonly [JsonObject | undefined, string])[] = [
    [operation, pointer],
    ...Object.keys(actions).map(
      (value) => [objectMember(actions, value), `${pointer}/x-actions/actions/${escapeToken(value)}`] as const,
    ),
  ];
  return owners.flatMap(([owner, at]) => {
    const id = owner && textMember(owner, "operationId");
    return id === undefined ? [] : [{ id, pointer: `${at}/operationId` }];
  });
}

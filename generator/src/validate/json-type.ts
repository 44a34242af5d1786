import { isList, isObject } from "../load/json.js";
import type { Json, JsonObject } from "../load/document.js";

/** The names that `type` may hold. */
export const typeNames: readonly string[] = ["null", "boolean", "object", "array", "number", "string", "integer"];

/** The types that a schema states; undefined when it states none, or none that can be checked. */
export function statedTypes(schema: JsonObject): readonly string[] | undefined {
  const type = schema["type"];
  const types = typeof type === "string" ? [type] : isList(type) ? type : [];
  const known = types.filter((name): name is string => typeof name === "string" && typeNames.includes(name));
  return known.length > 0 && known.length === types.length ? known : undefined;
}

/** Whether a value has one of the JSON Schema types. */
export function hasOneOf(value: Json, types: readonly string[]): boolean {
  return types.some((type) => {
    switch (type) {
      case "null":
        return value === null;
      case "array":
        return isList(value);
      case "object":
        return isObject(value);
      case "integer":
        return Number.isInteger(value);
      default:
        return typeof value === type;
    }
  });
}

/** Types for messages: "string or null". */
export function spellTypes(types: readonly string[]): string {
  return types.join(" or ");
}

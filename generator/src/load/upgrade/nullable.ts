import { isList, isObject, setMember, type Draft } from "../json.js";
import { annotations } from "../bundle/keywords.js";
import type { Json } from "../document.js";

/**
 * Says `nullable: true` in the words of 3.1, in place. Where the type is stated here, `null` joins it; where it is
 * stated elsewhere (behind a `$ref` or in `allOf`, which null would not satisfy) the schema becomes "that, or null".
 * Returns the members that went down into `anyOf/0`, which is none in most cases.
 */
export function nullable(schema: Draft): readonly string[] {
  const isNullable = schema["nullable"];
  if (typeof isNullable !== "boolean") return [];
  delete schema["nullable"];
  if (!isNullable) return [];
  if (typeof schema["$ref"] === "string" || isList(schema["allOf"])) return wrap(schema);
  const type = schema["type"] ?? impliedType(schema);
  if (typeof type === "string" && type !== "null") schema["type"] = [type, "null"];
  else if (isList(type) && !type.includes("null")) schema["type"] = [...type, "null"];
  const values = schema["enum"];
  if (isList(values) && !values.includes(null)) schema["enum"] = [...values, null];
  for (const union of ["oneOf", "anyOf"]) {
    const members = schema[union];
    if (isList(members) && !members.some(allowsNull)) schema[union] = [...members, { type: "null" }];
  }
  return [];
}

function wrap(schema: Draft): readonly string[] {
  const inner: Draft = {};
  const moved: string[] = [];
  for (const [name, value] of Object.entries(schema)) {
    if (annotations.has(name) || name.startsWith("x-")) continue;
    setMember(inner, name, value);
    Reflect.deleteProperty(schema, name);
    moved.push(name);
  }
  schema["anyOf"] = [inner, { type: "null" }];
  return moved;
}

/** The type that a schema without `type` evidently has. */
function impliedType(schema: Draft): string | undefined {
  if (["properties", "additionalProperties", "required"].some((name) => Object.hasOwn(schema, name))) return "object";
  return Object.hasOwn(schema, "items") ? "array" : undefined;
}

function allowsNull(schema: Json): boolean {
  if (!isObject(schema)) return false;
  const type = schema["type"];
  return type === "null" || (isList(type) && type.includes("null"));
}

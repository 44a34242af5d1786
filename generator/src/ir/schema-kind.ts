import type { Json, JsonObject } from "../load/document.js";
import { asList, asObject, asStrings, entries, member } from "./json.js";

/** Members of a schema that say something of its type; the others only describe or restrict. */
const typeMembers = [
  "$ref", "type", "enum", "const", "properties", "patternProperties", "additionalProperties", "items", "prefixItems",
  "allOf", "oneOf", "anyOf",
]; // prettier-ignore

/** The types that a schema names, without `null`. */
export function typesOf(schema: JsonObject): readonly string[] {
  const type = member(schema, "type");
  return (typeof type === "string" ? [type] : asStrings(type)).filter((name) => name !== "null");
}

/** Whether `null` is a value of the schema. */
export function isNullable(schema: JsonObject): boolean {
  const type = member(schema, "type");
  if (type === "null" || asList(type).includes("null")) return true;
  return asList(member(schema, "enum")).includes(null) && typesOf(schema).length === 0;
}

/** A schema that only restricts what another one describes: `{ required: [id] }`. */
export function isConstraintOnly(value: Json): boolean {
  const schema = asObject(value);
  return schema !== undefined && !typeMembers.some((name) => member(schema, name) !== undefined);
}

/** The alternatives of `oneOf` or `anyOf`, or none when they only restrict. */
export function alternatives(schema: JsonObject, keyword: "oneOf" | "anyOf"): readonly Json[] {
  const list = asList(member(schema, keyword));
  return list.every(isConstraintOnly) ? [] : list;
}

/** The values of an `enum` except null, without repetition. */
export function enumValues(schema: JsonObject): readonly Json[] {
  return [...new Set(asList(member(schema, "enum")))].filter((value) => value !== null);
}

/** Whether the schema is a set of two or more names or numbers, which deserves a type of its own. */
export function isEnumeration(schema: JsonObject): boolean {
  const values = enumValues(schema);
  if (values.length < 2 || member(schema, "const") !== undefined) return false;
  return values.every((value) => typeof value === "string") || values.every((value) => typeof value === "number");
}

/** Whether a schema that is a reference says more of the type than the reference does. */
export function hasTypeBesideReference(schema: JsonObject): boolean {
  return (
    typeMembers.some((name) => name !== "$ref" && name !== "type" && member(schema, name) !== undefined) ||
    (member(schema, "required") !== undefined && member(schema, "properties") !== undefined)
  );
}

/** The schema of members that are not listed, and where it stands; nothing when there are none. */
export function additionalSchema(
  schema: JsonObject,
): { readonly schema: Json; readonly at: readonly string[] } | undefined {
  const additional = member(schema, "additionalProperties");
  if (additional !== undefined && additional !== false) return { schema: additional, at: ["additionalProperties"] };
  const patterns = entries(member(schema, "patternProperties"));
  const [first] = patterns;
  if (first === undefined) return undefined;
  return patterns.length === 1 ? { schema: first[1], at: ["patternProperties", first[0]] } : { schema: true, at: [] };
}

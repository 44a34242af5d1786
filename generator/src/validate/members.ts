import { isList, isObject, listMember, member, objectMember } from "../load/json.js";
import { parsePointer } from "../load/pointer.js";
import type { Json, JsonObject } from "../load/document.js";
import type { Context } from "./rule.js";

type Resolve = Context["resolve"];

/**
 * The schemas of what a JSON pointer leads to within the values of a schema: all forms that it may have. None when
 * there is no such member.
 */
export function schemasAt(schema: Json | undefined, pointer: string, resolve: Resolve): readonly JsonObject[] {
  let found = formsOf(schema, resolve);
  for (const token of parsePointer(pointer)) {
    found = found.flatMap((form) => below(form, token)).flatMap((child) => formsOf(child, resolve));
  }
  return found;
}

/** Whether there may be a member where a pointer leads to. */
export function hasMember(schema: Json | undefined, pointer: string, resolve: Resolve): boolean {
  return schemasAt(schema, pointer, resolve).length > 0;
}

/** The schemas of the bodies of an operation's replies for success. */
export function replySchemas(operation: JsonObject, resolve: Resolve): readonly Json[] {
  const replies = Object.entries(objectMember(operation, "responses") ?? {});
  return replies.flatMap(([status, reply]) => (status.startsWith("2") ? contentSchemas(reply, resolve) : []));
}

/** The schemas of a body or a reply, one for each media type. */
export function contentSchemas(holder: Json | undefined, resolve: Resolve): readonly Json[] {
  const media = Object.values(objectMember(resolve(holder) ?? {}, "content") ?? {});
  return media.flatMap((each) => {
    const schema = isObject(each) ? member(each, "schema") : undefined;
    return schema === undefined ? [] : [schema];
  });
}

/** A schema and those that it is put together from. */
function formsOf(schema: Json | undefined, resolve: Resolve, seen: Set<JsonObject> = new Set()): readonly JsonObject[] {
  const target = schema === true ? anything : resolve(schema);
  if (target === undefined || seen.has(target)) return [];
  seen.add(target);
  const parts = ["allOf", "anyOf", "oneOf"].flatMap((keyword) => listMember(target, keyword) ?? []);
  return [target, ...parts.flatMap((part) => formsOf(part, resolve, seen))];
}

const anything: JsonObject = {};

/** The schemas of a member or an item. */
function below(schema: JsonObject, token: string): readonly Json[] {
  const property = member(objectMember(schema, "properties") ?? {}, token);
  if (property !== undefined) return [property];
  const items = /^\d+$/.test(token) ? member(schema, "items") : undefined;
  if (items !== undefined && !isList(items)) return [items];
  const other = member(schema, "additionalProperties");
  return other === undefined || other === false ? [] : [other];
}

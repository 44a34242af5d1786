import type { JsonObject } from "../load/document.js";
import { asString, member } from "./json.js";
import type { Schemas } from "./schemas.js";
import { parts } from "./type-algebra.js";
import type { Model, TypeRef } from "./types.js";

/** Whether an integer is to keep all its digits: its schema says so, or the document does of all that have 64 bits. */
export function isBigInt(root: JsonObject, schema: JsonObject): boolean {
  const own = member(schema, "x-bigint");
  if (typeof own === "boolean") return own;
  return member(root, "x-bigint") === true && /^u?int64$/.test(asString(member(schema, "format")) ?? "");
}

/** Whether a value of the type may itself be a `bigint`, also under another name. */
export function mayBeBigInt(schemas: Schemas, type: TypeRef): boolean {
  if (type.kind === "union") return type.members.some((part) => mayBeBigInt(schemas, part));
  if (type.kind !== "model") return type.kind === "bigint";
  const schema = schemas.resolve({ $ref: `#${type.model}` });
  const isInteger = [member(schema, "type")].flat().includes("integer");
  return schema !== undefined && isInteger && isBigInt(schemas.root, schema);
}

/** The ids of the models that are, or hold, a `bigint`. */
export function bigIntModels(models: readonly Pick<Model, "id" | "shape">[]): ReadonlySet<string> {
  const users = new Map<string, string[]>();
  const found = new Set<string>();
  for (const { id, shape } of models) {
    const own: TypeRef = shape.kind === "alias" ? shape.type : { kind: "object", shape };
    for (const part of parts(own)) {
      if (part.kind === "bigint") found.add(id);
      const used = part.kind === "model" ? [part.model] : part.kind === "object" ? part.shape.extends : [];
      for (const each of used) users.set(each, [...(users.get(each) ?? []), id]);
    }
  }
  // The set grows while it is walked.
  for (const id of found) for (const user of users.get(id) ?? []) found.add(user);
  return found;
}

/** Whether a value of the type is, or holds, a `bigint`. */
export function holdsBigInt(holders: ReadonlySet<string>, type: TypeRef): boolean {
  return [...parts(type)].some(
    (part) =>
      part.kind === "bigint" ||
      (part.kind === "model" && holders.has(part.model)) ||
      (part.kind === "object" && part.shape.extends.some((base) => holders.has(base))),
  );
}

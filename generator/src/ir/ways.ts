import { segments } from "./pointer.js";
import type { Schemas } from "./schemas.js";
import type { Step, Way } from "./thing-types.js";
import type { TypeRef } from "./types.js";

/** Where a JSON pointer leads in a value of a type: the members on the way, and the type at its end. */
export function wayInto(
  schemas: Schemas,
  type: TypeRef | undefined,
  pointer: string,
): { way: Way; type: TypeRef; mayBeMissing: boolean } | undefined {
  let found = type === undefined ? undefined : withoutNull(type);
  const way: Step[] = [];
  for (const name of segments(pointer)) {
    if (found === undefined) return undefined;
    const field = fieldsAt(schemas, found.type).get(name);
    if (field === undefined) return undefined;
    const inner = withoutNull(field.type);
    way.push({ name, mayBeMissing: !field.required || inner.isNullable });
    found = inner;
  }
  if (found === undefined) return undefined;
  return {
    way,
    type: found.type,
    mayBeMissing: way.some(({ mayBeMissing }) => mayBeMissing) || (way.length === 0 && found.isNullable),
  };
}

/** The members of an object type; none when it is no object. */
function fieldsAt(
  schemas: Schemas,
  type: TypeRef,
): ReadonlyMap<string, { readonly type: TypeRef; readonly required: boolean }> {
  if (type.kind === "model") return schemas.allFieldsAt(type.model);
  if (type.kind === "object") {
    const inherited = type.shape.extends.flatMap((base) => [...schemas.allFieldsAt(base).values()]);
    return new Map([...inherited, ...type.shape.fields].map((field) => [field.name, field]));
  }
  if (type.kind === "intersection") {
    return new Map(type.members.flatMap((member) => [...fieldsAt(schemas, member)]));
  }
  return new Map();
}

/** A type without null, and whether null was part of it. */
export function withoutNull(type: TypeRef): { readonly type: TypeRef; readonly isNullable: boolean } {
  if (type.kind !== "union") return { type, isNullable: false };
  const members = type.members.filter(({ kind }) => kind !== "null");
  const [only] = members;
  const rest: TypeRef = members.length === 1 && only !== undefined ? only : { ...type, members };
  return { type: rest, isNullable: members.length < type.members.length };
}

/** The list in a reply: the reply itself, or its only member that is one. */
export function listIn(
  schemas: Schemas,
  type: TypeRef | undefined,
): { readonly items: Way; readonly type: TypeRef } | undefined {
  if (type?.kind === "array") return { items: [], type: type.items };
  if (type?.kind !== "model") return undefined;
  const lists = [...schemas.allFieldsAt(type.model).values()].filter((field) => field.type.kind === "array");
  const [only] = lists;
  if (lists.length !== 1 || only?.type.kind !== "array") return undefined;
  return { items: [{ name: only.name, mayBeMissing: !only.required }], type: only.type.items };
}

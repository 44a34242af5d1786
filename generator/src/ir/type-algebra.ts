import type { Discriminator, TypeRef } from "./types.js";

const unknown: TypeRef = { kind: "unknown" };

/** The type that is any of these: flat, without repetition, `unknown` as soon as one is. */
export function unionOf(types: readonly TypeRef[], discriminator?: Discriminator): TypeRef {
  if (discriminator !== undefined) return { kind: "union", members: types, discriminator };
  const members = unique(
    types.flatMap((type) => (type.kind === "union" && type.discriminator === undefined ? type.members : [type])),
  );
  if (members.some((type) => type.kind === "unknown")) return unknown;
  const possible = members.filter((type) => type.kind !== "never");
  const [first, second] = possible;
  if (first === undefined) return members[0] ?? unknown;
  return second === undefined ? first : { kind: "union", members: possible };
}

/** The type that is all of these at once; types that say nothing are left out. */
export function intersectionOf(types: readonly TypeRef[]): TypeRef {
  const members = unique(types.filter((type) => type.kind !== "unknown"));
  const [first, second] = members;
  if (first === undefined) return unknown;
  return second === undefined ? first : { kind: "intersection", members };
}

export function orNull(type: TypeRef): TypeRef {
  return unionOf([type, { kind: "null" }]);
}

function unique(types: readonly TypeRef[]): readonly TypeRef[] {
  const seen = new Map(types.map((type) => [JSON.stringify(type), type] as const));
  return [...seen.values()];
}

/** Every type that a type is made of, itself included. Does not enter models. */
export function* parts(type: TypeRef): Generator<TypeRef> {
  yield type;
  switch (type.kind) {
    case "array":
      yield* parts(type.items);
      break;
    case "tuple":
      for (const item of type.items) yield* parts(item);
      if (type.rest !== undefined) yield* parts(type.rest);
      break;
    case "record":
      yield* parts(type.values);
      break;
    case "object":
      for (const field of type.shape.fields) yield* parts(field.type);
      if (type.shape.additional !== undefined) yield* parts(type.shape.additional);
      break;
    case "union":
    case "intersection":
      for (const member of type.members) yield* parts(member);
      break;
    default:
  }
}

import { asObject, asString, entries, member } from "./json.js";
import { child, follow, segments } from "./pointer.js";
import type { InputMember, Operation } from "./types.js";
import type { Things } from "./waiters.js";
import { withoutNull } from "./ways.js";

/**
 * Finds out which member of an object an input is the id of (`x-id-of`): the one by which the object's `x-resource` knows
 * it, else `id`. An input whose objects do not carry it that way takes the id only.
 */
export function readIds(things: Things): readonly Operation[] {
  return things.operations.map((operation) => ({
    ...operation,
    input: operation.input.map((input) => withHolder(things, input)),
  }));
}

function withHolder({ schemas }: Things, input: InputMember): InputMember {
  const { idOf, ...rest } = input;
  if (idOf === undefined) return input;
  const model = child("", "components", "schemas", idOf.schema);
  const schema = asObject(follow(schemas.root, model));
  if (schema === undefined || !schemas.isObjectAt(model)) return rest;
  const identity = entries(member(asObject(member(schema, "x-resource")), "identity"))
    .map(([, source]) => asString(source))
    .filter((source) => source !== undefined && source !== "parent");
  const way = segments(identity.at(-1) ?? "/id");
  const field = way.length === 1 ? schemas.allFieldsAt(model).get(way[0] ?? "") : undefined;
  const isAlike = field?.required === true && withoutNull(field.type).type.kind === withoutNull(input.type).type.kind;
  return isAlike ? { ...rest, idOf: { ...idOf, model, member: field.name } } : rest;
}

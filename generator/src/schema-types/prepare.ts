import type { Json, JsonObject } from "../load/document.js";
import { closingEdges } from "../ir/circles.js";
import { asList, asObject, asString, entries, member } from "../ir/json.js";
import { child, follow, pointerOf, segments } from "../ir/pointer.js";

/**
 * A copy of a document that openapi-typescript can express: it prints a reference as a lookup of types, which fails
 * for references into the depths of something else and for circles without an object in them.
 */
export function prepare(root: JsonObject): JsonObject {
  const open = withoutCircles(root);
  return asObject(new Copier(open).copy(open, [])) ?? {};
}

class Copier {
  readonly #root: JsonObject;
  readonly #operationIds = new Set<string>();

  constructor(root: JsonObject) {
    this.#root = root;
  }

  /** `inside` holds the references that are being copied in, so that one that contains itself ends. */
  copy(value: Json, inside: readonly string[]): Json {
    if (Array.isArray(value)) return value.map((item: Json) => this.copy(item, inside));
    const object = asObject(value);
    if (object === undefined) return value;
    const reference = asString(member(object, "$ref"));
    if (reference !== undefined && reference.startsWith("#")) return this.#reference(object, reference, inside);
    const copied = Object.entries(object).map(([name, item]) => [name, this.copy(item, inside)] as const);
    return Object.fromEntries(copied.filter(([name, item]) => name !== "operationId" || this.#isNew(item)));
  }

  #reference(object: JsonObject, reference: string, inside: readonly string[]): Json {
    const pointer = pointerOf(reference);
    if (segments(pointer).length === 3 && pointer.startsWith("/components/")) return { ...object };
    if (inside.includes(pointer) || inside.length > 20) return {};
    const { $ref: _, ...beside } = object;
    const target = this.copy(follow(this.#root, pointer) ?? {}, [...inside, pointer]);
    return asObject(target) === undefined ? target : { ...asObject(target), ...beside };
  }

  /** Two operations of one id would be one type. */
  #isNew(id: Json): boolean {
    if (typeof id !== "string" || this.#operationIds.has(id)) return false;
    this.#operationIds.add(id);
    return true;
  }
}

/** The document without the references by which a component schema is only another way to say itself. */
function withoutCircles(root: JsonObject): JsonObject {
  const components = asObject(member(root, "components"));
  const schemas = entries(member(components, "schemas")).map(([name, schema]) => ({
    name,
    schema,
    pointer: child("/components/schemas", name),
  }));
  const closing = closingEdges(new Map(schemas.map(({ pointer, schema }) => [pointer, directReferences(schema)])));
  if (closing.size === 0) return root;
  const cut = schemas.map(
    ({ name, schema, pointer }) => [name, without(schema, closing.get(pointer) ?? new Set())] as const,
  );
  return { ...root, components: { ...components, schemas: Object.fromEntries(cut) } };
}

const combinations = ["allOf", "oneOf", "anyOf"];

/** The schemas that a schema names without an object or a list in between. */
function directReferences(schema: Json): readonly string[] {
  const object = asObject(schema);
  const reference = asString(member(object, "$ref"));
  const parts = combinations.flatMap((name) => asList(member(object, name)));
  return [...(reference === undefined ? [] : [pointerOf(reference)]), ...parts.flatMap(directReferences)];
}

function without(schema: Json, cut: ReadonlySet<string>): Json {
  const object = asObject(schema);
  if (object === undefined || cut.size === 0) return schema;
  if (cut.has(pointerOf(asString(member(object, "$ref")) ?? "#"))) return {};
  return Object.fromEntries(
    Object.entries(object).map(([name, value]) => [
      name,
      combinations.includes(name) ? asList(value).map((part) => without(part, cut)) : value,
    ]),
  );
}

import type { Operation } from "../spec/operations.js";
import { isObject, type Json } from "../spec/json.js";
import type { Schemas } from "../spec/schemas.js";

/** The schema and example of a success in JSON; without JSON, of whatever it is written in. */
export function replyOf(
  operation: Operation,
): { readonly type: string; readonly schema: Json | undefined; readonly example: Json | undefined } | undefined {
  const { content } = operation.success.response;
  return content.find(({ type }) => /[/+]json\b/.test(type)) ?? content[0];
}

export function bodySchemaOf(operation: Operation): Json | undefined {
  const content = operation.body?.content ?? [];
  return (content.find(({ type }) => /[/+]json\b/.test(type)) ?? content[0])?.schema;
}

export interface ListShape {
  /** Pointer to the items in the reply. */
  readonly items: string;
  readonly item: Json | undefined;
}

/**
 * Where the items of a list lie in its reply, or undefined when the reply is no list.
 *
 * @param known whether there is more to say that the path is a collection's than the reply alone
 * @param sent the members of what is posted to the same path
 */
export function listShape(
  operation: Operation,
  schemas: Schemas,
  known: boolean,
  sent: readonly string[] = [],
): ListShape | undefined {
  const schema = replyOf(operation)?.schema;
  if (operation.paginator)
    return {
      items: operation.paginator.items,
      item: schemas.shape(schemas.at(schema, operation.paginator.items)).items,
    };
  const shape = schemas.shape(schema);
  if (shape.type === "array") {
    const isThings = schemas.shape(shape.items).type === "object";
    return isThings || known ? { items: "", item: shape.items } : undefined;
  }
  if (!known) return undefined;
  const last =
    operation.path
      .split("/")
      .filter((part) => part !== "" && !part.startsWith("{"))
      .at(-1) ?? "";
  const lists = Object.entries(shape.properties).flatMap(([name, property]) => {
    const inner = schemas.shape(property);
    return inner.type === "array" && schemas.shape(inner.items).type !== undefined ? [{ name, item: inner.items }] : [];
  });
  const things = lists.filter(({ item }) => schemas.shape(item).type === "object");
  const likely = ["data", "items", "results", "values", "entries", "resources", last, last.replace(/[-_]/g, "")];
  const found = likely
    .map((name) => lists.find((each) => each.name.toLowerCase() === name.toLowerCase()))
    .find((each) => each !== undefined);
  // Who sends such a list with one request changes it as a whole, and adds no thing to it.
  const isWhole = (name: string): boolean => sent.some((each) => each === name);
  const chosen = found ?? (things.length === 1 ? things[0] : undefined);
  return chosen === undefined || isWhole(chosen.name)
    ? undefined
    : { items: `/${chosen.name.replace(/~/g, "~0").replace(/\//g, "~1")}`, item: chosen.item };
}

/** The pointer to a thing in a reply or body that holds it: empty when it is the whole. */
export function wrapOf(schema: Json | undefined, name: string | undefined, schemas: Schemas): string {
  if (name !== undefined && schemas.nameOf(schema) === name) return "";
  const { properties } = schemas.shape(schema);
  const entries = Object.entries(properties);
  const named = name === undefined ? undefined : entries.find(([, property]) => schemas.nameOf(property) === name);
  if (named) return pointer(named[0]);
  if (
    entries.some(
      ([key, property]) => /^(_?id|uuid|name|key|slug|label)$/i.test(key) && schemas.shape(property).type !== "object",
    )
  )
    return "";
  const objects = entries.filter(([key, property]) => {
    const shape = schemas.shape(property);
    return (
      shape.type === "object" &&
      Object.keys(shape.properties).length > 0 &&
      !/^(_?links?|meta(data)?|pagination|errors?|status|attributes|properties|data)$/i.test(key)
    );
  });
  const scalars = entries.filter(
    ([, property]) => !["object", "array"].includes(schemas.shape(property).type ?? "object"),
  );
  return objects.length === 1 && scalars.length === 0 && objects[0] ? pointer(objects[0][0]) : "";
}

function pointer(name: string): string {
  return `/${name.replace(/~/g, "~0").replace(/\//g, "~1")}`;
}

/** The items of a list's example. */
export function exampleItems(
  example: Json | undefined,
  items: string,
  find: (value: Json | undefined, pointer: string) => Json | undefined,
): readonly Json[] {
  const found = find(example, items);
  return Array.isArray(found)
    ? found.filter((item) => isObject(item) || typeof item === "string" || typeof item === "number")
    : [];
}

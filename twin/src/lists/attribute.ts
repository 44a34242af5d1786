import { flat } from "../model/identity.js";
import { at, isObject, type Json } from "../spec/json.js";
import type { Schemas } from "../spec/schemas.js";

/** Reads the attribute that a filter or an order names, from an item. */
export type Reader = (value: Json) => Json | undefined;

/** Finds an attribute in items of a schema: at the top, among the attributes, or marked as filterable further down. */
export function reader(name: string, schema: Json | undefined, attributes: string, schemas: Schemas): Reader {
  const pointer = findPointer(name, schema, attributes, schemas);
  if (pointer !== undefined) return (value) => at(value, pointer);
  return (value) => {
    if (isObject(value) && Object.hasOwn(value, name)) return value[name];
    const own = at(value, attributes);
    if (isObject(own) && Object.hasOwn(own, name)) return own[name];
    return name.includes(".") ? at(value, `/${name.split(".").join("/")}`) : undefined;
  };
}

function findPointer(name: string, schema: Json | undefined, attributes: string, schemas: Schemas): string | undefined {
  for (const pointer of new Set(["", attributes])) {
    const found = Object.keys(schemas.shape(schemas.at(schema, pointer)).properties).find((each) => each === name);
    if (found !== undefined) return `${pointer}/${found}`;
  }
  return deep(name, schema, "", schemas, 0);
}

function deep(
  name: string,
  schema: Json | undefined,
  pointer: string,
  schemas: Schemas,
  depth: number,
): string | undefined {
  if (depth > 3) return undefined;
  const entries = Object.entries(schemas.shape(schema).properties);
  const here = entries.find(
    ([each, property]) =>
      flat(each) === flat(name) &&
      (depth === 0 || schemas.shape(property).filterable !== undefined || schemas.shape(property).type !== "object"),
  );
  if (here) return `${pointer}/${here[0]}`;
  for (const [each, property] of entries) {
    if (schemas.shape(property).type !== "object") continue;
    const found = deep(name, property, `${pointer}/${each}`, schemas, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

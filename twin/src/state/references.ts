import { isObject, type Json } from "../spec/json.js";
import type { RefusalDetail } from "./refusal.js";
import type { World } from "./world.js";

/** What a body refers to and what is not there. A kind of thing of which there is none at all is not asked about. */
export function danglingReferences(
  world: World,
  schema: Json | undefined,
  body: Json | undefined,
): readonly RefusalDetail[] {
  const found: RefusalDetail[] = [];
  const visit = (part: Json | undefined, value: Json, path: readonly string[]): void => {
    if (path.length > 5 || part === undefined) return;
    const shape = world.schemas.shape(part);
    if (shape.idOf !== undefined && (typeof value === "string" || typeof value === "number")) {
      if (!isThere(world, shape.idOf, value))
        found.push({ field: path.join("."), message: `There is no ${shape.idOf} ${value}.` });
    } else if (Array.isArray(value)) {
      const items =
        isObject(shape.items) && shape.idOf !== undefined ? { ...shape.items, "x-id-of": shape.idOf } : shape.items;
      value.forEach((item, index) => visit(items, item, [...path, String(index)]));
    } else if (isObject(value)) {
      for (const [name, property] of Object.entries(shape.properties)) {
        const member = value[name];
        if (member !== undefined && member !== null) visit(property, member, [...path, name]);
      }
    }
  };
  if (body !== undefined) visit(schema, body, []);
  return found;
}

function isThere(world: World, schemaName: string, identity: string | number): boolean {
  const home = world.plan.homes.get(schemaName);
  if (home === undefined) return true;
  const shelves = world.shelvesOf(home);
  if (shelves.every(({ items }) => items.size === 0)) return !home.create;
  return shelves.some(({ items }) => {
    const item = items.get(String(identity));
    if (item) return !item.gone;
    return [...items.values()].some(
      ({ value }) => isObject(value) && [value["name"], value["urn"], value["slug"], value["label"]].includes(identity),
    );
  });
}

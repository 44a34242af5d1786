import type { Collection } from "../model/plan.js";
import { isObject, type Json, type JsonObject } from "../spec/json.js";
import type { Item } from "./store.js";
import { holdsTime, timeRole, written } from "./times.js";
import type { World } from "./world.js";

/** Does to an item what every change does: its time of change, its version, and the version before. */
export function touch(world: World, collection: Collection, item: Item, before: Json, when: number): void {
  const versions = [...world.plan.collections.values()].some(({ history, parent }) => history && parent === collection);
  if (versions) (item.history ??= []).push(before);
  item.before = { value: before, changed: world.clock.now() };
  if (!isObject(item.value)) return;
  stamp(world, collection.schema, item.value, "updated", when, 0);
  const version = item.value["version"];
  const { readOnly, type } = world.schemas.shape(world.schemas.property(collection.schema, "version"));
  if (typeof version === "number" && type === "integer" && (versions || readOnly)) item.value["version"] = version + 1;
  stamp(world, collection.schema, item.value, "updated", when, 0);
}

/** Writes a time into every member that is there for it. */
export function stamp(
  world: World,
  schema: Json | undefined,
  value: JsonObject,
  role: "created" | "updated" | "deleted",
  when: number,
  depth: number,
): boolean {
  let found = false;
  for (const [name, property] of Object.entries(world.schemas.shape(schema).properties)) {
    const shape = world.schemas.shape(property);
    const member = value[name];
    // What is not there is not added, for it may be missing on purpose; only the time of deletion is.
    const isThere = member !== undefined || role === "deleted";
    if (timeRole(name) === role && holdsTime(shape) && shape.idOf === undefined && isThere) {
      // How the API writes times shows in what is there already; where null was, in the example.
      value[name] = written(
        when,
        shape,
        typeof member === "string" || typeof member === "number" ? member : (shape.example ?? sibling(value)),
      );
      found = true;
    } else if (depth < 2 && isObject(member) && shape.type === "object")
      found = stamp(world, property, member, role, when, depth + 1) || found;
  }
  return found;
}

/** Another time beside it, which shows how the API writes them. */
function sibling(value: JsonObject): Json | undefined {
  return Object.entries(value).find(
    ([name, member]) =>
      timeRole(name) !== undefined && (typeof member === "string" || (typeof member === "number" && member > 0)),
  )?.[1];
}

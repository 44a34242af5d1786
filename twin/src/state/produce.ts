import { flat } from "../model/identity.js";
import type { Collection } from "../model/plan.js";
import { at, clone, isObject, put, type Json } from "../spec/json.js";
import { newId } from "./ids.js";
import { lifetime } from "./lifecycle.js";
import type { Params, World } from "./world.js";

/**
 * Fills a collection that clients cannot add to, when it is first looked at: with what its example shows. Under a thing that
 * has a life, the items come into sight one after another while that goes on.
 */
export function grow(world: World, collection: Collection, place: string, params: Params): void {
  if (collection.create || collection.of || collection.history || collection.parent === undefined) return;
  if (world.store.peek(place) !== undefined) return;
  const shelf = world.shelf(collection, place, params);
  const owner = ownerItem(world, collection, place);
  const { lifecycle } = collection.parent;
  const whole = lifecycle === undefined ? 0 : lifetime(lifecycle);
  const examples = world.examples(collection);
  examples.forEach((example, index) => {
    const value = world.maker.make(collection.schema, clone(example), example, world.making(), true);
    const id = identify(
      world,
      collection,
      value,
      (key) => shelf.items.has(key),
      () => shelf.next++,
    );
    tie(world, collection, value, params);
    const made = owner?.made ?? world.clock.now();
    const from = lifecycle === undefined ? made : made + ((index + 1) / (examples.length + 1)) * whole;
    shelf.items.set(id, { key: id, value, made, from });
  });
}

function ownerItem(world: World, collection: Collection, place: string): { readonly made: number } | undefined {
  const parts = place.split("/").slice(0, -1);
  const shelf = world.store.peek(parts.slice(0, -(collection.parent?.depth ?? 1)).join("/"));
  return shelf?.items.get(
    parts
      .slice(-(collection.parent?.depth ?? 1))
      .map(decodeURIComponent)
      .join("/"),
  );
}

/** Gives a thing its own identity: the one it has, if nothing else has it. */
export function identify(
  world: World,
  collection: Collection,
  value: Json,
  taken: (key: string) => boolean,
  next: () => number,
  keep: boolean = true,
): string {
  const pointer = collection.identity;
  const had = pointer === undefined ? undefined : at(value, pointer);
  if (keep && (typeof had === "string" || typeof had === "number") && had !== "" && !taken(String(had)))
    return String(had);
  const id = newId(world.style(collection), taken, next, world.kind(collection), world.random);
  if (pointer !== undefined) put(value, pointer, id);
  return String(id);
}

/** Writes into a thing what it belongs to: the parameters of its path, where it has members for them. */
export function tie(world: World, collection: Collection, value: Json, params: Params): void {
  const owners: { readonly param: string; readonly key: string; readonly schemaName: string | undefined }[] = [];
  for (let parent = collection.parent; parent; parent = parent.parent) {
    const param = parent.load && world.template(parent.load).tail.at(-1);
    const key = param === undefined ? undefined : params[param];
    if (param !== undefined && key !== undefined) owners.push({ param, key, schemaName: parent.schemaName });
  }
  if (owners.length > 0) write(world, collection.schema, value, "", collection.identity, owners);
}

function write(
  world: World,
  schema: Json | undefined,
  value: Json,
  pointer: string,
  identity: string | undefined,
  owners: readonly { readonly param: string; readonly key: string; readonly schemaName: string | undefined }[],
): void {
  if (!isObject(value) || pointer.split("/").length > 3) return;
  for (const [name, property] of Object.entries(world.schemas.shape(schema).properties)) {
    const { idOf, type, resource } = world.schemas.shape(property);
    const here = `${pointer}/${name}`;
    if (here === identity || resource) continue;
    if (type === "object") write(world, property, value[name] ?? null, here, identity, owners);
    if (type !== "string" && type !== "integer" && type !== "number") continue;
    const owner = owners.find(({ param, schemaName }) =>
      idOf === undefined ? flat(name) === flat(param) : idOf === schemaName,
    );
    if (owner) value[name] = type === "string" ? owner.key : Number(owner.key);
  }
}

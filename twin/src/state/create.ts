import { bodySchemaOf } from "../model/shapes.js";
import type { Collection } from "../model/plan.js";
import { at, clone, define, isObject, put, type Json, type JsonObject } from "../spec/json.js";
import type { Operation } from "../spec/operations.js";
import { placeOfItem } from "./find.js";
import { settle } from "./lifecycle.js";
import { identify, tie } from "./produce.js";
import { Refusal } from "./refusal.js";
import { stamp } from "./touch.js";
import { ownParams } from "./present.js";
import type { Item } from "./store.js";
import type { Found, Params, World } from "./world.js";

/** What a client may set, of what it sent. */
export function sendable(world: World, schema: Json | undefined, body: Json | undefined): JsonObject {
  if (!isObject(body)) return {};
  const result: JsonObject = {};
  for (const [name, value] of Object.entries(body)) {
    const property = world.schemas.property(schema, name);
    const shape = world.schemas.shape(property);
    if (shape.readOnly) continue;
    define(
      result,
      name,
      isObject(value) && Object.keys(shape.properties).length > 0 ? sendable(world, property, value) : value,
    );
  }
  return result;
}

/** A body in the shape of an item: what APIs take flat lies deeper in the item, under its attributes. */
export function lifted(world: World, collection: Collection, schema: Json | undefined, sent: JsonObject): JsonObject {
  const wrap = wrapped(world, collection, schema);
  const body = wrap === undefined ? sent : at(sent, wrap);
  const own = isObject(body) ? body : sent;
  const top = collection.attributes.split("/")[1];
  if (top === undefined || top === "" || isObject(own[top]))
    return withoutServers(world, schema, collection.schema, own);
  const known = world.schemas.shape(world.schemas.at(collection.schema, collection.attributes)).properties;
  const lift: JsonObject = {};
  const rest: JsonObject = {};
  for (const [name, value] of Object.entries(own)) define(Object.hasOwn(known, name) ? lift : rest, name, value);
  return put(rest, collection.attributes, lift) as JsonObject;
}

/** What the request's schema does not speak of, and the thing's own schema leaves to the server, is not a client's to set. */
export function withoutServers(
  world: World,
  sentAs: Json | undefined,
  kept: Json | undefined,
  value: JsonObject,
): JsonObject {
  const isServers = (name: string): boolean =>
    world.schemas.property(sentAs, name) === undefined &&
    world.schemas.shape(world.schemas.property(kept, name)).readOnly;
  return Object.fromEntries(Object.entries(value).filter(([name]) => !isServers(name)));
}

/** `{ "droplet": { … } }`: the member that holds the thing. */
function wrapped(world: World, collection: Collection, schema: Json | undefined): string | undefined {
  const entries = Object.entries(world.schemas.shape(schema).properties);
  const only = entries.length === 1 ? entries[0] : undefined;
  const isOwn = (pointer: string): boolean =>
    only !== undefined && world.schemas.property(world.schemas.at(collection.schema, pointer), only[0]) !== undefined;
  if (only === undefined || isOwn("") || isOwn(collection.attributes)) return undefined;
  return world.schemas.shape(only[1]).type === "object" ? `/${only[0]}` : undefined;
}

/** Makes a thing in the collection of an operation's path. */
export function create(
  world: World,
  operation: Operation,
  collection: Collection,
  params: Params,
  body: Json | undefined,
): Found {
  const schema = bodySchemaOf(operation);
  const { place } = world.lies(operation, params);
  if (collection.of && !collection.history) {
    const linked = link(world, collection, place, params, body);
    if (linked) return linked;
    const home = collection.of;
    const found = make(
      world,
      home,
      placeIn(world, home, params),
      params,
      lifted(world, home, schema, sendable(world, schema, body)),
      operation.id,
    );
    tie(world, { ...home, parent: collection.parent }, found.item.value, params);
    world.store.link(place, placeOfItem(found));
    return found;
  }
  return make(
    world,
    collection,
    place,
    params,
    lifted(world, collection, schema, sendable(world, schema, body)),
    operation.id,
  );
}

/** Puts a thing that exists into another list of such things. */
function link(
  world: World,
  view: Collection,
  place: string,
  params: Params,
  body: Json | undefined,
): Found | undefined {
  const home = view.of as Collection;
  const id = isObject(body) ? at(body, home.identity ?? "/id") : undefined;
  if (typeof id !== "string" && typeof id !== "number") return undefined;
  const found = everywhere(world, home).find(
    ({ item, shelf }) =>
      item.key === String(id) &&
      Object.entries(shelf.params).every(([name, value]) => params[name] === undefined || params[name] === value),
  );
  if (found === undefined)
    throw new Refusal("invalid", [{ field: "id", message: `There is no ${world.kind(home)} ${id}.` }]);
  world.store.link(place, placeOfItem(found));
  tie(world, { ...home, parent: view.parent }, found.item.value, params);
  return found;
}

export function everywhere(world: World, collection: Collection): readonly Found[] {
  return world
    .shelvesOf(collection)
    .flatMap((shelf) => [...shelf.items.values()].map((item) => ({ collection, shelf, item })))
    .filter((found) => !found.item.gone && settle(world, found));
}

/** The place of a collection, as far as the parameters at hand tell it. */
export function placeIn(world: World, collection: Collection, params: Params): string {
  const operation = collection.create ?? collection.list?.operation ?? collection.load;
  const template = operation && world.template(operation);
  const needed =
    template?.segments
      .filter(({ param, setting }) => param !== undefined && !setting)
      .map(({ param }) => param ?? "") ?? [];
  const own = operation === collection.load ? (template?.tail ?? []) : [];
  if (!operation || needed.some((name) => !own.includes(name) && params[name] === undefined))
    throw new Refusal("invalid", `A ${world.kind(collection)} cannot be made here.`);
  return world.lies(operation, params).place;
}

/** Makes a thing from what was sent. */
export function make(
  world: World,
  collection: Collection,
  place: string,
  params: Params,
  sent: JsonObject,
  by: string,
  source?: Json,
): Found {
  const shelf = world.shelf(collection, place, params);
  const given = clone(sent);
  const children = collection.embeds.flatMap((embed) => {
    const list = at(given, embed.pointer);
    const items = at(list, embed.items);
    if (list !== undefined) removeAt(given, embed.pointer);
    return Array.isArray(items) ? [{ embed, items }] : [];
  });
  const example = source ?? world.examples(collection)[0];
  const kind = world.kind(collection);
  const value = world.maker.make(
    collection.schema,
    source === undefined ? given : merged(clone(source), given),
    example,
    world.making(kind, () => shelf.next),
  );
  const keep = collection.identity !== undefined && at(given, collection.identity) !== undefined;
  if (keep && shelf.items.has(String(at(given, collection.identity ?? "")))) throw taken(collection, world);
  for (const { pointer } of collection.embeds) if (isObject(value)) removeAt(value, pointer);
  const own = keep ? undefined : fingerprintAsName(collection, value);
  if (own !== undefined && collection.identity !== undefined) put(value, collection.identity, own);
  const key = identify(
    world,
    collection,
    value,
    (each) => shelf.items.has(each),
    () => shelf.next++,
    keep || own !== undefined,
  );
  if (isObject(value)) {
    const { type } = world.schemas.shape(world.schemas.property(collection.schema, "version"));
    if (type === "integer" && given["version"] === undefined) value["version"] = 1;
  }
  tie(world, collection, value, params);
  const now = world.clock.now();
  if (isObject(value)) {
    stamp(world, collection.schema, value, "created", now, 0);
    stamp(world, collection.schema, value, "updated", now, 0);
  }
  for (const { state, initial, transitions } of collection.lifecycles)
    put(value, state, transitions?.find(({ on, from }) => on === by && from === undefined)?.to ?? initial);
  const item: Item = { key, value, made: now, before: { value: undefined, changed: now } };
  shelf.items.set(key, item);
  const found = { collection, shelf, item };
  for (const { embed, items } of children) makeChildren(world, found, embed.child, items, by);
  return found;
}

/** A public key that was stored without a name is called by its fingerprint. */
function fingerprintAsName({ identity }: Collection, value: Json): string | undefined {
  const fingerprint = isObject(value) ? value["fingerprint"] : undefined;
  return (identity === "/name" || identity === "/fingerprint") && typeof fingerprint === "string" && fingerprint !== ""
    ? fingerprint
    : undefined;
}

function makeChildren(world: World, owner: Found, child: Collection, items: readonly Json[], by: string): void {
  const params = { ...owner.shelf.params, ...ownParams(world, owner) };
  const place = `${placeOfItem(owner)}/${child.base.split("/").at(-1) ?? ""}`;
  const schema = (child.create && bodySchemaOf(child.create)) ?? child.schema;
  for (const item of items) {
    if (!isObject(item)) continue;
    if (child.of && !child.history) {
      const id = at(item, child.of.identity ?? "/id");
      if (id !== undefined && everywhere(world, child.of).some((found) => found.item.key === String(id)))
        link(world, child, place, params, item);
      else {
        const made = make(
          world,
          child.of,
          placeIn(world, child.of, params),
          params,
          lifted(world, child.of, schema, sendable(world, schema, item)),
          by,
        );
        world.store.link(place, placeOfItem(made));
      }
    } else make(world, child, place, params, lifted(world, child, schema, sendable(world, schema, item)), by);
  }
}

function taken(collection: Collection, world: World): Refusal {
  const field = (collection.identity ?? "/id").slice(1).replace(/\//g, ".");
  return new Refusal("conflict", [{ field, message: `There is already such a ${world.kind(collection)}.` }]);
}

export function removeAt(root: JsonObject, pointer: string): void {
  const cut = pointer.lastIndexOf("/");
  const holder = at(root, pointer.slice(0, cut));
  if (isObject(holder)) delete holder[pointer.slice(cut + 1)];
}

/** Lays one value over another: objects member by member, everything else as a whole. */
export function merged(under: Json, over: Json): Json {
  if (!isObject(under) || !isObject(over)) return over;
  const result: JsonObject = { ...under };
  for (const [name, value] of Object.entries(over))
    define(result, name, isObject(value) ? merged(result[name] ?? {}, value) : value);
  return result;
}

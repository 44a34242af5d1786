import { bodySchemaOf, replyOf } from "../model/shapes.js";
import type { Collection } from "../model/plan.js";
import { at, clone, define, equal, isObject, put, type Json, type JsonObject } from "../spec/json.js";
import type { Operation } from "../spec/operations.js";
import { lifted, sendable } from "./create.js";
import { placeOfItem } from "./find.js";
import { enter, move, moves, stateOf, statusOf } from "./lifecycle.js";
import { Refusal } from "./refusal.js";
import { stamp, touch } from "./touch.js";
import { ownParams } from "./present.js";
import type { Found, World } from "./world.js";

/** Changes an item by what was sent. */
export function update(world: World, operation: Operation, found: Found, body: Json | undefined): Found {
  const { collection, item, shelf } = found;
  if (item.gone) throw new Refusal("conflict", `This ${world.kind(collection)} has been deleted.`);
  const schema = bodySchemaOf(operation);
  const whole = collection.resource?.updateSends === "whole";
  if (whole) refuseStale(world, collection, item.value, body);
  const sent =
    whole && isObject(body)
      ? { ...pick(body, collection) }
      : lifted(world, collection, schema, sendable(world, schema, body));
  const name = newName(world, found, schema, sent);
  if (name !== undefined && shelf.items.has(name)) {
    const field = (collection.identity ?? "").slice(1).replaceAll("/", ".");
    throw new Refusal("conflict", [{ field, message: `There is already such a ${world.kind(collection)}.` }]);
  }
  move(world, found, operation.id);
  const before = clone(item.value);
  item.value = changed(world, collection.schema, item.value, sent);
  if (name === undefined) keepIdentity(collection, before, item.value);
  for (const lifecycle of collection.lifecycles)
    put(item.value, lifecycle.state, stateOf(lifecycle, { value: before }));
  if (!moves(collection, operation.id)) touch(world, collection, item, before, world.clock.now());
  return name === undefined ? found : rename(world, found, name);
}

/** The name that a thing is to have from now on, where the request may set it. */
function newName(world: World, { collection, item }: Found, schema: Json | undefined, sent: Json): string | undefined {
  const { identity } = collection;
  const name = identity === undefined ? undefined : at(sent, identity);
  if (identity === undefined || typeof name !== "string" || name === "" || name === item.key) return undefined;
  const property = world.schemas.property(schema, identity.split("/").at(-1) ?? "");
  return property === undefined || world.schemas.shape(property).readOnly || identity === "/id" ? undefined : name;
}

/** The attributes of a whole object; the rest of it is the server's. */
function pick(body: JsonObject, collection: Collection): JsonObject {
  const own = at(body, collection.attributes);
  return isObject(own) && collection.attributes !== "" ? (put({}, collection.attributes, own) as JsonObject) : body;
}

/** Where the whole object is sent back, what is not an attribute has to be as it is now. */
function refuseStale(world: World, collection: Collection, value: Json, body: Json | undefined): void {
  if (!isObject(body) || !isObject(value)) return;
  const { properties } = world.schemas.shape(collection.schema);
  const own = collection.attributes.split("/")[1];
  const managed = Object.keys(value).filter((name) =>
    own === undefined ? world.schemas.shape(properties[name]).readOnly : name !== own,
  );
  const wrong = managed.filter(
    (name) => body[name] !== undefined && value[name] !== undefined && !equal(body[name], value[name]),
  );
  const [code] = collection.resource?.staleCodes ?? [];
  if (wrong.length > 0)
    throw new Refusal(
      "invalid",
      wrong.map((field) => ({
        field,
        message: `${field} is not what it is now; the ${collection.schemaName ?? "thing"} may have changed since it was read.`,
      })),
      code === undefined ? {} : { code },
    );
}

/** Gives a thing another name; what lies below it comes along. */
function rename(world: World, found: Found, key: string): Found {
  const { shelf, item } = found;
  const renamed = { ...found, item: { ...item, key } };
  const from = placeOfItem(found);
  const items = [...shelf.items.values()];
  shelf.items.clear();
  // It keeps its place in the list.
  for (const each of items) shelf.items.set(each === item ? key : each.key, each === item ? renamed.item : each);
  world.store.moveBelow(from, placeOfItem(renamed), ownParams(world, renamed));
  return renamed;
}

function keepIdentity(collection: Collection, before: Json, after: Json): void {
  const identity = collection.identity === undefined ? undefined : at(before, collection.identity);
  if (collection.identity !== undefined && identity !== undefined && !equal(at(after, collection.identity), identity))
    put(after, collection.identity, identity);
}

/** A value with changes laid over it. Objects with members of their own change member by member; records change as a whole. */
export function changed(world: World, schema: Json | undefined, value: Json, changes: Json): Json {
  if (!isObject(value) || !isObject(changes)) return changes;
  const result: JsonObject = { ...value };
  const shape = world.schemas.shape(schema);
  for (const [name, change] of Object.entries(changes)) {
    const property = Object.hasOwn(shape.properties, name) ? shape.properties[name] : undefined;
    if (
      property === undefined &&
      (shape.closed || Object.keys(shape.properties).length > 0) &&
      !Object.hasOwn(value, name) &&
      shape.rest === undefined
    )
      continue;
    const inner = world.schemas.shape(property);
    if (inner.writeOnly) continue;
    const nested = isObject(change) && isObject(result[name]) && Object.keys(inner.properties).length > 0;
    define(
      result,
      name,
      nested ? changed(world, property, result[name] ?? {}, change) : fitted(world, property, change, result[name]),
    );
  }
  return result;
}

function fitted(world: World, property: Json | undefined, change: Json, before: Json | undefined): Json {
  return property === undefined ? change : world.maker.make(property, change, before, world.making());
}

/** Removes an item, or leaves a trace of it where the API does. */
export function remove(world: World, operation: Operation, found: Found): void {
  const { collection, item, shelf } = found;
  if (item.gone) throw new Refusal("conflict", `This ${world.kind(collection)} has been deleted already.`);
  const place = placeOfItem(found);
  if (moves(collection, operation.id)) {
    move(world, found, operation.id);
    if (statusOf(found) !== undefined) world.store.unlinkAll(place);
    return;
  }
  if (leavesTrace(world, operation, collection)) {
    const before = clone(item.value);
    if (isObject(item.value)) stamp(world, collection.schema, item.value, "deleted", world.clock.now(), 0);
    touch(world, collection, item, before, world.clock.now());
    item.gone = true;
    world.store.unlinkAll(place);
    return;
  }
  shelf.items.delete(item.key);
  world.store.dropBelow(place);
  world.store.unlinkAll(place);
}

/** The API answers with the deleted thing, which has a time for it: so it can still be read. */
function leavesTrace(world: World, operation: Operation, collection: Collection): boolean {
  const schema = replyOf(operation)?.schema;
  if (
    schema === undefined ||
    collection.schemaName === undefined ||
    world.schemas.nameOf(schema) !== collection.schemaName
  )
    return false;
  return isObject(collection.schema) && stamp(world, collection.schema, {}, "deleted", 0, 0);
}

/** Does an action: moves the state, and takes over what was sent where the thing has members of that name. */
export function act(world: World, operation: Operation, found: Found, inputs: JsonObject): void {
  const { collection, item } = found;
  if (item.gone) throw new Refusal("conflict", `This ${world.kind(collection)} has been deleted.`);
  const known = attributes(world, collection);
  const taken = Object.fromEntries(
    Object.entries(inputs).filter(
      ([name, value]) => known.has(name) && value !== null && `/${name}` !== collection.identity,
    ),
  ) as JsonObject;
  move(world, found, operation.id);
  if (Object.keys(taken).length === 0) return;
  const before = clone(item.value);
  const changes = collection.attributes === "" ? taken : (put({}, collection.attributes, taken) as JsonObject);
  item.value = changed(world, collection.schema, item.value, changes);
  for (const lifecycle of collection.lifecycles)
    put(item.value, lifecycle.state, stateOf(lifecycle, { value: before }));
  if (!moves(collection, operation.id)) touch(world, collection, item, before, world.clock.now());
}

function attributes(world: World, collection: Collection): ReadonlySet<string> {
  return new Set(
    Object.keys(world.schemas.shape(world.schemas.at(collection.schema, collection.attributes)).properties),
  );
}

/** Lets the work on a thing end badly. */
export function fail(world: World, found: Found): void {
  for (const lifecycle of found.collection.lifecycles) {
    const failed = Object.keys(lifecycle.states).find((state) => /fail|error/i.test(state));
    if (failed !== undefined) enter(world, found.collection, lifecycle, found.item, failed, world.clock.now());
  }
}

export function inputsOf(query: JsonObject, body: Json | undefined): JsonObject {
  return { ...query, ...(isObject(body) ? body : {}) };
}

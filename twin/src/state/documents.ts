import type { Document } from "../model/plan.js";
import { replyOf } from "../model/shapes.js";
import type { Understood } from "../check/asked.js";
import { at, clone, define, isObject, put, type Json, type JsonObject } from "../spec/json.js";
import type { Operation } from "../spec/operations.js";
import { changed } from "./change.js";
import { everywhere, sendable, withoutServers } from "./create.js";
import { missing } from "./find.js";
import { present } from "./present.js";
import { Refusal } from "./refusal.js";
import { stamp, touch } from "./touch.js";
import type { Found, Params, World } from "./world.js";

/** What is at a place that holds one thing. */
export function readDocument(
  world: World,
  document: Document,
  operation: Operation,
  params: Params,
  owner: Found | undefined,
): Json | undefined {
  if (document.self) {
    const found = caller(world, document);
    if (found === undefined) throw missing(world, document.self);
    return present(world, found, { depth: undefined, fresh: false });
  }
  if (document.attribute && owner) return clone(at(owner.item.value, document.attribute.pointer) ?? {});
  const place = world.place(operation, params);
  const known = world.store.document(place);
  if (known !== undefined) return clone(known);
  const made = fresh(world, document, owner);
  world.store.keep(place, made);
  return clone(made);
}

function fresh(world: World, document: Document, owner: Found | undefined): Json {
  const reply = replyOf(document.load);
  if (document.record && reply?.example === undefined) return {};
  const value = world.maker.make(document.schema, undefined, reply?.example, world.making(), true);
  // A thing under another one names it, where it has a member for that.
  for (const [name, property] of isObject(value)
    ? Object.entries(world.schemas.shape(document.schema).properties)
    : []) {
    const { idOf, type } = world.schemas.shape(property);
    if (isObject(value) && owner && idOf !== undefined && idOf === owner.collection.schemaName)
      value[name] = type === "string" ? owner.item.key : Number(owner.item.key);
  }
  return value;
}

/** The item that is the caller: the one that bears the caller's name, or else the first. */
function caller(world: World, { self }: Document): Found | undefined {
  const all = self ? everywhere(world, self) : [];
  const isCaller = ({ item, collection }: Found): boolean => {
    const own = at(item.value, collection.attributes);
    return [item.value, own].some(
      (value) => isObject(value) && ["login", "username", "email", "name"].some((name) => value[name] === world.caller),
    );
  };
  return all.find(isCaller) ?? all[0];
}

/** Changes what is at a place. A record is added to by POST and PATCH, and replaced by PUT. */
export function changeDocument(
  world: World,
  document: Document,
  asked: Understood,
  schema: Json | undefined,
  owner: Found | undefined,
): Json {
  const { operation, params, body } = asked;
  const before = readDocument(world, document, operation, params, owner) ?? {};
  const sent = document.record
    ? isObject(body)
      ? body
      : {}
    : withoutServers(world, schema, document.schema, sendable(world, schema, body));
  const kept = operation.method === "PUT" ? declared(world, document, before) : before;
  const after = document.record
    ? { ...(isObject(kept) ? kept : {}), ...sent }
    : changed(world, document.schema, before, sent);
  if (isObject(after) && !document.record) stamp(world, document.schema, after, "updated", world.clock.now(), 0);
  store(world, document, asked, after, owner);
  return clone(after);
}

function store(
  world: World,
  document: Document,
  { operation, params }: Understood,
  value: Json | undefined,
  owner: Found | undefined,
): void {
  if (document.attribute && owner) {
    const before = clone(owner.item.value);
    put(owner.item.value, document.attribute.pointer, value ?? {});
    touch(world, owner.collection, owner.item, before, world.clock.now());
  } else world.store.keep(world.place(operation, params), value);
}

export function clearDocument(world: World, document: Document, asked: Understood, owner: Found | undefined): void {
  const { operation, params } = asked;
  if (document.record) {
    const before = readDocument(world, document, operation, params, owner);
    store(world, document, asked, declared(world, document, before), owner);
  } else if (document.attribute) store(world, document, asked, {}, owner);
  else world.store.keep(world.place(operation, params), undefined);
}

/** The members of a record that its schema names: those are the server's, and stay when a record is emptied. */
function declared(world: World, { schema }: Document, record: Json | undefined): JsonObject {
  const { properties } = world.schemas.shape(schema);
  return Object.fromEntries(
    Object.entries(isObject(record) ? record : {}).filter(([name]) => Object.hasOwn(properties, name)),
  );
}

/** One member of a record, by its name. */
export function playEntry(
  world: World,
  document: Document,
  asked: Understood,
  owner: Found | undefined,
): Json | undefined {
  const { operation, params, body } = asked;
  const name = params[world.template(operation).tail.at(-1) ?? ""] ?? "";
  const above = { ...asked, operation: document.load };
  const whole = readDocument(world, document, document.load, params, owner);
  const record: JsonObject = isObject(whole) ? whole : {};
  if (operation.method === "PUT" || operation.method === "POST" || operation.method === "PATCH") {
    define(
      record,
      name,
      isObject(body) && Object.keys(body).length === 1 ? (Object.values(body)[0] ?? null) : (body ?? null),
    );
    store(world, document, above, record, owner);
    return record[name];
  }
  if (!Object.hasOwn(record, name)) throw new Refusal("missing", `There is no ${name} here.`);
  if (operation.method !== "DELETE") return record[name];
  delete record[name];
  store(world, document, above, record, owner);
  return undefined;
}

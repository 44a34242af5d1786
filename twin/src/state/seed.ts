import type { Collection } from "../model/plan.js";
import { clone, isObject, put, type Json } from "../spec/json.js";
import { removeAt } from "./create.js";
import { fingerprintOf, isPublicKey } from "./make.js";
import { ownParams } from "./present.js";
import { answersTo, placeOfItem } from "./find.js";
import { identify, tie } from "./produce.js";
import type { World } from "./world.js";

/** What an account begins with: `examples` of the document, only what clients cannot make (`empty`), or things by the path where they lie. */
export type Seed = "examples" | "empty" | Readonly<Record<string, Json>>;

/** Fills an empty memory. */
export function seed(world: World, with_: Seed): void {
  const collections = [...world.plan.collections.values()]
    .filter(({ of }) => !of)
    .sort((one, other) => one.base.length - other.base.length);
  for (const collection of collections) {
    if (collection.parent === undefined) {
      if (!collection.create || with_ === "examples") fill(world, collection, collection.base, {});
    } else if (with_ === "examples" && collection.create) {
      // What lies below things belongs, in the examples, to the first of them.
      const owner = world
        .shelvesOf(collection.parent)
        .flatMap((shelf) =>
          [...shelf.items.values()].map((item) => ({ collection: collection.parent as Collection, shelf, item })),
        )[0];
      if (owner && collection.base.startsWith(`${collection.parent.base}/`))
        fill(
          world,
          collection,
          `${placeOfItem(owner)}${collection.base.slice(collection.parent.base.length + 3 * collection.parent.depth)}`,
          { ...owner.shelf.params, ...ownParams(world, owner) },
        );
    }
  }
  complete(world, with_ === "examples");
  if (typeof with_ === "object") for (const [path, value] of Object.entries(with_)) place(world, path, value);
}

/** Adds what the examples refer to and do not show, so that they can be sent as they are: types, images, packages. */
function complete(world: World, isFull: boolean): void {
  const visit = (schema: Json | undefined, value: Json | undefined, depth: number): void => {
    if (depth > 6 || value === undefined || value === null) return;
    const shape = world.schemas.shape(schema);
    if (Array.isArray(value)) {
      for (const item of value) {
        if (shape.idOf === undefined) visit(shape.items, item, depth + 1);
        else refer(shape.idOf, item);
      }
    } else if (isObject(value))
      for (const [name, property] of Object.entries(shape.properties)) visit(property, value[name], depth + 1);
    else if (shape.idOf !== undefined) refer(shape.idOf, value);
  };
  const refer = (schemaName: string, identity: Json): void => {
    const home = world.plan.homes.get(schemaName);
    if (
      !home ||
      home.parent ||
      home.identity === undefined ||
      (typeof identity !== "string" && typeof identity !== "number")
    )
      return;
    // Things that the account has made are there only when it begins with examples, and then no more than those.
    if (
      home.create &&
      (!isFull || (home.lifecycle && world.style(home).style !== "name") || world.style(home).style === "number")
    )
      return;
    const example = world.examples(home)[0];
    const shelf = world.store.peek(home.base);
    if (
      example === undefined ||
      shelf === undefined ||
      shelf.items.size === 0 ||
      [...shelf.items.values()].some((item) => answersTo(item, String(identity)))
    )
      return;
    add(world, home, home.base, {}, put(clone(example), home.identity, identity));
  };
  for (const operation of world.plan.operations) {
    for (const { schema, example } of operation.body?.content ?? []) visit(schema, example, 0);
    for (const { schema, example } of operation.success.response.content) visit(schema, example, 0);
  }
}

function fill(world: World, collection: Collection, place: string, params: Readonly<Record<string, string>>): void {
  for (const example of world.examples(collection)) add(world, collection, place, params, example);
}

function add(
  world: World,
  collection: Collection,
  at: string,
  params: Readonly<Record<string, string>>,
  example: Json,
): void {
  const shelf = world.shelf(collection, at, params);
  const now = world.clock.now();
  const value = isObject(example)
    ? world.maker.make(collection.schema, clone(example), example, world.making(), true)
    : example;
  for (const { pointer } of collection.embeds) if (isObject(value)) removeAt(value, pointer);
  if (isObject(value) && typeof value["fingerprint"] === "string") restoreFingerprint(value);
  const key = isObject(value)
    ? identify(
        world,
        collection,
        value,
        (each) => shelf.items.has(each),
        () => shelf.next++,
      )
    : String(value);
  if (isObject(value)) tie(world, collection, value, params);
  shelf.items.set(key, { key, value, made: now });
  if (/^\d+$/.test(key) && Number(key) >= shelf.next && Number(key) < Number.MAX_SAFE_INTEGER)
    shelf.next = Number(key) + 1;
}

function restoreFingerprint(value: { [name: string]: Json }): void {
  const key = Object.values(value).find((member) => typeof member === "string" && isPublicKey(member));
  try {
    if (typeof key === "string") value["fingerprint"] = fingerprintOf(key);
  } catch {
    // Examples often hold keys that are shortened.
  }
}

/** Puts things, or the one thing, where a path says. */
function place(world: World, path: string, value: Json): void {
  const segments = path.split("/").slice(1);
  for (const collection of world.plan.collections.values()) {
    const params = paramsOf(world, collection, segments);
    if (params === undefined || collection.of) continue;
    const at = placeOfSegments(collection.base, segments);
    for (const each of Array.isArray(value) ? value : [value]) add(world, collection, at, params, each);
    return;
  }
  for (const document of world.plan.documents.values()) {
    const parts = document.skeleton.split("/").slice(1);
    if (
      parts.length !== segments.length ||
      !parts.every((part, index) => part === "{}" || part === "~" || part === segments[index])
    )
      continue;
    world.store.keep(placeOfSegments(document.skeleton, segments), clone(value));
    return;
  }
  throw new Error(`The seed has something at ${path}, and the API has no such path for things.`);
}

function placeOfSegments(skeleton: string, segments: readonly string[]): string {
  return `/${skeleton
    .split("/")
    .slice(1)
    .map((part, index) => (part === "~" ? "~" : (segments[index] ?? "")))
    .join("/")}`;
}

function paramsOf(
  world: World,
  collection: Collection,
  segments: readonly string[],
): Readonly<Record<string, string>> | undefined {
  const parts = collection.base.split("/").slice(1);
  if (
    parts.length !== segments.length ||
    !parts.every((part, index) => part === "{}" || part === "~" || part === segments[index])
  )
    return undefined;
  const operation = collection.list?.operation ?? collection.create ?? collection.load;
  const names = operation ? world.template(operation).segments : [];
  return Object.fromEntries(
    parts.flatMap((part, index) =>
      part === "{}" ? [[names[index]?.param ?? String(index), decodeURIComponent(segments[index] ?? "")]] : [],
    ),
  );
}

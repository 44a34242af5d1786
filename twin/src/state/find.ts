import { flat } from "../model/identity.js";
import type { Collection } from "../model/plan.js";
import { placeOf } from "../model/templates.js";
import { at, isObject, type Json } from "../spec/json.js";
import type { Operation } from "../spec/operations.js";
import { settle } from "./lifecycle.js";
import { grow } from "./produce.js";
import { Refusal } from "./refusal.js";
import type { Item, Shelf } from "./store.js";
import type { Found, Params, World } from "./world.js";

/** Where an item lies, as one text. */
export function placeOfItem({ shelf, item }: Pick<Found, "shelf" | "item">): string {
  return `${shelf.place}/${item.key.split("/").map(encodeURIComponent).join("/")}`;
}

/** The item that an operation's path names. */
export function named(world: World, operation: Operation, params: Params): Found {
  const collection = world.collectionOf(operation);
  const { place, key } = world.lies(operation, params);
  const found = collection && lookUp(world, collection, place, key, params);
  if (found === undefined) throw missing(world, collection);
  return found;
}

/** The item with a key in a collection at its place, if there is one. */
export function lookUp(
  world: World,
  collection: Collection,
  place: string,
  key: string,
  params: Params,
): Found | undefined {
  const found =
    collection.of && !collection.history
      ? seen(world, collection, place, params).find(({ item }) => answersTo(item, key))
      : kept(world, collection, place, key, params);
  if (found === undefined || (found.item.from !== undefined && found.item.from > world.clock.now())) return undefined;
  return settle(world, found) ? found : undefined;
}

function kept(world: World, collection: Collection, place: string, key: string, params: Params): Found | undefined {
  grow(world, collection, place, params);
  const shelf = world.store.peek(place);
  if (shelf === undefined) return undefined;
  const item =
    shelf.items.get(key) ??
    shelf.items.get(key.split("/").at(-1) ?? "") ??
    [...shelf.items.values()].find((each) => answersTo(each, key));
  return item && { collection, shelf, item };
}

/** People call things by their names too, and many servers understand that. */
export function answersTo({ key, value, gone }: Item, wanted: string): boolean {
  // Addresses of hardware are written with colons here and without them there.
  if (key === wanted || key.replaceAll(":", "") === wanted) return true;
  if (gone || !isObject(value)) return false;
  return ["name", "login", "username", "fingerprint", "slug", "uuid", "urn"].some((name) => value[name] === wanted);
}

/** Makes sure that everything a path leads through is there. */
export function checkOwners(world: World, operation: Operation, params: Params): readonly Found[] {
  const template = world.template(operation);
  return world.owners(operation).map(({ collection, count }) => {
    const place = placeOf(template, params, count - collection.depth);
    const key = template.segments
      .slice(count - collection.depth, count)
      .map(({ param }) => params[param ?? ""] ?? "")
      .join("/");
    const found = lookUp(world, collection, place, key, params);
    if (found === undefined) throw missing(world, collection);
    const { lifecycle } = found.collection;
    if (found.item.gone && lifecycle === undefined) throw missing(world, collection);
    return found;
  });
}

export function missing(world: World, collection: Collection | undefined): Refusal {
  return new Refusal(
    "missing",
    collection === undefined ? "Not found." : `There is no such ${world.kind(collection)}.`,
  );
}

/** The items of a collection that is a view of another one: those that were put there, and those that say they belong there. */
export function seen(world: World, view: Collection, place: string, params: Params): readonly Found[] {
  const home = view.of;
  if (home === undefined) return [];
  const links = world.store.links(place);
  const owner = ownerOf(world, view, params);
  const all = world
    .shelvesOf(home)
    .flatMap((shelf) => [...shelf.items.values()].map((item) => ({ collection: home, shelf, item })));
  return all.filter((found) => {
    if (found.item.gone) return false;
    if (links?.has(placeOfItem(found)) === true) return true;
    return (
      owner !== undefined && sharesParents(found.shelf, params, owner.param) && belongs(world, home, found.item, owner)
    );
  });
}

interface Owner {
  readonly param: string;
  readonly key: string;
  readonly schemaName: string | undefined;
}

/** The thing that a view belongs to. */
function ownerOf(world: World, view: Collection, params: Params): Owner | undefined {
  const operation = view.list?.operation ?? view.load ?? view.create;
  if (!operation || !view.parent) return undefined;
  const owner = world
    .owners(operation)
    .filter(({ collection }) => collection === view.parent)
    .at(-1);
  const param = owner && world.template(operation).segments[owner.count - 1]?.param;
  return param === undefined || params[param] === undefined
    ? undefined
    : { param, key: params[param], schemaName: view.parent.schemaName };
}

function sharesParents(shelf: Shelf, params: Params, but: string): boolean {
  return Object.entries(shelf.params).every(
    ([name, value]) => name === but || params[name] === undefined || params[name] === value,
  );
}

/** Whether an item says of itself that it belongs to the owner. */
function belongs(world: World, home: Collection, item: Item, owner: Owner): boolean {
  return [...new Set(["", home.attributes])].some((pointer) => {
    const value = at(item.value, pointer);
    if (!isObject(value)) return false;
    return Object.entries(world.schemas.shape(world.schemas.at(home.schema, pointer)).properties).some(
      ([name, property]) => {
        const { idOf } = world.schemas.shape(property);
        const isOwner = idOf === undefined ? refersBy(name, owner.param) : idOf === owner.schemaName;
        return isOwner && includes(value[name], owner.key);
      },
    );
  });
}

/** `lan` and `lan_id` are what the parameter `lanId` names. */
function refersBy(name: string, param: string): boolean {
  return flat(name) === flat(param) || flat(name) === flat(param).replace(/(id|uuid|name)$/, "");
}

function includes(value: Json | undefined, key: string): boolean {
  if (Array.isArray(value)) return value.some((each) => includes(each, key));
  if (isObject(value)) return includes(value["id"], key);
  return value !== undefined && value !== null && String(value) === key;
}

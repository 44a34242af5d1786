import { wrapOf, replyOf, listShape } from "../model/shapes.js";
import { at, clone, isObject, put, type Json, type JsonObject } from "../spec/json.js";
import type { Operation } from "../spec/operations.js";
import { placeOfItem, seen } from "./find.js";
import { lifetime, settle, stateOf } from "./lifecycle.js";
import type { Item } from "./store.js";
import type { Found, Params, World } from "./world.js";

/** How much of what lies below a thing is shown with it. */
export interface View {
  /** Levels of things below; undefined where the API does not let one choose. */
  readonly depth: number | undefined;
  /** The operation that has just made the thing: it shows secrets whole. */
  readonly fresh: boolean;
}

/** An item as the API shows it. */
export function present(world: World, found: Found, view: View): Json {
  const { collection, item, shelf } = found;
  if (!isObject(item.value)) return item.value;
  const value = clone(item.value);
  const params = { ...shelf.params, ...ownParams(world, found) };
  for (const { pointer, child, items } of collection.embeds) {
    if (view.depth !== undefined && view.depth < 1) continue;
    const place = `${placeOfItem(found)}/${child.base.split("/").at(-1) ?? ""}`;
    const children = childrenOf(world, child, place, params);
    const shown = children.map((each) =>
      view.depth === 1
        ? reference(present(world, each, { depth: 0, fresh: false }))
        : present(world, each, { ...view, depth: view.depth === undefined ? undefined : view.depth - 1 }),
    );
    const schema = world.schemas.at(collection.schema, pointer);
    const list = put(world.maker.make(schema, undefined, undefined, world.making()), items, shown);
    address(world, list, place);
    put(value, pointer, list);
  }
  address(world, value, placeOfItem(found));
  progress(world, found, value);
  if (!view.fresh) hideSecrets(world, found, value);
  return value;
}

/** The parameters that name a thing itself. */
export function ownParams(world: World, { collection, item }: Found): Params {
  const tail = collection.load ? world.template(collection.load).tail : [];
  const keys = item.key.split("/");
  return Object.fromEntries(tail.map((name, index) => [name, tail.length === 1 ? item.key : (keys[index] ?? "")]));
}

export function childrenOf(world: World, child: Found["collection"], place: string, params: Params): readonly Found[] {
  if (child.of && !child.history) return seen(world, child, place, params).filter((each) => settle(world, each));
  const shelf = world.store.peek(place);
  if (shelf === undefined) return [];
  return [...shelf.items.values()]
    .map((item: Item) => ({ collection: child, shelf, item }))
    .filter((each) => !each.item.gone && settle(world, each));
}

/** Only what leads to a thing. */
export function reference(value: Json): Json {
  if (!isObject(value)) return value;
  return Object.fromEntries(
    ["id", "type", "href"].flatMap((name) => (value[name] === undefined ? [] : [[name, value[name]]])),
  ) as JsonObject;
}

/** An address of its own, in what has a member for it. */
export function address(world: World, value: Json, place: string): void {
  if (isObject(value) && typeof value["href"] === "string") value["href"] = world.addressOf(place);
}

/** A share in hundredths that changes by itself goes with the life of the thing. */
function progress(world: World, { collection, item }: Found, value: JsonObject): void {
  const { lifecycle, resource } = collection;
  for (const name of lifecycle ? Object.keys(resource?.volatile ?? {}) : []) {
    const own = at(value, collection.attributes);
    if (!lifecycle || !isObject(own) || !/percent|progress/i.test(name) || typeof own[name] !== "number") continue;
    const isOver = lifecycle.states[stateOf(lifecycle, item)]?.then === undefined;
    const share = (world.clock.now() - item.made) / Math.max(1, lifetime(lifecycle));
    own[name] = isOver ? 100 : Math.min(99, Math.floor(share * 100));
  }
}

/** A secret that its own example shows shortened is shown whole only once. */
function hideSecrets(world: World, { collection }: Found, value: JsonObject): void {
  const example = world.examples(collection)[0];
  for (const [name, property] of Object.entries(world.schemas.shape(collection.schema).properties)) {
    const shape = world.schemas.shape(property);
    const shown = at(example, `/${name}`);
    const secret = value[name];
    if (
      shape.sensitive &&
      shape.readOnly &&
      typeof secret === "string" &&
      typeof shown === "string" &&
      shown.length < secret.length
    )
      value[name] = secret.slice(0, shown.length);
  }
}

/** The body of a reply that is about one item. */
export function replyWith(world: World, operation: Operation, found: Found, view: View): Json | undefined {
  const reply = replyOf(operation);
  if (reply?.schema === undefined) return undefined;
  const shown = present(world, found, view);
  const own = world.wrap(operation, found.collection);
  if (own === "") return shown;
  const wrap = own ?? looseWrap(world, operation, found);
  // A reply may tell more of a thing than the thing keeps: the secret of a new key.
  if (wrap === "") return world.maker.make(reply.schema, shown, reply.example, world.making(), true);
  if (wrap !== undefined)
    return put(
      world.maker.make(reply.schema, isObject(reply.example) ? {} : undefined, reply.example, world.making(), true),
      wrap,
      shown,
    );
  if (listShape(operation, world.schemas, true)?.items === "") return [shown];
  // The reply says something else; what it has in common with the item is the item's.
  const inner = at(shown, found.collection.attributes);
  return world.maker.make(
    reply.schema,
    { ...(isObject(inner) ? inner : {}), ...(isObject(shown) ? shown : {}) },
    reply.example,
    world.making(),
    true,
  );
}

function looseWrap(world: World, operation: Operation, { collection }: Found): string | undefined {
  const schema = replyOf(operation)?.schema;
  const wrap = wrapOf(schema, collection.schemaName, world.schemas);
  const inner = Object.keys(world.schemas.shape(world.schemas.at(schema, wrap)).properties);
  const own = Object.keys(world.schemas.shape(collection.schema).properties);
  if (inner.length === 0) return undefined;
  const common = inner.filter((name) => own.includes(name)).length;
  return common * 2 > Math.max(inner.length, 1) && common * 2 > own.length
    ? wrap
    : wrap !== "" && common > 0
      ? wrap
      : undefined;
}

import type { Collection } from "../model/plan.js";
import { replyOf } from "../model/shapes.js";
import type { Understood } from "../check/asked.js";
import { ordered, selection } from "../lists/filter.js";
import { applyPlaces, pageOf } from "../lists/page.js";
import { clone, isObject, put, type Json } from "../spec/json.js";
import { seen } from "./find.js";
import { settle, statusOf } from "./lifecycle.js";
import { address, present, reference } from "./present.js";
import { grow } from "./produce.js";
import type { Item } from "./store.js";
import type { Found, Params, World } from "./world.js";

export interface ListReply {
  readonly body: Json;
  readonly headers: Readonly<Record<string, string>>;
}

/** The reply to a request for a list. */
export function list(world: World, collection: Collection, asked: Understood, items: readonly Found[]): ListReply {
  const { operation, query, headers, body, params } = asked;
  const chosen = selection(
    operation,
    query,
    headers,
    { schema: collection.schema, attributes: collection.attributes },
    world.schemas,
  );
  const kept = ordered(
    items.filter(({ item }) => chosen.keeps(item.value)),
    chosen.order,
    ({ item }) => item.value,
  );
  const limited = chosen.limit === undefined ? kept : kept.slice(0, chosen.limit);
  const place = world.place(operation, params);
  const page = pageOf(
    limited,
    operation,
    { query, body, url: world.addressOf(place), counting: asked.counting },
    ({ item }) => item.value,
    world.schemas,
  );
  const depth = depthOf(asked);
  // At no depth a list only says where its things are.
  const shown = page.items.map((found) => {
    const value = present(world, found, { depth: depth === undefined ? undefined : depth - 1, fresh: false });
    return depth === 0 ? reference(value) : value;
  });
  const reply = replyOf(operation);
  const pointer = operation.paginator?.items ?? collection.list?.shape.items ?? "";
  const counted = world
    .countHeaders(operation)
    .map((name) => [name, String(asked.counting || /total/i.test(name) ? limited.length : shown.length)]);
  const replyHeaders = { ...Object.fromEntries(counted), ...page.headers };
  if (pointer === "") return { body: shown, headers: replyHeaders };
  const whole = clone(world.frame(operation, pointer));
  address(world, whole, place);
  if (isObject(whole)) count(whole, limited.length);
  return {
    body: put(applyPlaces(whole, page.places, reply?.schema, world.schemas), pointer, shown),
    headers: replyHeaders,
  };
}

/** How deep a reply is to go, where one can say so. */
export function depthOf({ operation, query }: Pick<Understood, "operation" | "query">): number | undefined {
  const parameter = operation.parameters.find(({ name, in: place }) => name === "depth" && place === "query");
  if (parameter === undefined) return undefined;
  const asked = Number(query["depth"] ?? (isObject(parameter.schema) ? parameter.schema["default"] : 0) ?? 0);
  return Number.isFinite(asked) ? asked : 0;
}

/** Replies that no paginator describes still count under the usual names. */
function count(reply: Json, total: number): void {
  if (!isObject(reply)) return;
  for (const name of Object.keys(reply))
    if (
      typeof reply[name] === "number" &&
      /^(total|count|total_?(count|results|items|entries|size)|results_?count)$/i.test(name)
    )
      reply[name] = total;
    else if (/^(next|prev(ious)?)(_?(page|url|href|cursor|token|link))?$/i.test(name) && reply[name] !== null)
      delete reply[name];
}

/** The items that a list of a collection shows. */
export function listed(world: World, collection: Collection, place: string, params: Params): readonly Found[] {
  grow(world, collection, place, params);
  const all =
    collection.of && !collection.history
      ? seen(world, collection, place, params)
      : [...(world.store.peek(place)?.items.values() ?? [])].map((item) => ({
          collection,
          shelf: world.shelf(collection, place, params),
          item,
        }));
  const now = world.clock.now();
  return all.filter((found) => {
    const { item } = found;
    if (item.gone || (item.from !== undefined && item.from > now) || !settle(world, found)) return false;
    // What is not to be had by name any more is in no list either.
    const status = statusOf(found);
    return status === undefined || status < 400;
  });
}

/** All versions of an item, the newest first. */
export function versions(found: Found): readonly Found[] {
  const { item, shelf, collection } = found;
  const values = [...(item.history ?? []), item.value].reverse();
  return values.map((value): Found => {
    const version: Item = { key: item.key, value, made: item.made };
    return {
      collection: { ...collection, lifecycle: undefined, lifecycles: [], embeds: [] },
      shelf,
      item: version,
    };
  });
}

import type { Lifecycle } from "../spec/extensions.js";
import { at, clone, put, string } from "../spec/json.js";
import type { Collection } from "../model/plan.js";
import { Refusal } from "./refusal.js";
import type { Item } from "./store.js";
import { touch } from "./touch.js";
import type { Found, World } from "./world.js";

/** Lets the time that has passed do its work on an item. Gives false when that has done away with it. */
export function settle(world: World, { collection, shelf, item }: Found): boolean {
  if (collection.lifecycles.length === 0 || item.gone) return true;
  const now = world.clock.now();
  for (const lifecycle of collection.lifecycles) {
    // A circle of states that take no time would never end.
    for (let moves = 0; moves < 100; moves++) {
      const { then, afterMs = 0 } = lifecycle.states[stateOf(lifecycle, item)] ?? {};
      const due = since(lifecycle, item) + afterMs;
      if (then === undefined || now < due) break;
      enter(world, collection, lifecycle, item, then, due);
    }
    if (lifecycle.states[stateOf(lifecycle, item)]?.status !== 404) continue;
    shelf.items.delete(item.key);
    const place = `${shelf.place}/${item.key.split("/").map(encodeURIComponent).join("/")}`;
    world.store.dropBelow(place);
    world.store.unlinkAll(place);
    return false;
  }
  return true;
}

export function stateOf({ state, initial }: Lifecycle, { value }: Pick<Item, "value">): string {
  return string(at(value, state)) ?? initial;
}

function since({ state }: Lifecycle, item: Item): number {
  return item.since?.[state] ?? item.made;
}

/** The status that the states of a thing demand of a reply about it. */
export function statusOf({ collection, item }: Pick<Found, "collection" | "item">): number | undefined {
  return collection.lifecycles
    .map((lifecycle) => lifecycle.states[stateOf(lifecycle, item)]?.status)
    .find((status) => status !== undefined);
}

/** Whether an operation moves things of this kind to another state. */
export function moves({ lifecycles }: Collection, operation: string): boolean {
  return lifecycles.some(({ transitions }) => transitions?.some(({ on }) => on === operation) === true);
}

/** Does what an operation does to the states, or refuses where it cannot. */
export function move(world: World, { collection, item }: Found, operation: string): void {
  const ahead = collection.lifecycles.flatMap((lifecycle) => {
    const possible = lifecycle.transitions?.filter(({ on }) => on === operation) ?? [];
    if (possible.length === 0) return [];
    const state = stateOf(lifecycle, item);
    const transition = possible.find(({ from }) => from === undefined || from.includes(state));
    if (transition === undefined)
      throw new Refusal("conflict", `This is not possible while the ${world.kind(collection)} is ${state}.`);
    return [{ lifecycle, to: transition.to }];
  });
  for (const { lifecycle, to } of ahead) enter(world, collection, lifecycle, item, to, world.clock.now());
}

export function enter(
  world: World,
  collection: Collection,
  lifecycle: Lifecycle,
  item: Item,
  state: string,
  when: number,
): void {
  const before = clone(item.value);
  put(item.value, lifecycle.state, state);
  (item.since ??= {})[lifecycle.state] = when;
  touch(world, collection, item, before, when);
}

/** How long a thing takes from its first state to one that lasts. */
export function lifetime(lifecycle: Lifecycle): number {
  let total = 0;
  let state: string | undefined = lifecycle.initial;
  for (let moves = 0; moves < 100 && state !== undefined; moves++) {
    const { then, afterMs = 0 }: { then?: string; afterMs?: number } = lifecycle.states[state] ?? {};
    if (then === undefined) break;
    total += afterMs;
    state = then;
  }
  return total;
}

/** The state of something that began its life some time ago and was left alone since. */
export function stateAfter(lifecycle: Lifecycle, ms: number): string {
  let state = lifecycle.initial;
  let left = ms;
  for (let moves = 0; moves < 100; moves++) {
    const { then, afterMs = 0 } = lifecycle.states[state] ?? {};
    if (then === undefined || left < afterMs) break;
    left -= afterMs;
    state = then;
  }
  return state;
}

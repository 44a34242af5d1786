import type { Lifecycle } from "../spec/extensions.js";
import { at, isObject, type Json } from "../spec/json.js";
import { childrenOf, ownParams } from "./present.js";
import { placeOfItem } from "./find.js";
import { stateOf } from "./lifecycle.js";
import { Refusal } from "./refusal.js";
import { grow } from "./produce.js";
import type { Found, World } from "./world.js";

/** The log of a thing that has a life: its states and what it brought forth, line by line. There is none before it has begun. */
export function logOf(world: World, owner: Found): string {
  const { collection, item } = owner;
  const lifecycle = collection.lifecycle as Lifecycle;
  const state = stateOf(lifecycle, item);
  if (state === lifecycle.initial) throw new Refusal("missing", "There is no log yet.");
  const states = [...(item.history ?? []).map((value) => String(at(value, lifecycle.state) ?? "")), state];
  const lines = states
    .filter((each, index) => each !== states[index - 1])
    .map((each) => `${world.kind(collection)} ${item.key}: ${each}`);
  const now = world.clock.now();
  for (const child of world.plan.collections.values()) {
    if (child.parent !== collection || child.create || child.of || child.history) continue;
    const place = `${placeOfItem(owner)}/${child.base.split("/").at(-1) ?? ""}`;
    grow(world, child, place, { ...owner.shelf.params, ...ownParams(world, owner) });
    for (const { item: step } of childrenOf(world, child, place, {}))
      if ((step.from ?? 0) <= now) lines.splice(-1, 0, `  ${described(step.value, child.attributes)}`);
  }
  return `${lines.join("\n")}\n`;
}

function described(value: Json, attributes: string): string {
  const own = at(value, attributes);
  if (!isObject(own)) return "step";
  return (
    [own["name"], own["label"], own["result"], own["state"], own["status"]]
      .filter((part) => typeof part === "string")
      .join(": ") || "step"
  );
}

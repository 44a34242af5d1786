import { isObject } from "../json.js";
import { localRef, pointerOfLocalRef } from "../pointer.js";
import { openapi3 } from "../shapes/openapi-3.js";
import { walkObjects } from "../shapes/walk.js";
import { exclusiveLimits } from "./exclusive-limits.js";
import { nullable } from "./nullable.js";
import { Insertions } from "./insertions.js";
import type { Draft } from "../json.js";
import type { JsonObject } from "../document.js";
import type { Origins } from "../origins.js";

/** What is done to the schemas of a document. */
export interface UpgradeSetting {
  /** The document is older than 3.1: `exclusiveMinimum: true` and the like get their new form. */
  readonly isOld: boolean;
  readonly origins: Origins;
  /** Called with the pointer of each schema that says `nullable` in a version that has no such keyword. */
  readonly onNullable: (pointer: string) => void;
}

/**
 * Brings the schemas of a tree to OpenAPI 3.1, changing the tree in place. `nullable` is read in every version: 3.1
 * dropped it, but documents that were carried over still say it and mean it.
 */
export function upgradeSchemas(tree: Draft, setting: UpgradeSetting): void {
  const insertions = new Insertions();
  setting.origins.beginStep();
  walkObjects(tree, openapi3, ({ kind, value, pointer }) => {
    if (kind !== "schema") return;
    const schema: Draft = value;
    if (setting.isOld) exclusiveLimits(schema);
    else if (value["nullable"] === true) setting.onNullable(pointer);
    const moved = nullable(schema);
    if (moved.length === 0) return;
    setting.origins.move(pointer, `${pointer}/anyOf/0`);
    insertions.add(pointer, moved);
  });
  if (!insertions.isEmpty) rewrite(tree, (pointer) => insertions.apply(pointer));
}

/** Rewrites the pointer of every reference of a tree, in place. */
export function rewrite(tree: Draft, pointerOf: (pointer: string) => string): void {
  walkObjects(tree, openapi3, ({ kind, value }) => {
    const draft: Draft = value;
    const rewritten = (ref: string): string => localRef(pointerOf(pointerOfLocalRef(ref)));
    if (typeof value["$ref"] === "string" && value["$ref"].startsWith("#")) draft["$ref"] = rewritten(value["$ref"]);
    if (kind === "discriminator" && isObject(value["mapping"]))
      draft["mapping"] = rewriteMapping(value["mapping"], rewritten);
  });
}

function rewriteMapping(mapping: JsonObject, rewritten: (ref: string) => string): JsonObject {
  const entries = Object.entries(mapping).map(([name, value]) => [
    name,
    typeof value === "string" && value.startsWith("#") ? rewritten(value) : value,
  ]);
  return Object.fromEntries(entries) as JsonObject;
}

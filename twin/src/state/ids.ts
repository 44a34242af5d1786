import { at, type Json } from "../spec/json.js";
import type { Collection } from "../model/plan.js";
import type { Schemas } from "../spec/schemas.js";
import { looksLikeUuid } from "./make.js";
import type { Random } from "./random.js";

/** How a kind of thing is told apart. */
export type IdStyle = "number" | "digits" | "uuid" | "hex" | "name";

/** The form of the identities of a collection, by the schema and the examples. */
export function idStyle(
  collection: Collection,
  schemas: Schemas,
  examples: readonly Json[],
): { readonly style: IdStyle; readonly length: number } {
  const shape = schemas.shape(
    collection.identity === undefined ? undefined : schemas.at(collection.schema, collection.identity),
  );
  const sample = [...examples.map((example) => at(example, collection.identity ?? "/id")), shape.example].find(
    (value) => typeof value === "string" || typeof value === "number",
  );
  if (shape.type === "integer" || shape.type === "number") return { style: "number", length: 0 };
  if (collection.identity === undefined) return { style: "uuid", length: 0 };
  if (shape.format === "uuid") return { style: "uuid", length: 0 };
  if (typeof sample === "string") {
    if (looksLikeUuid(sample)) return { style: "uuid", length: 0 };
    if (/^\d+$/.test(sample)) return { style: "digits", length: 0 };
    if (/^[0-9a-f]{12,}$/i.test(sample)) return { style: "hex", length: sample.length };
    return { style: "name", length: 0 };
  }
  return { style: shape.pattern !== undefined && /\[0-9a-f/.test(shape.pattern) ? "uuid" : "name", length: 0 };
}

/** A new identity that nothing in the collection has yet. */
export function newId(
  { style, length }: { readonly style: IdStyle; readonly length: number },
  taken: (key: string) => boolean,
  next: () => number,
  kind: string,
  random: Random,
): Json {
  for (;;) {
    const number = next();
    const id: Json =
      style === "number"
        ? number
        : style === "digits"
          ? String(number)
          : style === "uuid"
            ? random.uuid()
            : style === "hex"
              ? random.hex(length)
              : `${kind}-${number}`;
    if (!taken(String(id))) return id;
  }
}

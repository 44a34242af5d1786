/** The id of something: of an object that carries it, or the value itself. */
export function idOf<Value>(value: Value, name: string): Exclude<Value, object> {
  // Ids are no objects, and what is none is an id, or null for none.
  const id: unknown = typeof value === "object" && value !== null ? Reflect.get(value, name) : value;
  return id as Exclude<Value, object>;
}

/** A list in which nothing occurs twice, in the order of first occurrence. */
export function unique<Item>(items: readonly Item[]): Item[];
export function unique<Item>(items: readonly Item[] | undefined): Item[] | undefined;
export function unique<Item>(items: readonly Item[] | undefined): Item[] | undefined {
  return items && [...new Set(items)];
}

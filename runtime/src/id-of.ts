/** The id of something: of an object that carries it, or the value itself. */
export function idOf<Name extends string, Id>(value: Id | { readonly [Key in Name]: Id }, name: Name): Id {
  // An id is no object.
  return typeof value === "object" && value !== null ? (value as { readonly [Key in Name]: Id })[name] : (value as Id);
}

/** A list in which nothing occurs twice, in the order of first occurrence. */
export function unique<Item>(items: readonly Item[]): Item[];
export function unique<Item>(items: readonly Item[] | undefined): Item[] | undefined;
export function unique<Item>(items: readonly Item[] | undefined): Item[] | undefined {
  return items && [...new Set(items)];
}

/** The names on the way to a member of JSON, from the outside in. Empty: the value itself. */
export type Way = readonly string[];

/** What lies at the end of a way; undefined when there is nothing, or no way. Only own members count. */
export const atWay = (value: unknown, way: Way | undefined): unknown =>
  way?.reduce(
    (at, name) => (Object.hasOwn(Object(at), name) ? (at as Record<string, unknown>)[name] : undefined),
    value,
  );

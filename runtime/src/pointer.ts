/** What lies at a JSON pointer (RFC 6901); undefined when there is nothing, or no pointer. Only own members count. */
export const atPointer = (value: unknown, pointer: string | undefined): unknown =>
  pointer
    ?.split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"))
    .reduce((at, name) => (Object.hasOwn(Object(at), name) ? (at as Record<string, unknown>)[name] : undefined), value);

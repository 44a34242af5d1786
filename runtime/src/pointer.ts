/** What lies at a JSON pointer (RFC 6901); undefined when there is nothing. Only own members count. */
export function atPointer(value: unknown, pointer: string): unknown {
  return pointer
    .split("/")
    .slice(1)
    .reduce((at, part) => {
      const name = part.replaceAll("~1", "/").replaceAll("~0", "~");
      const object: object = Object(at);
      return Object.hasOwn(object, name) ? Reflect.get(object, name) : undefined;
    }, value);
}

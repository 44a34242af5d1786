import { isObject } from "./encode.js";

/**
 * Moves the members of records up beside their neighbours, each under its name with a prefix:
 * `flatten({ tag: { colour: "red" } }, { tag: "tag." })` gives `{ "tag.colour": "red" }`. What is no object stays as it is.
 */
export function flatten(
  value: object | undefined,
  prefixes: Readonly<Record<string, string>>,
): Readonly<Record<string, unknown>> | undefined {
  const moved = ([name, member]: [string, unknown]): [string, unknown][] =>
    isObject(member) && Object.hasOwn(prefixes, name)
      ? Object.entries(member).map(([key, part]) => [prefixes[name] + key, part])
      : [[name, member]];
  return value && Object.fromEntries(Object.entries(value).flatMap(moved));
}

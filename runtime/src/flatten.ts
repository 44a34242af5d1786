/**
 * Moves the members of records up beside their neighbours, each under its name with a prefix:
 * `flatten({ tag: { colour: "red" } }, { tag: "tag." })` gives `{ "tag.colour": "red" }`. What is no object stays as it is.
 */
export function flatten(
  value: object | undefined,
  prefixes: Readonly<Record<string, string>>,
): Readonly<Record<string, unknown>> | undefined {
  if (value === undefined) return undefined;
  const members = Object.entries(value).flatMap(([name, member]: [string, unknown]) => {
    const prefix = Object.hasOwn(prefixes, name) ? prefixes[name] : undefined;
    if (prefix === undefined || typeof member !== "object" || member === null) return [[name, member]];
    return Object.entries(member).map(([key, part]) => [prefix + key, part]);
  });
  return Object.fromEntries(members);
}

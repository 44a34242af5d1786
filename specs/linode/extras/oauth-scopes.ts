/**
 * Reads the scopes that a token has from the text that the server tells: names with commas or blanks between them, in
 * any case. `*` means all of them, and a family alone, or with `*` as its level, all of the family. What is unknown is
 * left out.
 *
 * @param text what the server tells, such as `linodes:read_only events:*`
 * @param known the scopes that there are: `Object.values(LinodeScope)`
 */
export function parseScopes<Scope extends string>(text: string, known: readonly Scope[]): Scope[] {
  const words = text.toLowerCase().split(/[\s,]+/);
  const isMeant = (scope: Scope): boolean => {
    const [family = ""] = scope.split(":");
    return ["*", family, `${family}:*`, scope].some((word) => words.includes(word));
  };
  return known.filter(isMeant);
}

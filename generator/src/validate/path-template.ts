/** The names between braces in a path, in their order: `/a/{b}/{c}` has `b` and `c`. */
export function templateNames(path: string): readonly string[] {
  return [...path.matchAll(/\{([^{}]*)\}/g)].map((match) => match[1] ?? "");
}

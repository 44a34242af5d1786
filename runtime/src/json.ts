/**
 * Parses JSON; undefined when the text is not JSON. Members called `__proto__` are left out: they would reach a prototype
 * as soon as somebody copies the object member by member.
 */
export const parseJson = (text: string): unknown => {
  try {
    // The name may be spelt with escapes; both searches are far cheaper than a reviver over every member.
    return text.includes("__proto__") || text.includes("\\u00")
      ? JSON.parse(text, (key, value) => (key === "__proto__" ? undefined : value))
      : JSON.parse(text);
  } catch {
    return;
  }
};

/** Deepest nesting that is read. Real documents stay under 60; beyond this lies only an attack on the stack. */
export const maxDepth = 500;

/** Most values that one document may hold once aliases and references are written out. GitHub's has 1.2 million. */
export const maxValues = 10_000_000;

/** Most parts that are written out in place of a reference. The largest known document has 3,500. */
export const maxInclusions = 100_000;

/** Largest file that is read, in bytes. */
export const maxFileBytes: number = 256 * 1024 * 1024;

import { isList, isObject } from "./json.js";
import { formatPointer } from "./pointer.js";
import { maxDepth, maxValues } from "./limits.js";
import type { Json } from "./document.js";
import type { Complaint } from "./finding.js";

/** What is wrong with a parsed tree, and where. */
export interface TreeFault extends Complaint {
  readonly pointer: string;
}

interface Level {
  readonly container: object;
  readonly keys: readonly string[];
  readonly values: readonly Json[];
  next: number;
}

/**
 * Looks for what no later step could survive: aliases that contain themselves, nesting beyond the limit, aliases that
 * multiply a small file into a huge tree, and numbers that JSON lacks. Walks with a stack of its own, because the
 * nesting is not yet known to be harmless.
 */
export function checkTree(root: Json): TreeFault | undefined {
  const levels: Level[] = [];
  const open = new Set<object>();
  let count = 0;
  let value: Json | undefined = root;
  const here = (): string => formatPointer(levels.map((level) => level.keys[level.next - 1] ?? ""));
  while (value !== undefined) {
    count += 1;
    if (count > maxValues) return { ...tooLarge, pointer: "" };
    if (typeof value === "number" && !Number.isFinite(value)) return { ...notJson, pointer: here() };
    if (isList(value) || isObject(value)) {
      if (open.has(value)) return { ...aliasCycle, pointer: here() };
      if (levels.length >= maxDepth) return { ...tooDeep, pointer: formatPointer(levels.slice(0, 20).map(keyOf)) };
      levels.push(levelOf(value));
      open.add(value);
    }
    value = advance(levels, open);
  }
  return undefined;
}

function keyOf(level: Level): string {
  return level.keys[level.next - 1] ?? "";
}

function levelOf(container: Exclude<Json, null | boolean | number | string>): Level {
  const keys = Object.keys(container);
  return { container, keys, values: Object.values(container), next: 0 };
}

function advance(levels: Level[], open: Set<object>): Json | undefined {
  for (let level = levels.at(-1); level !== undefined; level = levels.at(-1)) {
    if (level.next < level.keys.length) {
      level.next += 1;
      return level.values[level.next - 1];
    }
    open.delete(level.container);
    levels.pop();
  }
  return undefined;
}

/** The complaint about a document that grows beyond the limit. */
export const tooLarge: Complaint = {
  code: "too-large",
  message: "The document grows beyond all measure once its aliases and references are written out.",
  help: "Name the repeated parts under `components` and refer to them there, instead of repeating them through YAML aliases or included files.",
};

/** The complaint about a document that is nested beyond the limit. */
export const tooDeep: Complaint = {
  code: "too-deep",
  message: `The document is nested deeper than ${maxDepth} levels.`,
  help: "Name the inner parts under `components` and refer to them with `$ref`.",
};

const aliasCycle: Complaint = {
  code: "alias-cycle",
  message: "A YAML alias stands inside the very value that it names, so the document would never end.",
  help: "Use a `$ref` to a named schema for what contains itself.",
};

const notJson: Complaint = {
  code: "syntax",
  message: "`.inf` and `.nan` are numbers in YAML only; JSON, and so an OpenAPI document, has no such numbers.",
  help: "Leave the value out, or put it in quotes if it is meant as text.",
};

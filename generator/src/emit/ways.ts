import type { Way } from "../ir/types.js";
import { code, type Code } from "./code.js";
import { access, quoted } from "./escape.js";
import { isIdentifier } from "../ir/names.js";

/** A member of a value, found member by member; careful wherever one may be missing, the value itself too if need be. */
export function reach(value: Code, way: Way, mayBeNothing = false): Code {
  let found = value;
  let isCareful = mayBeNothing;
  for (const { name, mayBeMissing } of way) {
    found = isCareful ? optionalAccess(found, name) : access(found, name);
    isCareful = mayBeMissing;
  }
  return found;
}

/** Whether a way may end in nothing. */
export function mayBeMissing(way: Way): boolean {
  return way.some((step) => step.mayBeMissing);
}

function optionalAccess(object: Code, name: string): Code {
  return isIdentifier(name) ? code`${object}?${access(code``, name)}` : code`${object}?.[${quoted(name)}]`;
}

import type { Comparison } from "../spec/extensions.js";
import { equal, isObject, type Json } from "../spec/json.js";

/** Whether an attribute's value passes a comparison. A list passes when one of its items does. */
export function passes(value: Json | undefined, comparison: Comparison, wanted: Json): boolean {
  if (comparison === "ne") return !passes(value, "eq", wanted);
  if (Array.isArray(value) && !Array.isArray(wanted)) return value.some((item) => passes(item, comparison, wanted));
  switch (comparison) {
    case "eq":
      return alike(value, wanted);
    case "in":
      return Array.isArray(wanted) && wanted.some((each) => alike(value, each));
    case "contains":
      return typeof value === "string" && value.toLowerCase().includes(String(wanted).toLowerCase());
    case "matches":
      return typeof value === "string" && matches(value, String(wanted));
    case "gt":
    case "gte":
    case "lt":
    case "lte": {
      const order = value === undefined || value === null || wanted === null ? undefined : compare(value, wanted);
      if (order === undefined) return false;
      return comparison === "gt"
        ? order > 0
        : comparison === "gte"
          ? order >= 0
          : comparison === "lt"
            ? order < 0
            : order <= 0;
    }
  }
}

/** Equal, where text in a query stands for numbers and truth as well. */
function alike(value: Json | undefined, wanted: Json): boolean {
  if (equal(value, wanted)) return true;
  if (value === undefined || value === null || isObject(value) || isObject(wanted) || typeof value === typeof wanted)
    return value === undefined && wanted === null;
  return String(value) === String(wanted);
}

function matches(value: string, pattern: string): boolean {
  try {
    return new RegExp(pattern).test(value);
  } catch {
    return false;
  }
}

/** The order of two values; what has no order comes last. */
export function compare(one: Json | undefined, other: Json | undefined): number {
  if (one === undefined || one === null) return other === undefined || other === null ? 0 : 1;
  if (other === undefined || other === null) return -1;
  if (typeof one === "number" || typeof other === "number") {
    const [left, right] = [Number(one), Number(other)];
    if (!Number.isNaN(left) && !Number.isNaN(right)) return left - right;
  }
  const [left, right] = [text(one), text(other)];
  return left < right ? -1 : left > right ? 1 : 0;
}

function text(value: Json): string {
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

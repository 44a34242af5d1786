import { isList, isObject, member, textMember } from "../load/json.js";
import type { Json, JsonObject } from "../load/document.js";

/** The limits of a schema that a value breaks, each in words that follow its name. */
export function brokenLimits(value: Json, schema: JsonObject): readonly string[] {
  const limit = (name: string): number | undefined => {
    const found = member(schema, name);
    return typeof found === "number" ? found : undefined;
  };
  const size = (least: string, most: string, actual: number, unit: string): readonly string[] => [
    ...(actual < (limit(least) ?? 0) ? [`has fewer than ${limit(least)} ${unit}`] : []),
    ...(actual > (limit(most) ?? Infinity) ? [`has more than ${limit(most)} ${unit}`] : []),
  ];
  if (typeof value === "string") {
    return [...size("minLength", "maxLength", [...value].length, "characters"), ...brokenForm(value, schema)];
  }
  if (isList(value)) {
    const isTwice =
      schema["uniqueItems"] === true && new Set(value.map((item) => JSON.stringify(item))).size < value.length;
    return [...size("minItems", "maxItems", value.length, "items"), ...(isTwice ? ["has an item twice"] : [])];
  }
  if (isObject(value)) return size("minProperties", "maxProperties", Object.keys(value).length, "members");
  return typeof value === "number" ? brokenBounds(value, limit) : [];
}

function brokenBounds(value: number, limit: (name: string) => number | undefined): readonly string[] {
  const [step, above, below] = [limit("multipleOf"), limit("exclusiveMinimum"), limit("exclusiveMaximum")];
  const steps = step === undefined ? 0 : value / step;
  return [
    ...(value < (limit("minimum") ?? -Infinity) ? [`is less than ${limit("minimum")}`] : []),
    ...(value > (limit("maximum") ?? Infinity) ? [`is greater than ${limit("maximum")}`] : []),
    ...(value <= (above ?? -Infinity) ? [`is not greater than ${above}`] : []),
    ...(value >= (below ?? Infinity) ? [`is not less than ${below}`] : []),
    // Decimal fractions are not exact, so neither is the number of steps.
    ...(Math.abs(steps - Math.round(steps)) > 1e-9 * Math.max(1, Math.abs(steps)) ? [`is no multiple of ${step}`] : []),
  ];
}

/** Formats of JSON Schema, as APIs use them: times may lack an offset, as those of some servers do. */
const formats: ReadonlyMap<string, RegExp> = new Map([
  ["date-time", /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?$/],
  ["date", /^\d{4}-\d\d-\d\d$/],
  ["uuid", /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i],
  ["email", /^[^@\s]+@[^@\s]+$/],
  ["ipv4", /^\d{1,3}(?:\.\d{1,3}){3}$/],
  ["ipv6", /^[0-9a-f:.]*:[0-9a-f:.]*$/i],
  ["uri", /^[a-z][a-z0-9+.-]*:\S+$/i],
]);

function brokenForm(value: string, schema: JsonObject): readonly string[] {
  const format = textMember(schema, "format") ?? "";
  const pattern = textMember(schema, "pattern");
  return [
    ...(formats.get(format)?.test(value) === false ? [`has not the format ${format}`] : []),
    ...(pattern !== undefined && !isMatch(pattern, value) ? [`does not match the pattern ${pattern}`] : []),
  ];
}

/** A pattern that is no regular expression is reported as such, and refuses nothing. */
function isMatch(pattern: string, value: string): boolean {
  try {
    return new RegExp(pattern, "u").test(value);
  } catch {
    return true;
  }
}

import type { JsonObject } from "../load/document.js";
import { asStrings, defined, member } from "./json.js";
import { isIdentifier, NameScope, pascalCase } from "./names.js";
import { enumValues } from "./schema-kind.js";
import { wordsOf } from "./text.js";
import type { Enum, EnumValue } from "./types.js";

/** Reads a schema whose values are all strings or all numbers. */
export function readEnum(pointer: string, name: string, schema: JsonObject): Enum {
  const values = enumValues(schema).filter((value) => typeof value === "string" || typeof value === "number");
  const keys = firstOf(schema, "x-enum-varnames", "x-enumNames", "x-enum-names");
  const descriptions = firstOf(schema, "x-enum-descriptions", "x-enumDescriptions");
  const scope = new NameScope((key) => key === "__proto__");
  const open = member(schema, "x-open-enum");
  return defined<Enum>({
    id: pointer,
    name,
    type: typeof values[0] === "number" ? "number" : "string",
    ...wordsOf(schema),
    deprecated: member(schema, "deprecated") === true ? true : undefined,
    values: values.map((value, index) => readValue(scope, value, keys[index], descriptions[index])),
    open: typeof open === "boolean" ? open : undefined,
  });
}

function readValue(
  scope: NameScope,
  value: string | number,
  key: string | undefined,
  description: string | undefined,
): EnumValue {
  const wanted = key !== undefined && isIdentifier(key) ? key : keyFor(value);
  return defined<EnumValue>({ value, key: scope.claim(wanted, "Value"), description });
}

/** `needs-payment` → `NeedsPayment`, `-1` → `Minus1`, `*` → `Value` (which the scope then numbers). */
function keyFor(value: string | number): string {
  if (typeof value === "number")
    return (value < 0 ? "Minus" : "Value") + String(Math.abs(value)).replace(/[^0-9]+/g, "_");
  if (value === "") return "Empty";
  const sign = /^[-+]\d/.test(value) ? (value.startsWith("-") ? "Minus" : "Plus") : "";
  return sign + pascalCase(value);
}

/** The first of these lists that is there. Some houses write their own name for it. */
function firstOf(schema: JsonObject, ...names: readonly string[]): readonly string[] {
  for (const name of names) {
    const list = asStrings(member(schema, name));
    if (list.length > 0) return list;
  }
  return [];
}

import type { JsonObject } from "../load/document.js";
import { asNumber, asString, defined, member } from "./json.js";
import type { Limits } from "./types.js";

/** The words that a document has for a thing: the summary stands alone, the description says more. */
export function wordsOf(object: JsonObject): { summary?: string; description?: string } {
  return defined({
    summary: trimmed(asString(member(object, "summary")) ?? asString(member(object, "title"))),
    description: trimmed(asString(member(object, "description"))),
  });
}

/** The description of a thing, else its summary. */
export function descriptionOf(object: JsonObject | undefined): string | undefined {
  return trimmed(asString(member(object, "description")) ?? asString(member(object, "summary")));
}

/** What a schema says of a value beyond its type, or nothing. */
export function limitsOf(schema: JsonObject | undefined): Limits | undefined {
  const limits: Limits = defined({
    format: asString(member(schema, "format")),
    pattern: asString(member(schema, "pattern")),
    minLength: asNumber(member(schema, "minLength")),
    maxLength: asNumber(member(schema, "maxLength")),
    minimum: asNumber(member(schema, "minimum")),
    maximum: asNumber(member(schema, "maximum")),
    exclusiveMinimum: asNumber(member(schema, "exclusiveMinimum")),
    exclusiveMaximum: asNumber(member(schema, "exclusiveMaximum")),
    multipleOf: asNumber(member(schema, "multipleOf")),
    minItems: asNumber(member(schema, "minItems")),
    maxItems: asNumber(member(schema, "maxItems")),
    uniqueItems: member(schema, "uniqueItems") === true ? true : undefined,
  });
  return Object.keys(limits).length > 0 ? limits : undefined;
}

function trimmed(text: string | undefined): string | undefined {
  const result = text?.replace(/\r\n?/g, "\n").trim();
  return result === "" ? undefined : result;
}

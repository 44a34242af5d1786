import { member, setMember, textMember, without, type Draft } from "../json.js";
import { escapeToken } from "../pointer.js";
import { isSchemaKeyword } from "./schema-keywords.js";
import { styleOf } from "./parameter.js";
import type { Json, JsonObject } from "../document.js";
import type { Conversion } from "./conversion.js";

/** A parameter that belongs into the body, references resolved, and where it stands. */
export interface BodyParameter {
  readonly parameter: JsonObject;
  readonly at: string;
}

const urlEncoded = "application/x-www-form-urlencoded";
const multipart = "multipart/form-data";

/** The request body that an operation's body parameter or form fields amount to. */
export function bodyOf(
  parameters: readonly BodyParameter[],
  consumed: readonly string[],
  to: string,
  conversion: Conversion,
): Json | undefined {
  const whole = parameters.find(({ parameter }) => textMember(parameter, "in") === "body");
  if (whole !== undefined) return wholeBody(whole, consumed, to, conversion);
  return parameters.length === 0 ? undefined : formBody(parameters, consumed, to, conversion);
}

function wholeBody(
  { parameter, at }: BodyParameter,
  consumed: readonly string[],
  to: string,
  conversion: Conversion,
): Json {
  const draft: Draft = without(parameter, "in", "schema", "name");
  const schema = member(parameter, "schema") ?? {};
  const content: Draft = {};
  conversion.move(at, to);
  for (const type of consumed.length > 0 ? consumed : ["application/json"]) {
    // Each its own copy: later steps change schemas in place.
    setMember(content, type, { schema: structuredClone(schema) });
    conversion.move(`${at}/schema`, `${to}/content/${escapeToken(type)}/schema`);
  }
  draft["content"] = content;
  return draft;
}

function formBody(
  parameters: readonly BodyParameter[],
  consumed: readonly string[],
  to: string,
  conversion: Conversion,
): Json {
  const properties: Draft = {};
  const encoding: Draft = {};
  const required: string[] = [];
  const hasFile = parameters.some(({ parameter }) => textMember(parameter, "type") === "file");
  const types = formTypes(consumed, hasFile);
  conversion.madeFrom(parameters[0]?.at ?? to, to);
  for (const { parameter, at } of parameters) {
    const name = textMember(parameter, "name");
    if (name === undefined || Object.hasOwn(properties, name)) continue;
    setMember(properties, name, fieldSchema(parameter));
    if (parameter["required"] === true) required.push(name);
    const style = styleOf(parameter, true);
    if (Object.keys(style).length > 0) setMember(encoding, name, style);
    for (const type of types)
      conversion.move(at, `${to}/content/${escapeToken(type)}/schema/properties/${escapeToken(name)}`);
  }
  const schema: Draft = { type: "object", properties };
  if (required.length > 0) schema["required"] = required;
  const media: Draft = { schema };
  if (Object.keys(encoding).length > 0) media["encoding"] = encoding;
  const body: Draft = { content: Object.fromEntries(types.map((type) => [type, structuredClone(media)])) };
  if (required.length > 0) body["required"] = true;
  return body;
}

function formTypes(consumed: readonly string[], hasFile: boolean): readonly string[] {
  const possible = consumed.filter((type) => type === multipart || (type === urlEncoded && !hasFile));
  return possible.length > 0 ? possible : [hasFile ? multipart : urlEncoded];
}

function fieldSchema(parameter: JsonObject): Json {
  const schema: Draft = {};
  for (const [name, value] of Object.entries(parameter)) {
    const counts = isSchemaKeyword(name) || name === "description" || name.startsWith("x-");
    if (counts && name !== "collectionFormat") setMember(schema, name, value);
  }
  return schema;
}

import { isObject, referenceOf, setMember, without, type Draft } from "../json.js";
import { escapeToken } from "../pointer.js";
import { isSchemaKeyword } from "./schema-keywords.js";
import type { Json, JsonObject } from "../document.js";
import type { Conversion } from "./conversion.js";

/** Converts a response: its schema and examples go into `content`, one entry a media type. */
export function convertResponse(
  response: JsonObject,
  produced: readonly string[],
  from: string,
  to: string,
  conversion: Conversion,
): Json {
  if (referenceOf(response) !== undefined) return response;
  const draft: Draft = without(response, "schema", "examples", "headers");
  const schema = response["schema"];
  const examples = isObject(response["examples"]) ? response["examples"] : {};
  const content: Draft = {};
  for (const type of typesOf(schema, produced, Object.keys(examples))) {
    const media: Draft = {};
    const at = `${to}/content/${escapeToken(type)}`;
    // Each its own copy: later steps change schemas in place.
    if (schema !== undefined) media["schema"] = structuredClone(schema);
    if (Object.hasOwn(examples, type)) media["example"] = examples[type] ?? null;
    setMember(content, type, media);
    conversion.madeFrom(from, at);
    conversion.move(`${from}/schema`, `${at}/schema`);
    conversion.move(`${from}/examples/${escapeToken(type)}`, `${at}/example`);
  }
  if (Object.keys(content).length > 0) draft["content"] = content;
  const headers = response["headers"];
  if (headers !== undefined) draft["headers"] = convertHeaders(headers, `${from}/headers`, `${to}/headers`, conversion);
  return draft;
}

function typesOf(
  schema: Json | undefined,
  produced: readonly string[],
  exampled: readonly string[],
): readonly string[] {
  if (schema === undefined) return exampled;
  if (produced.length > 0) return produced;
  const isFile = isObject(schema) && schema["type"] === "file";
  return exampled.length > 0 ? exampled : [isFile ? "application/octet-stream" : "application/json"];
}

function convertHeaders(headers: Json, from: string, to: string, conversion: Conversion): Json {
  if (!isObject(headers)) return headers;
  const draft: Draft = {};
  for (const [name, header] of Object.entries(headers)) {
    setMember(draft, name, isObject(header) ? convertHeader(header) : header);
    conversion.madeFrom(`${from}/${escapeToken(name)}`, `${to}/${escapeToken(name)}/schema`);
  }
  return draft;
}

function convertHeader(header: JsonObject): Json {
  const draft: Draft = {};
  const schema: Draft = {};
  for (const [name, value] of Object.entries(header)) {
    if (name !== "collectionFormat") setMember(isSchemaKeyword(name) ? schema : draft, name, value);
  }
  draft["schema"] = schema;
  return draft;
}

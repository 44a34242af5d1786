import { isObject, referenceOf, setMember, textMember, type Draft } from "../json.js";
import { isSchemaKeyword } from "./schema-keywords.js";
import type { Json, JsonObject } from "../document.js";
import type { Conversion } from "./conversion.js";

/** Whether a parameter is the body, or a field of it. */
export function isBodyParameter(parameter: JsonObject): boolean {
  const place = textMember(parameter, "in");
  return place === "body" || place === "formData";
}

/** Converts a parameter that is sent in the path, the query or a header: what describes its value goes into `schema`. */
export function convertParameter(parameter: JsonObject, from: string, to: string, conversion: Conversion): Json {
  if (referenceOf(parameter) !== undefined) return parameter;
  const draft: Draft = {};
  const schema: Draft = {};
  for (const [name, value] of Object.entries(parameter)) {
    if (name === "collectionFormat") continue;
    setMember(isSchemaKeyword(name) && name !== "required" ? schema : draft, name, value);
  }
  if (!isObject(draft["schema"])) draft["schema"] = schema;
  Object.assign(draft, styleOf(parameter, textMember(parameter, "in") === "query"));
  conversion.madeFrom(from, `${to}/schema`);
  return draft;
}

/**
 * `collectionFormat` as style and explode. Without one, 2.0 separates the items of a list by commas, where 3.x would
 * repeat the name. Tabs as separators exist in 2.0 only; they are read as commas.
 */
export function styleOf(parameter: JsonObject, isQuery: boolean): Draft {
  if (!isQuery || textMember(parameter, "type") !== "array") return {};
  switch (textMember(parameter, "collectionFormat")) {
    case "multi":
      return { style: "form", explode: true };
    case "ssv":
      return { style: "spaceDelimited", explode: false };
    case "pipes":
      return { style: "pipeDelimited", explode: false };
    default:
      return { style: "form", explode: false };
  }
}

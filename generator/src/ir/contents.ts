import type { Json, JsonObject } from "../load/document.js";
import { asObject, asString, defined, entries, member } from "./json.js";
import { child } from "./pointer.js";
import type { Schemas } from "./schemas.js";
import type { Content, ContentKind, PartEncoding } from "./types.js";

/** Kinds of body in the order in which a function prefers them. */
const preference: readonly ContentKind[] = ["json", "form", "multipart", "events", "lines", "text", "binary"];

/** Reads the `content` of a body or a reply. */
export function readContents(
  schemas: Schemas,
  content: Json | undefined,
  pointer: string,
  hint: string,
): readonly Content[] {
  return entries(content).map(([contentType, value]) => {
    const mediaType = schemas.resolve(value) ?? {};
    const kind = kindOf(contentType, schemas.resolve(member(mediaType, "schema")));
    return {
      contentType,
      kind,
      type: typeOfContent(schemas, mediaType, child(pointer, contentType), hint, kind),
      encoding: readEncoding(mediaType),
    };
  });
}

/** Index of the content that a function uses; 0 when there is none. */
export function preferred(contents: readonly Content[]): number {
  const ranks = contents.map(({ kind }) => preference.indexOf(kind));
  return Math.max(0, ranks.indexOf(Math.min(...ranks)));
}

/** How a media type is read and written. */
function kindOf(contentType: string, schema: JsonObject | undefined): ContentKind {
  const type = contentType.toLowerCase().split(";")[0]?.trim() ?? "";
  if (
    /^application\/(x-)?(ndjson|jsonl|json-lines|jsonlines|stream\+json|json-stream)$|^application\/(x-)?json-seq$/.test(
      type,
    )
  )
    return "lines";
  if (/^[^/]+\/json$|\+json$/.test(type)) return "json";
  if (type === "text/event-stream") return "events";
  if (type === "application/x-www-form-urlencoded") return "form";
  if (type.startsWith("multipart/")) return "multipart";
  const isBytes = member(schema, "format") === "binary";
  if (
    type.startsWith("text/") ||
    /^application\/([^/]+\+)?(xml|yaml|x-yaml|javascript|graphql|jwt)$|\+(xml|yaml)$/.test(type)
  ) {
    return isBytes ? "binary" : "text";
  }
  // A wildcard says nothing of the form: an object can only be JSON.
  if (type.endsWith("*") && schema !== undefined && !isBytes && member(schema, "type") !== "string") return "json";
  return "binary";
}

function typeOfContent(
  schemas: Schemas,
  mediaType: JsonObject,
  pointer: string,
  hint: string,
  kind: ContentKind,
): Content["type"] {
  const streams = kind === "events" || kind === "lines";
  const name = streams && member(mediaType, "itemSchema") !== undefined ? "itemSchema" : "schema";
  if (kind === "text") return { kind: "string" };
  if (kind === "binary") return { kind: "binary" };
  return schemas.typeOf(member(mediaType, name), child(pointer, name), hint);
}

function readEncoding(mediaType: JsonObject): readonly PartEncoding[] {
  return entries(member(mediaType, "encoding")).map(([field, value]) => {
    const encoding = asObject(value);
    const flag = (name: string): boolean | undefined => {
      const found = member(encoding, name);
      return typeof found === "boolean" ? found : undefined;
    };
    return defined<PartEncoding>({
      field,
      contentType: asString(member(encoding, "contentType")),
      style: asString(member(encoding, "style")),
      explode: flag("explode"),
      allowReserved: flag("allowReserved"),
    });
  });
}

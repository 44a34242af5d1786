import { define, isObject, type Json, type JsonObject } from "../spec/json.js";
import type { Media, Operation } from "../spec/operations.js";
import type { Schemas } from "../spec/schemas.js";
import type { Asked, Problem } from "./asked.js";

export interface ReadBody {
  readonly value: Json | undefined;
  readonly media: Media | undefined;
  /** Whether values are text that may stand for numbers and the like. */
  readonly text: boolean;
  readonly problem?: Problem;
}

const nothing: ReadBody = { value: undefined, media: undefined, text: false };

/** Reads a body as its media type says. */
export async function readBody(asked: Asked, operation: Operation, schemas: Schemas): Promise<ReadBody> {
  const contents = operation.body?.content ?? [];
  if (asked.bytes.length === 0) {
    const missing = operation.body?.required === true && operation.action === undefined;
    return missing ? { ...nothing, problem: { in: "body", field: "", message: "A body is required." } } : nothing;
  }
  const given = asked.headers["content-type"];
  const type = (given ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
  const media = type === "" ? contents[0] : contents.find((content) => fits(type, content.type));
  if (media === undefined) {
    // An operation without a body is not refused for one: some clients send an empty object with every POST, or inputs.
    if (contents.length === 0) return { ...nothing, value: undeclared(asked.bytes, type) };
    return {
      ...nothing,
      problem: { in: "body", field: "", message: `The media type ${type} is not taken here.`, status: 415 },
    };
  }
  const kind = type === "" ? media.type : type;
  try {
    if (/[/+]json$/.test(kind)) return { value: JSON.parse(text(asked.bytes)) as Json, media, text: false };
    if (kind === "application/x-www-form-urlencoded")
      return { value: fields(new URLSearchParams(text(asked.bytes)), media, schemas), media, text: true };
    if (kind === "multipart/form-data")
      return { value: await parts(asked.bytes, given ?? "", media, schemas), media, text: true };
  } catch {
    return {
      ...nothing,
      problem: {
        in: "body",
        field: "",
        message: `The body is not valid ${kind.includes("json") ? "JSON" : kind}.`,
        status: 400,
      },
    };
  }
  const value = kind.startsWith("text/") ? text(asked.bytes) : Buffer.from(asked.bytes).toString("base64");
  return { value, media: { ...media, schema: kind.startsWith("text/") ? media.schema : undefined }, text: false };
}

/** The members of a body where the document has none. */
function undeclared(bytes: Uint8Array, type: string): Json | undefined {
  try {
    if (type === "application/x-www-form-urlencoded") return Object.fromEntries(new URLSearchParams(text(bytes)));
    const value = JSON.parse(text(bytes)) as Json;
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Puts members that travel one by one under a common prefix back together. */
export function gather(value: JsonObject, schemas: Schemas, schema: Json | undefined): JsonObject {
  let result = value;
  for (const [name, property] of Object.entries(schemas.shape(schema).properties)) {
    const prefix = schemas.shape(property).flatten;
    if (prefix !== undefined) result = gathered(result, name, prefix);
  }
  return result;
}

export function gathered(value: JsonObject, name: string, prefix: string): JsonObject {
  const record: JsonObject = {};
  const rest: JsonObject = {};
  for (const [key, member] of Object.entries(value)) {
    if (key.startsWith(prefix) && key.length > prefix.length) define(record, key.slice(prefix.length), member);
    else define(rest, key, member);
  }
  return Object.keys(record).length === 0
    ? value
    : { ...rest, [name]: { ...(isObject(rest[name]) ? rest[name] : {}), ...record } };
}

function fits(type: string, declared: string): boolean {
  const pattern = declared.split(";")[0]?.trim() ?? "";
  if (pattern === type || pattern === "*/*") return true;
  if (pattern.endsWith("/*")) return type.startsWith(pattern.slice(0, -1));
  // `application/merge-patch+json` and `application/json` are both JSON.
  return /[/+]json$/.test(type) && /[/+]json$/.test(pattern) && type === "application/json";
}

function fields(params: URLSearchParams, media: Media, schemas: Schemas): JsonObject {
  const result: JsonObject = {};
  for (const [name, value] of params) add(result, name, value, media, schemas);
  return result;
}

async function parts(bytes: Uint8Array, type: string, media: Media, schemas: Schemas): Promise<JsonObject> {
  const form = await new Response(bytes as Uint8Array<ArrayBuffer>, { headers: { "content-type": type } }).formData();
  const result: JsonObject = {};
  for (const [name, value] of form as unknown as Iterable<[string, unknown]>) {
    const part = value instanceof Blob ? Buffer.from(await value.arrayBuffer()).toString("base64") : String(value);
    add(result, name, part, media, schemas);
  }
  return result;
}

function add(result: JsonObject, name: string, value: string, media: Media, schemas: Schemas): void {
  const { type } = schemas.shape(schemas.property(media.schema, name));
  const before = Object.hasOwn(result, name) ? result[name] : undefined;
  if (type === "array") define(result, name, [...(Array.isArray(before) ? before : []), value]);
  else
    define(
      result,
      name,
      type === "object" ? (JSON.parse(value) as Json) : before === undefined ? value : [before, value].flat(),
    );
}

function text(bytes: Uint8Array): string {
  return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
}

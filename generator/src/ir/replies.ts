import type { Json, JsonObject } from "../load/document.js";
import { asObject, asString, defined, entries, member } from "./json.js";
import { preferred, readContents } from "./contents.js";
import { child, pointerOf, segments } from "./pointer.js";
import type { Schemas } from "./schemas.js";
import { pascalCase } from "./names.js";
import { isSensitive } from "./objects.js";
import { descriptionOf } from "./text.js";
import { unionOf } from "./type-algebra.js";
import type { Content, Output, Reply, ReplyHeader, TypeRef } from "./types.js";

/** Reads what an operation answers, split into success and failure. */
export function readReplies(
  schemas: Schemas,
  operation: JsonObject,
  pointer: string,
  hint: string,
): { output: Output; failures: readonly Reply[] } {
  const replies = entries(member(operation, "responses"))
    .filter(([status]) => /^([1-5](\d\d|XX)|default)$/i.test(status))
    .map(([status, value]) => readReply(schemas, status, value, child(pointer, "responses", status), hint));
  const good = replies.filter(({ status }) => status.startsWith("2"));
  // An operation that describes nothing but `default` means its success by it.
  const successes = good.length > 0 || replies.length > 1 ? good : replies.filter(({ status }) => status === "default");
  return {
    output: outputOf(schemas, successes),
    failures: replies.filter((reply) => !successes.includes(reply) && !/^[13]/.test(reply.status)),
  };
}

function readReply(schemas: Schemas, status: string, value: Json, pointer: string, hint: string): Reply {
  const reference = asString(member(asObject(value), "$ref"));
  const reply = schemas.resolve(value) ?? {};
  const at = reference === undefined ? pointer : pointerOf(reference);
  const own = status.startsWith("2") ? `${hint}Output` : `${hint}${pascalCase(status)}Error`;
  const [components, , key] = segments(at);
  const name = components === "components" && key !== undefined ? pascalCase(key) : own;
  return defined<Reply>({
    status: status.toUpperCase() === "DEFAULT" ? "default" : status.toUpperCase(),
    description: descriptionOf(reply),
    contents: readContents(schemas, member(reply, "content"), child(at, "content"), name),
    headers: readHeaders(schemas, reply, at, name),
  });
}

function readHeaders(schemas: Schemas, reply: JsonObject, pointer: string, hint: string): readonly ReplyHeader[] {
  return entries(member(reply, "headers")).map(([name, value]) => {
    const header = schemas.resolve(value) ?? {};
    const type = schemas.typeOf(
      member(header, "schema"),
      child(pointer, "headers", name, "schema"),
      hint + pascalCase(name),
    );
    const sensitive = isSensitive(header, schemas.resolve(member(header, "schema")));
    return defined<ReplyHeader>({ name, type, description: descriptionOf(header), sensitive });
  });
}

function outputOf(schemas: Schemas, successes: readonly Reply[]): Output {
  const chosen = successes.flatMap(({ contents }) => contents.slice(preferred(contents), preferred(contents) + 1));
  const kind = chosen[preferred(chosen)]?.kind;
  const alike = chosen.filter((content) => content.kind === kind);
  const types = alike.map(({ type }) => type).filter((type) => !isNothing(schemas, type));
  const base = { accept: [...new Set(alike.map(acceptOf))], replies: successes };
  if (kind === undefined || types.length === 0) return { ...base, kind: "none", mayBeEmpty: false };
  const mayBeEmpty = types.length < alike.length || successes.some(({ contents }) => contents.length === 0);
  const orText = kind === "json" && mayBeText(successes, types);
  const type = unionOf(orText ? [...types, { kind: "string" }] : types);
  return { ...base, kind, type, mayBeEmpty, ...(orText ? { orText } : {}) };
}

/**
 * Whether JSON is answered at one time and plain text at another. Documents that offer the same thing in either form
 * mean something else: there the caller's `Accept` decides, and JSON it is.
 */
function mayBeText(successes: readonly Reply[], types: readonly TypeRef[]): boolean {
  const texts = successes.flatMap(({ contents }) => contents.filter(({ contentType }) => contentType === "text/plain"));
  return texts.some(({ type }) => type.kind === "string") && types.every(({ kind }) => kind === "model");
}

function acceptOf(content: Content): string {
  return content.contentType;
}

/** An object that may not have any member: the API's way to say nothing. */
function isNothing(schemas: Schemas, type: TypeRef): boolean {
  if (type.kind !== "model") return type.kind === "record" && type.values.kind === "never";
  const schema = schemas.resolve({ $ref: `#${type.model}` });
  const isEmpty = entries(member(schema, "properties")).length === 0 && member(schema, "allOf") === undefined;
  return isEmpty && member(schema, "type") === "object" && member(schema, "additionalProperties") === false;
}

import type { Json, JsonObject } from "../load/document.js";
import { asList, asObject, asString, defined, entries, member } from "./json.js";
import { camelCase, isIdentifier, pascalCase } from "./names.js";
import { isSensitive } from "./objects.js";
import { child, pointerOf, segments } from "./pointer.js";
import type { Schemas } from "./schemas.js";
import { descriptionOf, limitsOf } from "./text.js";
import type { Settings } from "./settings.js";
import type { FilledMember, InputMember, JsonValue, ParameterStyle } from "./types.js";

type Place = "path" | "query" | "header" | "cookie";
const places: readonly Place[] = ["path", "query", "header", "cookie"];

/** Headers that the client writes itself, so that a parameter of that name means nothing (OpenAPI, Parameter Object). */
const ignoredHeaders = new Set(["accept", "content-type", "authorization"]);

/** A parameter, and where its object stands. */
interface Located {
  readonly parameter: JsonObject;
  readonly pointer: string;
  readonly place: Place;
  readonly wireName: string;
}

/** What the parameters of an operation are read from. */
interface Source {
  readonly path: string;
  readonly pathItem: JsonObject;
  readonly pathPointer: string;
  readonly operation: JsonObject;
  readonly pointer: string;
}

/** The parameters of an operation: those that callers give, and those that the client fills in. */
export interface ReadParameters {
  readonly input: readonly InputMember[];
  readonly filled: readonly FilledMember[];
}

/** Reads the parameters of an operation: those of the path first, each replaced by the operation's of the same name. */
export function readParameters(schemas: Schemas, settings: Settings, source: Source, hint: string): ReadParameters {
  const located = new Map<string, Located>();
  const add = (list: Json | undefined, pointer: string): void => {
    for (const [index, value] of asList(list).entries()) {
      const found = locate(schemas, value, child(pointer, index));
      if (found !== undefined) located.set(`${found.place} ${found.wireName}`, found);
    }
  };
  add(member(source.pathItem, "parameters"), child(source.pathPointer, "parameters"));
  add(member(source.operation, "parameters"), child(source.pointer, "parameters"));
  addUndeclared(source.path, located);
  const inPlaces = places.flatMap((place) => [...located.values()].filter((found) => found.place === place));
  const sorted = inPlaces.map((found) =>
    settings.sort({ input: readParameter(schemas, found, hint), parameter: found.parameter, pointer: found.pointer }),
  );
  return {
    input: sorted.flatMap((member) => ("input" in member ? [member.input] : [])),
    filled: sorted.flatMap((member) => ("filled" in member ? [member.filled] : [])),
  };
}

function locate(schemas: Schemas, value: Json, pointer: string): Located | undefined {
  const reference = asString(member(asObject(value), "$ref"));
  const parameter = schemas.resolve(value);
  const stated = asString(member(parameter, "in"));
  const place = places.find((name) => name === (stated === "querystring" ? "query" : stated));
  const wireName = asString(member(parameter, "name"));
  if (parameter === undefined || place === undefined || wireName === undefined) return undefined;
  if (place === "header" && ignoredHeaders.has(wireName.toLowerCase())) return undefined;
  return { parameter, place, wireName, pointer: reference === undefined ? pointer : pointerOf(reference) };
}

/** A `{name}` in the path that no parameter declares is one all the same: the path cannot be written without it. */
function addUndeclared(path: string, located: Map<string, Located>): void {
  for (const name of templateNames(path)) {
    const key = `path ${name}`;
    if (!located.has(key))
      located.set(key, { place: "path", wireName: name, parameter: { required: true }, pointer: "" });
  }
  for (const [key, found] of located) {
    if (found.place === "path" && !path.includes(`{${found.wireName}}`)) located.delete(key);
  }
}

/** The names in braces of a path template, in order. */
export function templateNames(path: string): readonly string[] {
  return [...path.matchAll(/\{([^{}]+)\}/g)].map(([, name = ""]) => name);
}

function readParameter(schemas: Schemas, { parameter, pointer, place, wireName }: Located, hint: string): InputMember {
  const [content] = entries(member(parameter, "content"));
  const holder = content === undefined ? parameter : asObject(content[1]);
  const schema = member(holder, "schema");
  const schemaPointer =
    content === undefined ? child(pointer, "schema") : child(pointer, "content", content[0], "schema");
  const resolved = schemas.resolve(schema);
  const idOf = asString(member(parameter, "x-id-of"));
  return defined<InputMember>({
    name: place === "header" && !isIdentifier(wireName) ? camelCase(wireName) : wireName,
    wireName,
    place,
    required: place === "path" || member(parameter, "required") === true,
    type: pointer === "" ? { kind: "string" } : schemas.typeOf(schema, schemaPointer, nameFor(pointer, wireName, hint)),
    description: descriptionOf(parameter) ?? descriptionOf(resolved),
    deprecated: member(parameter, "deprecated") === true ? true : undefined,
    sensitive: isSensitive(parameter, resolved),
    default: member(resolved, "default") as JsonValue | undefined,
    limits: limitsOf(resolved),
    style: readStyle(parameter, place, content?.[0]),
    idOf: idOf === undefined ? undefined : { schema: idOf },
    prefix: place === "query" ? asString(member(parameter, "x-flatten")) : undefined,
  });
}

/** Types inside a shared parameter are named after it, those of an operation's own after the operation. */
function nameFor(pointer: string, wireName: string, hint: string): string {
  const [components, kind, key] = segments(pointer);
  return components === "components" && kind === "parameters" && key !== undefined
    ? pascalCase(key)
    : hint + pascalCase(wireName);
}

const styles: readonly ParameterStyle["style"][] = [
  "simple",
  "label",
  "matrix",
  "form",
  "spaceDelimited",
  "pipeDelimited",
  "deepObject",
];

function readStyle(parameter: JsonObject, place: Place, contentType: string | undefined): ParameterStyle {
  const explode = member(parameter, "explode");
  const allowReserved = member(parameter, "allowReserved") === true;
  if (contentType !== undefined) {
    const style = member(parameter, "in") === "querystring" ? "querystring" : "content";
    return { style, explode: false, allowReserved, contentType };
  }
  const byPlace = place === "query" || place === "cookie" ? "form" : "simple";
  const style = styles.find((name) => name === member(parameter, "style")) ?? byPlace;
  return {
    style,
    explode: typeof explode === "boolean" ? explode : style === "form" || style === "deepObject",
    allowReserved,
  };
}

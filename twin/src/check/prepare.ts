import { isObject, steps, type Json, type JsonObject } from "../spec/json.js";
import type { Schemas } from "../spec/schemas.js";
import { formats } from "./formats.js";

/** Requests need not hold what only the server sets, and replies need not hold what is only ever sent. */
export type Side = "request" | "reply";

const types = new Set(["string", "number", "integer", "boolean", "array", "object", "null"]);
const maps = new Set(["properties", "patternProperties", "$defs", "dependentSchemas"]);
const lists = new Set(["allOf", "anyOf", "oneOf", "prefixItems"]);
const single = new Set([
  "items",
  "additionalProperties",
  "not",
  "if",
  "then",
  "else",
  "contains",
  "propertyNames",
  "unevaluatedItems",
  "unevaluatedProperties",
]);
const plain = new Set([
  ...[
    "enum",
    "const",
    "multipleOf",
    "maximum",
    "minimum",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "maxLength",
    "minLength",
  ],
  ...[
    "maxItems",
    "minItems",
    "uniqueItems",
    "maxContains",
    "minContains",
    "maxProperties",
    "minProperties",
    "dependentRequired",
  ],
]);

/** Rewrites schemas of any OpenAPI version for a validator of JSON Schema 2020-12. */
export class Preparation {
  readonly #schemas: Schemas;
  readonly #side: Side;
  /** Named schemas that were referred to and not yet fetched. */
  readonly #wanted: string[] = [];
  readonly #known = new Set<string>();

  constructor(schemas: Schemas, side: Side) {
    this.#schemas = schemas;
    this.#side = side;
  }

  /** The named schemas that are needed since the last call, each with the address that references use. */
  *needed(): Generator<{ readonly address: string; readonly schema: Json }> {
    for (let name = this.#wanted.pop(); name !== undefined; name = this.#wanted.pop())
      yield { address: address(name), schema: this.schema(this.#schemas.get(name) ?? {}) };
  }

  schema(schema: Json): Json {
    if (!isObject(schema)) return schema === false ? false : {};
    const result: JsonObject = {};
    for (const [key, value] of Object.entries(schema)) {
      if (maps.has(key) && isObject(value))
        result[key] = Object.fromEntries(Object.entries(value).map(([name, part]) => [name, this.schema(part)]));
      else if (lists.has(key) && Array.isArray(value)) {
        if (value.length > 0) result[key] = value.map((part) => this.schema(part));
      } else if (single.has(key)) result[key] = Array.isArray(value) ? {} : this.schema(value);
      else if (plain.has(key)) result[key] = value;
    }
    const ref = schema["$ref"];
    if (typeof ref === "string") result["$ref"] = this.#reference(ref);
    this.#numbers(schema, result);
    this.#strings(schema, result);
    this.#required(schema, result);
    this.#types(schema, result);
    return schema["nullable"] === true && typeof ref === "string" ? { anyOf: [result, { type: "null" }] } : result;
  }

  #reference(ref: string): string {
    const name = steps(ref.slice(1)).at(-1) ?? "";
    if (!this.#known.has(name)) {
      this.#known.add(name);
      this.#wanted.push(name);
    }
    return address(name);
  }

  /** Before 2019 an exclusive limit was a flag beside the limit. */
  #numbers(schema: JsonObject, result: JsonObject): void {
    for (const [flag, limit] of [
      ["exclusiveMinimum", "minimum"],
      ["exclusiveMaximum", "maximum"],
    ] as const) {
      if (typeof schema[flag] !== "boolean") continue;
      delete result[flag];
      if (schema[flag] && typeof schema[limit] === "number") {
        result[flag] = schema[limit];
        delete result[limit];
      }
    }
    if (Array.isArray(result["enum"])) {
      const values = [...new Set(result["enum"])];
      if (values.length === 0) delete result["enum"];
      else result["enum"] = values;
    }
  }

  #strings(schema: JsonObject, result: JsonObject): void {
    const { format, pattern } = schema;
    if (typeof format === "string" && Object.hasOwn(formats, format)) result["format"] = format;
    if (typeof pattern !== "string") return;
    try {
      new RegExp(pattern);
      result["pattern"] = pattern;
    } catch {
      // A pattern in another dialect of regular expressions cannot be checked here.
    }
  }

  #required(schema: JsonObject, result: JsonObject): void {
    if (!Array.isArray(schema["required"])) return;
    const { properties } = this.#schemas.shape(schema);
    const names = schema["required"]
      .filter((name): name is string => typeof name === "string")
      .filter((name) => {
        const property = properties[name];
        if (property === undefined) return true;
        const { readOnly, writeOnly } = this.#schemas.shape(property);
        return this.#side === "request" ? !readOnly : !writeOnly;
      });
    if (names.length > 0) result["required"] = [...new Set(names)];
  }

  #types(schema: JsonObject, result: JsonObject): void {
    const given =
      typeof schema["type"] === "string" ? [schema["type"]] : Array.isArray(schema["type"]) ? schema["type"] : [];
    const known = given.filter((type): type is string => typeof type === "string" && types.has(type));
    if (known.length === 0 || known.length < given.length) return;
    if (schema["nullable"] === true && !known.includes("null")) {
      known.push("null");
      if (Array.isArray(result["enum"]) && !result["enum"].includes(null)) result["enum"] = [...result["enum"], null];
    }
    // Bytes are not a string here, whatever the document calls them.
    if (schema["format"] === "binary") return;
    result["type"] = known.length === 1 ? (known[0] ?? {}) : [...new Set(known)];
  }
}

function address(name: string): string {
  return `twin://schemas/${encodeURIComponent(name)}`;
}

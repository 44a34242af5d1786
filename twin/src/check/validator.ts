import { Ajv2020, type ErrorObject, type ValidateFunction } from "ajv/dist/2020.js";
import { isObject, steps, type Json, type JsonObject } from "../spec/json.js";
import type { Schemas } from "../spec/schemas.js";
import { formats } from "./formats.js";
import { Preparation, type Side } from "./prepare.js";

/** Something that does not fit the document. */
export interface Misfit {
  /** The steps to it from the top of what was checked. */
  readonly path: readonly string[];
  readonly message: string;
}

/** Checks values against schemas of the document. A schema is compiled when it is first needed. */
export class Validator {
  readonly #ajv: Ajv2020;
  readonly #preparation: Preparation;
  readonly #compiled = new Map<Json, ValidateFunction | undefined>();

  /** @param coerce whether text stands for numbers and the like, as it does in a query; the values are then changed in place */
  constructor(schemas: Schemas, side: Side, coerce: boolean) {
    this.#preparation = new Preparation(schemas, side);
    this.#ajv = new Ajv2020({
      strict: false,
      allErrors: true,
      coerceTypes: coerce ? "array" : false,
      logger: false,
      unicodeRegExp: false,
      validateSchema: false,
      formats: { ...formats },
    });
  }

  check(schema: Json | undefined, value: Json): readonly Misfit[] {
    if (schema === undefined || schema === true) return [];
    const validate = this.#compile(schema);
    if (validate === undefined || validate(value)) return [];
    return shown(validate.errors ?? []);
  }

  #compile(schema: Json): ValidateFunction | undefined {
    if (this.#compiled.has(schema)) return this.#compiled.get(schema);
    let compiled: ValidateFunction | undefined;
    try {
      const prepared = this.#preparation.schema(schema);
      for (const { address, schema: named } of this.#preparation.needed())
        this.#ajv.addSchema(typeof named === "boolean" ? (named ? {} : { not: {} }) : (named as object), address);
      compiled = this.#ajv.compile(prepared as object);
    } catch {
      // A schema that JSON Schema cannot make sense of cannot be checked. `clientwright validate` reports it.
    }
    this.#compiled.set(schema, compiled);
    return compiled;
  }
}

/** What went wrong, each thing once. Where no alternative fits, the complaints of every alternative would only confuse. */
function shown(errors: readonly ErrorObject[]): readonly Misfit[] {
  const choices = errors
    .filter(({ keyword }) => keyword === "oneOf" || keyword === "anyOf")
    .map(({ schemaPath }) => schemaPath);
  const found = new Map<string, Misfit>();
  for (const error of errors) {
    if (choices.some((choice) => error.schemaPath !== choice && error.schemaPath.startsWith(`${choice}/`))) continue;
    if (error.keyword === "if") continue;
    const params = error.params as JsonObject;
    const extra = params["missingProperty"] ?? params["additionalProperty"] ?? params["unevaluatedProperty"];
    const path = [...steps(error.instancePath), ...(typeof extra === "string" ? [extra] : [])];
    const message = messageOf(error, params);
    found.set(`${path.join("/")} ${message}`, { path, message });
  }
  return [...found.values()];
}

function messageOf(error: ErrorObject, params: JsonObject): string {
  switch (error.keyword) {
    case "required":
      return "is required";
    case "additionalProperties":
    case "unevaluatedProperties":
      return "is not known";
    case "enum":
      return `must be one of ${list(params["allowedValues"])}`;
    case "type":
      return `must be ${list(params["type"])}`;
    case "format":
      return `must have the form of ${String(params["format"])}`;
    case "oneOf":
    case "anyOf":
      return "fits none of the forms it may have";
    default:
      return error.message ?? "is not valid";
  }
}

function list(value: Json | undefined): string {
  return (Array.isArray(value) ? value : [value])
    .map((item) => (isObject(item) ? JSON.stringify(item) : String(item)))
    .join(", ");
}

import { extension, type Lifecycle, type Resource } from "./extensions.js";
import { isObject, steps, string, type Json, type JsonObject } from "./json.js";

const prefix = "#/components/schemas/";

/** The schemas of a document, and questions about them. References and `allOf` are looked through. */
export class Schemas {
  readonly #named: JsonObject;
  readonly #merged = new WeakMap<JsonObject, Shape>();

  constructor(document: JsonObject) {
    const components = document["components"];
    const schemas = isObject(components) ? components["schemas"] : undefined;
    this.#named = isObject(schemas) ? schemas : {};
  }

  names(): readonly string[] {
    return Object.keys(this.#named);
  }

  get(name: string): Json | undefined {
    return Object.hasOwn(this.#named, name) ? this.#named[name] : undefined;
  }

  /** The name of the schema that a schema is or refers to. */
  nameOf(schema: Json | undefined): string | undefined {
    let here = schema;
    let name: string | undefined;
    for (let depth = 0; depth < 20 && isObject(here); depth++) {
      const ref = string(here["$ref"]);
      if (ref === undefined) {
        // A reference with a null beside it, or alone in an allOf, is still that reference.
        const only = this.#only(here);
        if (only === undefined) return name;
        here = only;
        continue;
      }
      name = steps(ref.slice(1)).at(-1);
      here = this.#follow(ref);
    }
    return name;
  }

  /** What a schema says of an object: its properties with those of its parts. */
  shape(schema: Json | undefined): Shape {
    if (!isObject(schema)) return empty;
    const known = this.#merged.get(schema);
    if (known) return known;
    // Before it is worked out it counts as empty, so that a schema made of itself comes to an end.
    this.#merged.set(schema, empty);
    const shape = this.#shapeOf(schema);
    this.#merged.set(schema, shape);
    return shape;
  }

  property(schema: Json | undefined, name: string): Json | undefined {
    const { properties } = this.shape(schema);
    return Object.hasOwn(properties, name) ? properties[name] : undefined;
  }

  /** The schema of what a pointer leads to. */
  at(schema: Json | undefined, pointer: string): Json | undefined {
    let here = schema;
    for (const step of steps(pointer)) {
      const shape = this.shape(here);
      here = shape.properties[step] ?? (/^\d+$/.test(step) ? shape.items : undefined) ?? shape.rest;
      if (here === undefined) return undefined;
    }
    return here;
  }

  resource(schema: Json | undefined): Resource | undefined {
    return this.shape(schema).resource;
  }

  #shapeOf(schema: JsonObject): Shape {
    const parts: Shape[] = [];
    const ref = string(schema["$ref"]);
    if (ref !== undefined) parts.push(this.shape(this.#follow(ref)));
    for (const part of list(schema["allOf"])) parts.push(this.shape(part));
    // Of several possibilities the first stands for all, unless it is null.
    for (const key of ["oneOf", "anyOf"] as const) {
      const first = list(schema[key]).find((part) => !isNull(part));
      if (first !== undefined) parts.push(this.shape(first));
    }
    const types = typesOf(schema);
    const properties: Record<string, Json> = {};
    const own = schema["properties"];
    for (const part of [...parts.map((shape) => shape.properties), ...(isObject(own) ? [own] : [])]) {
      for (const [name, property] of Object.entries(part)) {
        const before = Object.hasOwn(properties, name) ? properties[name] : undefined;
        // What two parts say of one property holds together.
        properties[name] = before === undefined || before === property ? property : { allOf: [before, property] };
      }
    }
    const rest = schema["additionalProperties"];
    const found = <T>(read: (shape: Shape) => T | undefined): T | undefined =>
      parts.map(read).find((value) => value !== undefined);
    const nullable =
      schema["nullable"] === true ||
      types?.includes("null") === true ||
      ["oneOf", "anyOf"].some((key) => list(schema[key]).some(isNull)) ||
      (types === undefined && parts.some((part) => part.nullable));
    const guess =
      Object.keys(properties).length > 0 || isObject(rest)
        ? "object"
        : schema["items"] !== undefined
          ? "array"
          : undefined;
    return {
      type: types?.find((type) => type !== "null") ?? found(({ type }) => type) ?? guess,
      types: types ?? found(({ types }) => types),
      nullable,
      properties,
      required: [...new Set([...parts.flatMap(({ required }) => required), ...strings(schema["required"])])],
      items: schema["items"] ?? found(({ items }) => items),
      rest: isObject(rest) ? rest : rest === true ? {} : found((part) => part.rest),
      closed: rest === false || (rest === undefined && parts.some(({ closed }) => closed)),
      format: string(schema["format"]) ?? found(({ format }) => format),
      pattern: string(schema["pattern"]) ?? found(({ pattern }) => pattern),
      enum: Array.isArray(schema["enum"]) ? schema["enum"] : found((part) => part.enum),
      constant: schema["const"] ?? found(({ constant }) => constant),
      fallback: schema["default"] ?? found(({ fallback }) => fallback),
      example: schema["example"] ?? list(schema["examples"])[0] ?? found(({ example }) => example),
      minimum: number(schema["minimum"]) ?? found(({ minimum }) => minimum),
      maximum: number(schema["maximum"]) ?? found(({ maximum }) => maximum),
      minLength: number(schema["minLength"]) ?? found(({ minLength }) => minLength),
      maxLength: number(schema["maxLength"]) ?? found(({ maxLength }) => maxLength),
      minItems: number(schema["minItems"]) ?? found(({ minItems }) => minItems),
      readOnly:
        schema["readOnly"] === true || (schema["readOnly"] === undefined && parts.some(({ readOnly }) => readOnly)),
      writeOnly:
        schema["writeOnly"] === true || (schema["writeOnly"] === undefined && parts.some(({ writeOnly }) => writeOnly)),
      sensitive: schema["x-sensitive"] === true || parts.some(({ sensitive }) => sensitive),
      filterable: schema["x-filterable"] ?? found(({ filterable }) => filterable),
      idOf: string(schema["x-id-of"]) ?? found(({ idOf }) => idOf),
      flatten: string(schema["x-flatten"]) ?? found(({ flatten }) => flatten),
      resource: extension<Resource>(schema, "x-resource") ?? found(({ resource }) => resource),
      lifecycle: extension<Lifecycle>(schema, "x-lifecycle") ?? found(({ lifecycle }) => lifecycle),
    };
  }

  #follow(ref: string): Json | undefined {
    if (!ref.startsWith(prefix)) return undefined;
    return this.get(steps(ref.slice(prefix.length - 1))[0] ?? "");
  }

  #only(schema: JsonObject): Json | undefined {
    if (schema["properties"] !== undefined) return undefined;
    for (const key of ["allOf", "oneOf", "anyOf"]) {
      const parts = list(schema[key]).filter((part) => !isNull(part));
      if (parts.length === 1) return parts[0];
    }
    return undefined;
  }
}

/** A schema with its parts put together. */
export interface Shape {
  readonly type: string | undefined;
  readonly types: readonly string[] | undefined;
  readonly nullable: boolean;
  readonly properties: Readonly<Record<string, Json>>;
  readonly required: readonly string[];
  readonly items: Json | undefined;
  /** The schema of members that have no property; undefined where none is given. */
  readonly rest: Json | undefined;
  readonly closed: boolean;
  readonly format: string | undefined;
  readonly pattern: string | undefined;
  readonly enum: readonly Json[] | undefined;
  readonly constant: Json | undefined;
  readonly fallback: Json | undefined;
  readonly example: Json | undefined;
  readonly minimum: number | undefined;
  readonly maximum: number | undefined;
  readonly minLength: number | undefined;
  readonly maxLength: number | undefined;
  readonly minItems: number | undefined;
  readonly readOnly: boolean;
  readonly writeOnly: boolean;
  readonly sensitive: boolean;
  readonly filterable: Json | undefined;
  readonly idOf: string | undefined;
  readonly flatten: string | undefined;
  readonly resource: Resource | undefined;
  readonly lifecycle: Lifecycle | undefined;
}

const empty: Shape = {
  ...{
    type: undefined,
    types: undefined,
    nullable: false,
    properties: {},
    required: [],
    items: undefined,
    rest: undefined,
  },
  ...{
    closed: false,
    format: undefined,
    pattern: undefined,
    enum: undefined,
    constant: undefined,
    fallback: undefined,
  },
  ...{
    example: undefined,
    minimum: undefined,
    maximum: undefined,
    minLength: undefined,
    maxLength: undefined,
    minItems: undefined,
  },
  ...{
    readOnly: false,
    writeOnly: false,
    sensitive: false,
    filterable: undefined,
    idOf: undefined,
    flatten: undefined,
  },
  ...{ resource: undefined, lifecycle: undefined },
};

function typesOf(schema: JsonObject): readonly string[] | undefined {
  const type = schema["type"];
  if (typeof type === "string") return [type];
  return Array.isArray(type) ? strings(type) : undefined;
}

function isNull(schema: Json | undefined): boolean {
  return isObject(schema) && (schema["type"] === "null" || schema["const"] === null);
}

function list(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

function strings(value: Json | undefined): readonly string[] {
  return list(value).filter((item): item is string => typeof item === "string");
}

function number(value: Json | undefined): number | undefined {
  return typeof value === "number" ? value : undefined;
}

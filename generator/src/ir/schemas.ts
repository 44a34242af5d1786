import type { Json, JsonObject } from "../load/document.js";
import { isBigInt } from "./big-ints.js";
import { readEnum } from "./enums.js";
import { asList, asNumber, asObject, asString, defined, entries, member } from "./json.js";
import type { NameScope } from "./names.js";
import { pascalCase, words } from "./names.js";
import { fieldsOf, isObjectSchema, shapeOf } from "./objects.js";
import { child, follow, pointerOf, segments } from "./pointer.js";
import {
  alternatives,
  enumValues,
  hasTypeBesideReference,
  isConstraintOnly,
  isEnumeration,
  isNullable,
  typesOf,
} from "./schema-kind.js";
import { wordsOf } from "./text.js";
import { intersectionOf, orNull, unionOf } from "./type-algebra.js";
import type { Discriminator, Enum, Field, Model, ObjectShape, TypeRef } from "./types.js";

const unknown: TypeRef = { kind: "unknown" };
const componentSchemas = "/components/schemas/";

/** A named type that has been asked for; its content is read later, so that recursion and depth do no harm. */
interface Declared {
  readonly pointer: string;
  readonly name: string;
  readonly schema: JsonObject;
  readonly type: TypeRef;
}

/**
 * Reads JSON Schemas as types. Schemas that are referred to, and inline ones with members or values of their own,
 * become named models and enums; everything else becomes part of the type that holds it.
 */
export class Schemas {
  readonly root: JsonObject;
  readonly scope: NameScope;
  readonly #declared = new Map<string, Declared>();
  readonly #objects = new Map<string, boolean>();
  readonly #shapes = new Map<string, ObjectShape | undefined>();
  readonly #fields = new Map<string, ReadonlyMap<string, Field>>();

  constructor(root: JsonObject, scope: NameScope) {
    this.root = root;
    this.scope = scope;
  }

  /**
   * Gives every schema of the components its name: those that keep theirs first, so that repaired ones make way.
   * Returns the names by key.
   */
  declareComponents(): ReadonlyMap<string, string> {
    const schemas = asObject(member(asObject(member(this.root, "components")), "schemas"));
    const components = entries(schemas);
    const names = new Map<string, string>();
    const unchanged = components.filter(([key]) => pascalCase(key) === key && !this.scope.has(key));
    for (const [key] of unchanged) names.set(key, this.scope.claim(key, "Model"));
    for (const [key] of components) if (!names.has(key)) names.set(key, this.scope.claim(pascalCase(key), "Model"));
    for (const [key] of components) {
      const schema = member(schemas, key);
      const object = asObject(schema) ?? (schema === false ? impossible : {});
      this.#declare(child("", "components", "schemas", key), object, names.get(key) ?? key);
    }
    return names;
  }

  /** Reads what was declared, until nothing new turns up. In the order of declaration. */
  read(): { models: readonly Omit<Model, "usage">[]; enums: readonly Enum[] } {
    const models: Omit<Model, "usage">[] = [];
    const enums: Enum[] = [];
    // The map grows while it is walked: reading a model declares the types that it is made of.
    for (const declared of this.#declared.values()) {
      if (declared.type.kind === "enum") enums.push(readEnum(declared.pointer, declared.name, declared.schema));
      else models.push(this.#readModel(declared));
    }
    return { models, enums };
  }

  /** The type of a schema. `hint` is the name that it gets if it needs one. */
  typeOf(json: Json | undefined, pointer: string, hint: string): TypeRef {
    if (json === false) return { kind: "never" };
    const schema = asObject(json);
    if (schema === undefined) return unknown;
    const reference = asString(member(schema, "$ref"));
    if (reference !== undefined) return this.#referenceType(reference, schema, pointer, hint);
    const type = this.#inlineType(schema, pointer, hint);
    return isNullable(schema) ? orNull(type) : type;
  }

  /** The schema that a schema stands for, through any number of references. */
  resolve(json: Json | undefined): JsonObject | undefined {
    let schema = asObject(json);
    for (let hops = 0; schema !== undefined && hops < 100; hops += 1) {
      const reference = asString(member(schema, "$ref"));
      if (reference === undefined) return schema;
      schema = asObject(follow(this.root, reference));
    }
    return undefined;
  }

  /** Whether the schema at a pointer describes one object. One that contains itself does, as far as it goes. */
  isObjectAt(pointer: string): boolean {
    const known = this.#objects.get(pointer);
    if (known !== undefined) return known;
    this.#objects.set(pointer, true);
    const schema = asObject(follow(this.root, pointer));
    const isObject = schema !== undefined && isObjectSchema(this, schema);
    this.#objects.set(pointer, isObject);
    return isObject;
  }

  /** The object that the schema at a pointer describes, or nothing when it is none. */
  shapeAt(pointer: string, hint?: string): ObjectShape | undefined {
    if (!this.#shapes.has(pointer)) {
      this.#shapes.set(pointer, undefined); // A schema that contains itself is not an object by that.
      const schema = asObject(follow(this.root, pointer));
      this.#shapes.set(pointer, schema && shapeOf(this, schema, pointer, hint ?? this.nameAt(pointer)));
    }
    return this.#shapes.get(pointer);
  }

  /** Every field of the object at a pointer, those of the models it extends included. */
  allFieldsAt(pointer: string): ReadonlyMap<string, Field> {
    let fields = this.#fields.get(pointer);
    if (fields === undefined) {
      this.#fields.set(pointer, new Map());
      fields = fieldsOf(this, this.shapeAt(pointer));
      this.#fields.set(pointer, fields);
    }
    return fields;
  }

  /** The name of the named type at a pointer, declaring it if need be. */
  nameAt(pointer: string): string {
    return this.#declare(pointer, asObject(follow(this.root, pointer)) ?? {}).name;
  }

  #referenceType(reference: string, schema: JsonObject, pointer: string, hint: string): TypeRef {
    const target = follow(this.root, reference);
    if (typeof target === "boolean") return target ? unknown : { kind: "never" };
    const resolved = asObject(target);
    if (resolved === undefined) return unknown;
    const { type } = this.#declare(pointerOf(reference), resolved);
    const named = isNullable(resolved) || isNullable(schema) ? orNull(type) : type;
    if (!hasTypeBesideReference(schema)) return named;
    const { $ref: _, ...beside } = schema;
    return intersectionOf([named, this.typeOf(beside, child(pointer, "$ref", "beside"), hint)]);
  }

  #inlineType(schema: JsonObject, pointer: string, hint: string): TypeRef {
    if (isEnumeration(schema)) return this.#declare(pointer, schema, undefined, hint).type;
    const shape = this.#inlineShape(schema, pointer, hint);
    if (shape === undefined) return this.#structure(schema, pointer, hint);
    const [base, second] = shape.extends;
    if (base !== undefined && second === undefined && isBare(shape)) return { kind: "model", model: base };
    if (base === undefined && shape.fields.length === 0) return recordOf(shape, schema);
    return this.#declare(pointer, schema, undefined, hint).type;
  }

  #inlineShape(schema: JsonObject, pointer: string, hint: string): ObjectShape | undefined {
    if (!this.#shapes.has(pointer)) {
      this.#shapes.set(pointer, undefined);
      this.#shapes.set(pointer, shapeOf(this, schema, pointer, hint));
    }
    return this.#shapes.get(pointer);
  }

  /** The type of a schema that gets no name. */
  #structure(schema: JsonObject, pointer: string, hint: string): TypeRef {
    if (isImpossible(schema)) return { kind: "never" };
    const constant = member(schema, "const");
    if (constant !== undefined && constant !== null) return literalType(constant);
    const values = enumValues(schema);
    if (values.length > 0) return unionOf(values.map(literalType));
    const composed = this.#composition(schema, pointer, hint);
    return composed ?? this.#plainType(schema, pointer, hint);
  }

  #composition(schema: JsonObject, pointer: string, hint: string): TypeRef | undefined {
    const all = asList(member(schema, "allOf"));
    const types: TypeRef[] = [];
    for (const [index, part] of all.entries()) {
      if (!isConstraintOnly(part))
        types.push(this.typeOf(part, child(pointer, "allOf", index), `${hint}Part${index + 1}`));
    }
    for (const keyword of ["oneOf", "anyOf"] as const) {
      const list = alternatives(schema, keyword);
      if (list.length > 0) types.push(this.#union(schema, list, child(pointer, keyword), hint));
    }
    if (types.length === 0) return undefined;
    const { allOf: _, oneOf: __, anyOf: ___, enum: ____, ...own } = schema;
    const ownShape = member(own, "properties") === undefined ? undefined : shapeOf(this, own, pointer, hint);
    return intersectionOf(ownShape === undefined ? types : [{ kind: "object", shape: ownShape }, ...types]);
  }

  #union(schema: JsonObject, list: readonly Json[], pointer: string, hint: string): TypeRef {
    const types = list.map((option, index) =>
      this.typeOf(option, child(pointer, index), this.#optionName(option, hint, index)),
    );
    return unionOf(types, this.#discriminator(schema, list, types));
  }

  #optionName(option: Json, hint: string, index: number): string {
    const title = asString(member(asObject(option), "title")) ?? "";
    return words(title).length > 0 ? pascalCase(title) : `${hint}Option${index + 1}`;
  }

  #discriminator(schema: JsonObject, list: readonly Json[], types: readonly TypeRef[]): Discriminator | undefined {
    const discriminator = asObject(member(schema, "discriminator"));
    const property = asString(member(discriminator, "propertyName"));
    if (property === undefined || types.length < 2 || !types.every((type) => type.kind === "model")) return undefined;
    const mapping = entries(member(discriminator, "mapping"));
    const values = list.map((option) => {
      const target = pointerOf(asString(member(asObject(option), "$ref")) ?? "#");
      const mapped = mapping
        .filter(([, reference]) => this.mappingTarget(reference) === target)
        .map(([value]) => value);
      return mapped.length > 0 || !target.startsWith(componentSchemas) ? mapped : [segments(target).at(-1) ?? ""];
    });
    return { property, values };
  }

  /** The pointer of what a value of a discriminator's mapping names: a reference, or the bare name of a schema. */
  mappingTarget(value: Json): string {
    const text = asString(value) ?? "";
    return text.startsWith("#") ? pointerOf(text) : child("", "components", "schemas", text);
  }

  #plainType(schema: JsonObject, pointer: string, hint: string): TypeRef {
    const types = typesOf(schema);
    if (types.length === 0) {
      if (member(schema, "items") !== undefined || member(schema, "prefixItems") !== undefined)
        return this.#arrayType(schema, pointer, hint);
      return isNullable(schema) ? { kind: "null" } : unknown;
    }
    return unionOf(types.map((type) => this.#typeNamed(type, schema, pointer, hint)));
  }

  #typeNamed(type: string, schema: JsonObject, pointer: string, hint: string): TypeRef {
    const format = asString(member(schema, "format"));
    switch (type) {
      case "string":
        return isBinary(schema)
          ? { kind: "binary" }
          : defined<TypeRef & { kind: "string" }>({ kind: "string", format });
      case "number":
      case "integer":
        if (type === "integer" && isBigInt(this.root, schema)) return { kind: "bigint" };
        return defined<TypeRef & { kind: "number" }>({ kind: "number", integer: type === "integer", format });
      case "boolean":
        return { kind: "boolean" };
      case "array":
        return this.#arrayType(schema, pointer, hint);
      case "object":
        return this.#objectType(schema, pointer, hint);
      case "file":
        return { kind: "binary" };
      default:
        return unknown;
    }
  }

  /** An object among other types: `type: [object, string]`. */
  #objectType(schema: JsonObject, pointer: string, hint: string): TypeRef {
    const shape = shapeOf(this, { ...schema, type: "object" }, pointer, hint);
    if (shape !== undefined && shape.fields.length > 0) return { kind: "object", shape };
    return { kind: "record", values: shape?.additional ?? unknown };
  }

  #arrayType(schema: JsonObject, pointer: string, hint: string): TypeRef {
    const items = member(schema, "items");
    const prefix = asList(member(schema, "prefixItems"));
    const itemType = items === undefined ? unknown : this.typeOf(items, child(pointer, "items"), `${hint}Item`);
    if (prefix.length === 0) return { kind: "array", items: itemType };
    const fixed = prefix.map((item, index) =>
      this.typeOf(item, child(pointer, "prefixItems", index), `${hint}Item${index + 1}`),
    );
    const least = asNumber(member(schema, "minItems")) ?? 0;
    // A tuple that may be shorter than its list is typed as a plain array of what it may hold.
    if (least < fixed.length && items !== false) return { kind: "array", items: unionOf([...fixed, itemType]) };
    return items === false ? { kind: "tuple", items: fixed } : { kind: "tuple", items: fixed, rest: itemType };
  }

  #declare(pointer: string, schema: JsonObject, name?: string, hint?: string): Declared {
    const known = this.#declared.get(pointer);
    if (known !== undefined) return known;
    const isEnum = isEnumeration(schema);
    const declared: Declared = {
      pointer,
      schema,
      name: name ?? this.scope.claim(hint ?? nameFromPointer(pointer), isEnum ? "Value" : "Model"),
      type: isEnum ? { kind: "enum", enum: pointer } : { kind: "model", model: pointer },
    };
    this.#declared.set(pointer, declared);
    return declared;
  }

  #readModel({ pointer, name, schema }: Declared): Omit<Model, "usage"> {
    const shape = this.shapeAt(pointer, name);
    const isObject =
      shape !== undefined &&
      (shape.fields.length > 0 ||
        shape.extends.length > 1 ||
        (shape.extends.length === 1 && shape.additional !== undefined));
    return defined<Omit<Model, "usage">>({
      id: pointer,
      name,
      ...wordsOf(schema),
      deprecated: member(schema, "deprecated") === true ? true : undefined,
      shape: isObject ? shape : { kind: "alias", type: this.#aliasType(schema, shape, pointer, name) },
      discriminator: this.#baseDiscriminator(schema),
    });
  }

  #aliasType(schema: JsonObject, shape: ObjectShape | undefined, pointer: string, name: string): TypeRef {
    const [base] = shape?.extends ?? [];
    if (base !== undefined) return { kind: "model", model: base };
    if (shape !== undefined) return recordOf(shape, schema);
    const reference = asString(member(schema, "$ref"));
    return reference === undefined
      ? this.#structure(schema, pointer, name)
      : this.#referenceType(reference, schema, pointer, `${name}Extra`);
  }

  #baseDiscriminator(schema: JsonObject): Model["discriminator"] {
    const discriminator = asObject(member(schema, "discriminator"));
    const property = asString(member(discriminator, "propertyName"));
    if (property === undefined) return undefined;
    const mapping = entries(member(discriminator, "mapping")).map(([value, target]) => ({
      value,
      model: this.mappingTarget(target),
    }));
    return { property, mapping };
  }
}

/** An object without listed members: of anything, of one type, or empty for good. */
function recordOf(shape: ObjectShape, schema: JsonObject): TypeRef {
  const closed = member(schema, "additionalProperties") === false;
  return { kind: "record", values: shape.additional ?? (closed ? { kind: "never" } : unknown) };
}

/** A schema that nothing fits, as an object; the short form is `false`. */
const impossible: JsonObject = { not: {} };

function isImpossible(schema: JsonObject): boolean {
  const not = member(schema, "not");
  return not === true || (asObject(not) !== undefined && entries(not).length === 0);
}

function isBare(shape: ObjectShape): boolean {
  return shape.fields.length === 0 && shape.additional === undefined;
}

function literalType(value: Json): TypeRef {
  if (typeof value === "string" || typeof value === "boolean") return { kind: "literal", value };
  return typeof value === "number" && Number.isFinite(value) ? { kind: "literal", value } : unknown;
}

/** Bytes, rather than text: OpenAPI 3.0 says `format: binary`, 3.1 a media type without an encoding. */
function isBinary(schema: JsonObject): boolean {
  if (member(schema, "format") === "binary") return true;
  const mediaType = asString(member(schema, "contentMediaType"));
  return mediaType !== undefined && !/json|text|xml/.test(mediaType) && member(schema, "contentEncoding") === undefined;
}

/** Keywords on the way to a schema, which say nothing of what it is. */
const steps = new Set(["components", "schemas", "properties", "items", "allOf", "oneOf", "anyOf", "schema", "content", "$defs", "definitions", "paths", "responses", "additionalProperties"]); // prettier-ignore

/** A name for a schema that is referred to deep inside something else: `…/Pet/properties/owner` is `PetOwner`. */
function nameFromPointer(pointer: string): string {
  return segments(pointer)
    .filter((name) => !steps.has(name))
    .map((name) => words(name).map(pascalCase).join(""))
    .join("");
}

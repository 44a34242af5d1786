import type { Json, JsonObject } from "../load/document.js";
import { asList, asObject, asString, asStrings, defined, entries, member } from "./json.js";
import { pascalCase } from "./names.js";
import { child, follow, pointerOf } from "./pointer.js";
import {
  additionalSchema,
  alternatives,
  enumValues,
  hasTypeBesideReference,
  isConstraintOnly,
  typesOf,
} from "./schema-kind.js";
import type { Schemas } from "./schemas.js";
import { descriptionOf, limitsOf } from "./text.js";
import { intersectionOf } from "./type-algebra.js";
import type { Field, JsonValue, ObjectShape } from "./types.js";

/** What is gathered while an object schema and the parts of its `allOf` are read. */
interface Draft {
  readonly bases: string[];
  readonly fields: Map<string, Field>;
  readonly required: Set<string>;
  additional: ObjectShape["additional"];
}

/** The object that a schema describes, `allOf` included; nothing when it describes something else, or a choice. */
export function shapeOf(schemas: Schemas, schema: JsonObject, pointer: string, hint: string): ObjectShape | undefined {
  if (!isObjectSchema(schemas, schema)) return undefined;
  const draft: Draft = { bases: [], fields: new Map(), required: new Set(), additional: undefined };
  gather(schemas, schema, pointer, hint, draft);
  return settle(schemas, draft);
}

/** Every field of a shape, those of the models it extends first. */
export function fieldsOf(schemas: Schemas, shape: ObjectShape | undefined): ReadonlyMap<string, Field> {
  const inherited = (shape?.extends ?? []).flatMap((base) => [...schemas.allFieldsAt(base).values()]);
  return new Map([...inherited, ...(shape?.fields ?? [])].map((field) => [field.name, field]));
}

/**
 * Whether a schema describes one object: no choice, no other type, and every part of its `allOf` an object too.
 * Ask {@link Schemas.isObjectAt} about a schema that is referred to; it remembers.
 */
export function isObjectSchema(schemas: Schemas, schema: JsonObject): boolean {
  if (member(schema, "$ref") !== undefined || member(schema, "const") !== undefined) return false;
  if (typesOf(schema).some((type) => type !== "object") || enumValues(schema).length > 0) return false;
  if (alternatives(schema, "oneOf").length > 0 || alternatives(schema, "anyOf").length > 0) return false;
  const all = asList(member(schema, "allOf")).filter((part) => !isConstraintOnly(part));
  if (all.length > 0) return all.every((part) => isObjectPart(schemas, part));
  return (
    typesOf(schema).includes("object") ||
    member(schema, "properties") !== undefined ||
    additionalSchema(schema) !== undefined
  );
}

function isObjectPart(schemas: Schemas, part: Json): boolean {
  const schema = asObject(part);
  if (schema === undefined) return false;
  const reference = asString(member(schema, "$ref"));
  if (reference === undefined) return isObjectSchema(schemas, schema);
  return !hasTypeBesideReference(schema) && schemas.isObjectAt(baseOf(schemas, reference));
}

function gather(schemas: Schemas, schema: JsonObject, pointer: string, hint: string, draft: Draft): void {
  for (const [index, part] of asList(member(schema, "allOf")).entries()) {
    const partSchema = asObject(part) ?? {};
    const reference = asString(member(partSchema, "$ref"));
    if (reference !== undefined) draft.bases.push(baseOf(schemas, reference));
    else gather(schemas, partSchema, child(pointer, "allOf", index), hint, draft);
  }
  for (const name of asStrings(member(schema, "required"))) draft.required.add(name);
  for (const [name, property] of propertiesOf(schemas, schema)) {
    const field = readField(schemas, name, property, child(pointer, "properties", name), hint + pascalCase(name));
    const former = draft.fields.get(name);
    draft.fields.set(name, former === undefined ? field : merge(former, field));
  }
  const additional = additionalSchema(schema);
  if (additional !== undefined) {
    draft.additional = schemas.typeOf(additional.schema, child(pointer, ...additional.at), `${hint}Value`);
  }
}

/** The schema that a part of `allOf` refers to, past components that only refer on. */
function baseOf(schemas: Schemas, reference: string): string {
  let pointer = pointerOf(reference);
  for (let hops = 0; hops < 100; hops += 1) {
    const next = asString(member(asObject(follow(schemas.root, pointer)), "$ref"));
    if (next === undefined) break;
    pointer = pointerOf(next);
  }
  return pointer;
}

/** `properties`, also where the whole map is a reference. */
function propertiesOf(schemas: Schemas, schema: JsonObject): readonly (readonly [string, Json])[] {
  const properties = asObject(member(schema, "properties"));
  const reference = asString(member(properties, "$ref"));
  return entries(reference === undefined ? properties : follow(schemas.root, reference));
}

/**
 * Decides which bases can be extended as they are. Where a field is repeated, restricted or at odds with another's, the
 * bases are copied in instead, so that the result always compiles and says the same.
 */
function settle(schemas: Schemas, draft: Draft): ObjectShape {
  const all = [...new Set(draft.bases)];
  const extended = canExtend(schemas, all, draft) ? all : [];
  const fields = new Map<string, Field>();
  let { additional } = draft;
  for (const base of extended.length > 0 ? [] : all) {
    for (const field of schemas.allFieldsAt(base).values()) put(fields, field);
    additional ??= schemas.shapeAt(base)?.additional;
  }
  for (const field of draft.fields.values()) put(fields, field);
  for (const base of extended) schemas.nameAt(base);
  const settled = [...fields.values()].map((field) =>
    draft.required.has(field.name) ? { ...field, required: true } : field,
  );
  return defined<ObjectShape>({ kind: "object", extends: extended, fields: settled, additional });
}

function put(fields: Map<string, Field>, field: Field): void {
  const former = fields.get(field.name);
  fields.set(field.name, former === undefined ? field : merge(former, field));
}

/** Whether no name occurs twice among the bases and the own fields, and every base is itself a plain interface. */
function canExtend(schemas: Schemas, bases: readonly string[], draft: Draft): boolean {
  const names = new Set(draft.fields.keys());
  return bases.every((base) => {
    const fields = [...schemas.allFieldsAt(base).values()];
    const shape = schemas.shapeAt(base);
    if (shape === undefined || fields.length === 0 || shape.additional !== undefined) return false;
    if (fields.some((field) => names.has(field.name) || (draft.required.has(field.name) && !field.required)))
      return false;
    for (const { name } of fields) names.add(name);
    return true;
  });
}

/** One field said twice: the later words win, and the type is both. */
function merge(former: Field, later: Field): Field {
  const same = JSON.stringify(former.type) === JSON.stringify(later.type);
  const areObjects = [former.type, later.type].every((type) => type.kind === "model" || type.kind === "object");
  const type =
    same || later.type.kind === "unknown"
      ? former.type
      : areObjects
        ? intersectionOf([former.type, later.type])
        : later.type;
  return { ...former, ...later, type, required: former.required || later.required };
}

function readField(schemas: Schemas, name: string, property: Json, pointer: string, hint: string): Field {
  const schema = asObject(property);
  const target = schemas.resolve(property);
  return defined<Field>({
    name,
    type: schemas.typeOf(property, pointer, hint),
    required: false,
    readOnly: flag("readOnly", schema, target),
    writeOnly: flag("writeOnly", schema, target),
    description: descriptionOf(schema) ?? descriptionOf(target),
    deprecated: flag("deprecated", schema, target),
    sensitive: isSensitive(schema, target),
    idOf: asString(member(schema, "x-id-of")),
    filterable: isFilterable(schema, target),
    default: (member(schema, "default") ?? member(target, "default")) as JsonValue | undefined,
    limits: limitsOf(target),
    prefix: asString(member(schema, "x-flatten") ?? member(target, "x-flatten")),
  });
}

function flag(name: string, ...schemas: readonly (JsonObject | undefined)[]): true | undefined {
  return schemas.some((schema) => member(schema, name) === true) ? true : undefined;
}

/** Whether a value must be kept out of logs and errors. */
export function isSensitive(...schemas: readonly (JsonObject | undefined)[]): true | undefined {
  return (
    flag("x-sensitive", ...schemas) ??
    (schemas.some((schema) => member(schema, "format") === "password") ? true : undefined)
  );
}

/** Whether an attribute may stand in a filter (`x-filterable`). */
function isFilterable(...schemas: readonly (JsonObject | undefined)[]): true | undefined {
  const marks = schemas.map((schema) => member(schema, "x-filterable"));
  return marks.some((mark) => mark === true || Array.isArray(mark)) ? true : undefined;
}

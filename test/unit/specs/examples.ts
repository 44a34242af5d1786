import { Ajv2020 } from "ajv/dist/2020.js";
import { eachObject, listOf, maybeObject, resolve, type Json, type JsonObject } from "./json.js";

/** An example somewhere in a document, and the schema it has to fit. */
export interface FoundExample {
  readonly pointer: string;
  readonly schema: Json;
  readonly value: Json;
}

/** Every example of a document: of media types, parameters, headers and schemas. */
export function examplesIn(document: JsonObject): readonly FoundExample[] {
  const found: FoundExample[] = [];
  eachObject(document, (object, pointer) => {
    // Values of examples are data, whatever their members are called.
    if (/\/(example|examples\/[^/]+\/value)(\/|$)/.test(pointer)) return;
    if (object.schema !== undefined) found.push(...examplesOf(document, object, object.schema, pointer));
    if (Array.isArray(object.examples) && typeof object.type === "string") {
      found.push(
        ...object.examples.map((value, index) => ({ pointer: `${pointer}/examples/${index}`, schema: object, value })),
      );
    }
  });
  return found;
}

function examplesOf(document: JsonObject, holder: JsonObject, schema: Json, pointer: string): readonly FoundExample[] {
  const single = holder.example === undefined ? [] : [{ pointer: `${pointer}/example`, schema, value: holder.example }];
  const named = Object.entries(maybeObject(holder.examples)).map(([name, example]) => {
    const { value = null } = resolve(document, example);
    return { pointer: `${pointer}/examples/${name}`, schema, value };
  });
  return [...single, ...named];
}

/** How the servers write times: some in UTC without saying so. */
const times: Readonly<Record<string, RegExp>> = {
  linode: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/,
  cloudapi: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?(Z|\+00:00)$/,
  ionosenterprise: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/,
};

/** A time, with or without an offset. */
const anyTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?$/;

/** What times look like in the examples of a spec. */
export function timesOf(name: string): RegExp {
  return times[name] ?? anyTime;
}

/** Formats as the APIs use them; some are only there for people. */
const formats = {
  uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  email: /^[^@\s]+@[^@\s]+$/,
  phone: /^\+?[0-9-]+$/,
  ip: /^[0-9a-f.:]+$/,
  ipv4: /^\d{1,3}(\.\d{1,3}){3}$/,
  ipv6: /^[0-9a-f:]+$/,
  url: /^[^\s]+$/,
  uri: /^[a-z]+:\/\/\S+$/,
  password: true,
  "unix-seconds": true,
  "ssh-key": /^[a-z0-9-]+ \S+( .*)?$/,
  "oauth-scope": /^(\*|[a-z_]+:[a-z_]+( [a-z_]+:[a-z_]+)*)$/,
  "oauth-scopes": /^(\*|[a-z_]+:[a-z_]+( [a-z_]+:[a-z_]+)*)$/,
} as const;

/** A check of values against schemas of a document, which gives the faults as text; "" when there are none. */
export function checker(document: JsonObject, time: RegExp = anyTime): (schema: Json, value: Json) => string {
  const ajv = new Ajv2020({ strict: false, allErrors: true, formats: { ...formats, "date-time": time } });
  ajv.addSchema({ ...closed(document), $id: "https://example.com/document" });
  return (schema, value) => {
    const text = JSON.stringify(schema).replaceAll('"$ref":"#/', '"$ref":"https://example.com/document#/');
    const check = ajv.compile(maybeObject(JSON.parse(text)));
    return check(value) === true ? "" : ajv.errorsText(check.errors);
  };
}

/** The document with its schemas closed, so that a misspelt member of an example is found. */
function closed(document: JsonObject): JsonObject {
  const components = maybeObject(document.components);
  const schemas = maybeObject(components.schemas);
  const bases = new Set<string>();
  eachObject(schemas, ({ allOf }) => {
    for (const part of listOf(allOf)) bases.add(String(maybeObject(part).$ref).split("/").pop() ?? "");
  });
  const entries = Object.entries(schemas).map(([name, value]) => {
    const schema = maybeObject(value);
    const isOpen = bases.has(name) || schema.enum !== undefined || schema.additionalProperties === true;
    return [name, isOpen ? schema : { ...schema, unevaluatedProperties: false }] as const;
  });
  return { ...document, components: { ...components, schemas: Object.fromEntries(entries) } };
}

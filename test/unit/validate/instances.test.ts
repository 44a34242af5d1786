import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { isObject, member, objectMember } from "../../../generator/src/load/json.js";
import { Instances, type Travels } from "../../../generator/src/validate/instances.js";
import type { Json, JsonObject } from "../../../generator/src/load/document.js";

const uuid = "75cfe125-a5ce-49e8-82ac-09aa31ffdf26";

/** What schemas of the tests refer to. Circular, and closed, so that both judges see the same. */
const definitions: JsonObject = {
  Tree: {
    type: "object",
    required: ["name"],
    properties: { name: { type: "string" }, next: { $ref: "#/$defs/Tree" }, all: { items: { $ref: "#/$defs/Tree" } } },
    additionalProperties: false,
  },
  Base: { type: "object", required: ["a"], properties: { a: { type: "integer" } } },
};

const tree: JsonObject = { $ref: "#/$defs/Tree" };
const base: JsonObject = { $ref: "#/$defs/Base" };

function resolve(value: Json | undefined): JsonObject | undefined {
  if (!isObject(value)) return undefined;
  const ref = member(value, "$ref");
  return typeof ref === "string" ? objectMember(definitions, ref.replace("#/$defs/", "")) : value;
}

function misfits(value: Json, schema: Json, travels: Travels = "either"): readonly string[] {
  return new Instances(resolve, travels).misfits(value, schema).map(({ pointer, message }) => `${pointer} ${message}`);
}

const schemas: readonly JsonObject[] = [
  {},
  { type: "string" },
  { type: ["string", "null"] },
  { type: "integer" },
  { type: "number", minimum: 1, maximum: 3 },
  { type: "number", exclusiveMinimum: 1, exclusiveMaximum: 3 },
  { multipleOf: 0.01 },
  { multipleOf: 2 },
  { minLength: 2, maxLength: 3 },
  { pattern: "^a" },
  { pattern: "^\\p{Lu}" },
  { format: "uuid" },
  { format: "date" },
  { format: "email" },
  { format: "a-format-of-our-own" },
  { const: { a: 1 } },
  { const: null },
  { enum: ["a", 1, null, [1, 2]] },
  { type: "array", minItems: 1, maxItems: 2, items: { type: "integer" } },
  { type: "array", uniqueItems: true },
  { type: "array", prefixItems: [{ type: "integer" }], items: { type: "string" } },
  { minProperties: 1, maxProperties: 1 },
  { type: "object", required: ["a"], properties: { a: { type: "integer" } }, additionalProperties: false },
  { type: "object", properties: { a: { type: "integer" } }, additionalProperties: { type: "string" } },
  { type: "object", patternProperties: { "^a": { type: "integer" } }, additionalProperties: false },
  { type: "object", properties: { a: true, b: false } , additionalProperties: true },
  { allOf: [base, { properties: { b: { type: "string" } } }], unevaluatedProperties: false },
  { allOf: [base, { minProperties: 2 }], unevaluatedProperties: true },
  { anyOf: [{ type: "string" }, { type: "integer", minimum: 2 }] },
  { oneOf: [base, { type: "null" }], unevaluatedProperties: false },
  { oneOf: [{ type: "integer" }, { type: "number", minimum: 2 }] },
  { anyOf: [base, { properties: { b: { type: "string" } } }], unevaluatedProperties: false },
  { ...base, required: ["b"], unevaluatedProperties: true },
  tree,
  { type: "array", items: tree },
  { type: "object", properties: { tree }, unevaluatedProperties: false },
]; // prettier-ignore

const values: readonly Json[] = [
  null, true, 0, 1, 1.5, 2, 2.01, 2.005, 3, 4, "", "a", "ab", "Äb", "abcd", "😀😀", uuid, "2020-01-01", "2020-01-01x", "a@b", "a@b c",
  [], [1], [1, 1], [1, 2, 3], [1, "a"], ["a"], [1, 2], [[1]], [{ name: "a" }], [{ name: 1 }], {}, { a: 1 }, { a: "1" },
  { a: 1, b: "b" }, { a: 1, b: 2 }, { b: "b" }, { c: "c" }, { a: 1, c: 3 }, { ab: 1 }, { b: null }, { name: "a" },
  { name: "a", next: { name: "b", next: { name: 3 } } }, { name: "a", all: [{ name: "b" }, { nme: "c" }] },
  { name: "a", next: { name: "b", all: [] } }, { tree: { name: "a" } }, { tree: { name: "a", more: 1 } },
]; // prettier-ignore

describe("values and schemas", () => {
  const ajv = new Ajv2020({ strict: false, multipleOfPrecision: 9, formats: { email: /^[^@\s]+@[^@\s]+$/, uuid: /^[0-9a-f-]{36}$/, date: /^[0-9-]{10}$/ } });

  test.each(schemas.map((schema) => [JSON.stringify(schema), schema] as const))("%s: as ajv judges", (_text, schema) => {
    const check = ajv.compile({ ...schema, $defs: definitions });
    for (const value of values) {
      expect(misfits(value, schema).length === 0, `${JSON.stringify(value)} ${misfits(value, schema).join()}`).toBe(check(value));
    }
  });

  test("each schema refuses something, but for those that refuse nothing", () => {
    const soft = schemas.filter((schema) => values.every((value) => misfits(value, schema).length === 0));
    expect(soft).toEqual([{}, { format: "a-format-of-our-own" }]);
  });
}); // prettier-ignore

describe("what is said", () => {
  test.each<[Json, JsonObject, readonly string[]]>([
    [1, { type: ["string", "null"] }, [" is a number and not string or null"]],
    ["a", { enum: ["b", "c"] }, [' is not "b" or "c"']],
    [{ a: { b: [1, "x"] } }, { properties: { a: { properties: { b: { items: { type: "integer" } } } } } }, ["/a/b/1 is a string and not integer"]],
    [{ a: 1, d: 1 }, { allOf: [base, { properties: { b: {} } }] }, ["/d is not in the schema"]],
    [{ constructor: 1 }, { anyOf: [base, { properties: { b: {} } }] }, ["/constructor is not in the schema"]],
    [{ "a/b": 1 }, { properties: {} }, ["/a~1b is not in the schema"]],
    [{ x: 1 }, { type: "object" }, []],
    [{ name: 1 }, { oneOf: [tree, { type: "null" }] }, ["/name is a number and not string"]],
    [{ a: 1, b: "" }, { oneOf: [{ properties: { a: {} } }, { properties: { a: {}, b: {} } }] }, []],
    [{ a: 1 }, { oneOf: [{ properties: { a: {} } }, { properties: { a: {}, b: {} } }] }, [" fits more than one of the forms that exclude each other"]],
    ["2018-01-01T00:01:01", { format: "date-time" }, []],
    ["2018-01-01T00:01:01.5+0100", { format: "date-time" }, []],
    ["2018-01-01", { format: "date-time" }, [" has not the format date-time"]],
    ["::1", { format: "ipv6" }, []],
    ["1.2.3", { format: "ipv4" }, [" has not the format ipv4"]],
    ["example.com", { format: "uri" }, [" has not the format uri"]],
    ["a", { pattern: "(" }, []],
  ])("%j, %j", (value, schema, said) => {
    expect(misfits(value, schema)).toEqual(said);
  }); // prettier-ignore
});

test("what only one side sets is demanded of that side", () => {
  const schema = {
    required: ["id", "secret", "name"],
    properties: { id: { readOnly: true }, secret: { writeOnly: true }, name: {} },
  };
  expect(misfits({}, schema, "sent")).toEqual([" lacks `secret`", " lacks `name`"]);
  expect(misfits({}, schema, "received")).toEqual([" lacks `id`", " lacks `name`"]);
  expect(misfits({}, schema, "either")).toEqual([" lacks `name`"]);
});

test("schemas that go round in a circle end", () => {
  const circle: JsonObject = { allOf: [{ $ref: "#/$defs/Circle" }] };
  const instances = new Instances((value) => (isObject(value) && member(value, "$ref") !== undefined ? circle : undefined), "either");
  expect(instances.misfits({ a: 1 }, circle)).toEqual([]);
}); // prettier-ignore

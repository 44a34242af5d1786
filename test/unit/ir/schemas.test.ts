import { describe, expect, it } from "vitest";
import { Types } from "../../../generator/src/emit/types.js";
import type { Api, Model } from "../../../generator/src/ir/types.js";
import { apiOfText } from "../../support/generate.js";

/** A document whose component `X` is the schema, beside others that it may refer to. */
async function read(
  schema: object | boolean,
  others: object = {},
): Promise<{ api: Api; model: Model | undefined; type: string }> {
  const schemas = { X: schema, ...others };
  const api = await apiOfText({
    openapi: "3.1.0",
    info: { title: "T", version: "1" },
    paths: {},
    components: { schemas },
  });
  const model = api.models.find(({ name }) => name === "X");
  const types = new Types(api);
  const printed =
    model?.shape.kind === "alias" ? types.print(model.shape.type, { view: "read", binary: "text" }).text : "interface";
  return { api, model, type: printed };
}

const text = { type: "string" };
const cat = { type: "object", properties: { lives: { type: "integer" } } };
const dog = { type: "object", properties: { breed: text } };

describe("types", () => {
  it.each<[string, object | boolean, string]>([
    ["nothing said", {}, "unknown"],
    ["true", true, "unknown"],
    ["false", false, "never"],
    ["a string", text, "string"],
    ["an integer", { type: "integer", format: "int64" }, "number"],
    ["null", { type: "null" }, "null"],
    ["a constant", { const: "a" }, '"a"'],
    ["one value", { enum: [3] }, "3"],
    ["values of several types", { enum: ["a", 1, true] }, '"a" | 1 | true'],
    ["several types", { type: ["string", "integer"] }, "string | number"],
    ["a list", { type: "array", items: text }, "string[]"],
    ["a list of a union", { type: "array", items: { type: ["string", "integer"] } }, "(string | number)[]"],
    ["a list of anything", { type: "array" }, "unknown[]"],
    ["a list without a type", { items: text }, "string[]"],
    ["a tuple", { prefixItems: [text, { type: "integer" }], items: false, minItems: 2 }, "[string, number]"],
    ["a tuple that goes on", { prefixItems: [text], items: { type: "integer" }, minItems: 1 }, "[string, ...number[]]"],
    ["a tuple that may be shorter", { prefixItems: [text, { type: "integer" }] }, "unknown[]"],
    ["a free object", { type: "object" }, "Record<string, unknown>"],
    ["a map", { type: "object", additionalProperties: text }, "Record<string, string>"],
    ["a map by pattern", { type: "object", patternProperties: { "^x": text } }, "Record<string, string>"],
    ["an empty object", { type: "object", additionalProperties: false }, "Record<string, never>"],
    ["bytes", { type: "string", format: "binary" }, "string"],
    ["a reference", { $ref: "#/components/schemas/Cat" }, "Cat"],
    [
      "one of two",
      { oneOf: [{ $ref: "#/components/schemas/Cat" }, { $ref: "#/components/schemas/Dog" }] },
      "Cat | Dog",
    ],
    ["one of one", { oneOf: [{ $ref: "#/components/schemas/Cat" }] }, "Cat"],
    ["any of a name and text", { anyOf: [{ const: "a" }, text] }, '"a" | (string & {})'],
    ["any of one and null", { anyOf: [{ $ref: "#/components/schemas/Cat" }, { type: "null" }] }, "Cat | null"],
    ["all of one", { allOf: [{ $ref: "#/components/schemas/Cat" }], description: "A cat." }, "Cat"],
    ["a union of unions", { oneOf: [{ oneOf: [text, { type: "integer" }] }, text] }, "string | number"],
    ["a union with anything", { anyOf: [text, {}] }, "unknown"],
    [
      "all of a union and an object",
      {
        allOf: [
          { oneOf: [{ $ref: "#/components/schemas/Cat" }, { $ref: "#/components/schemas/Dog" }] },
          { $ref: "#/components/schemas/Dog" },
        ],
      },
      "(Cat | Dog) & Dog",
    ],
    ["alternatives that only restrict", { type: "string", oneOf: [{ minLength: 1 }, { maxLength: 3 }] }, "string"],
    ["a reference and more", { $ref: "#/components/schemas/Cat", properties: { name: text } }, "Cat & XExtra"],
  ])("%s", async (_, schema, expected) => {
    expect((await read(schema, { Cat: cat, Dog: dog })).type).toBe(expected);
  });
});

describe("allOf", () => {
  const base = { type: "object", required: ["id"], properties: { id: { type: "integer" }, name: text } };
  const shapeOf = async (schema: object, others: object = {}): Promise<Model["shape"] | undefined> =>
    (await read(schema, { Base: base, ...others })).model?.shape;

  it("extends a base that stays as it is", async () => {
    expect(
      await shapeOf({ allOf: [{ $ref: "#/components/schemas/Base" }, { properties: { more: text } }] }),
    ).toMatchObject({
      extends: ["/components/schemas/Base"],
      fields: [{ name: "more" }],
    });
  });

  it("copies a base of which a field is required after all", async () => {
    expect(await shapeOf({ allOf: [{ $ref: "#/components/schemas/Base" }], required: ["name"] })).toMatchObject({
      extends: [],
      fields: [
        { name: "id", required: true },
        { name: "name", required: true },
      ],
    });
  });

  it("copies a base of which a field is repeated, and keeps what each says", async () => {
    const shape = await shapeOf({
      allOf: [
        { $ref: "#/components/schemas/Base" },
        { properties: { name: { enum: ["a", "b"], description: "One of two." } } },
      ],
    });
    expect(shape).toMatchObject({
      extends: [],
      fields: [{ name: "id" }, { name: "name", description: "One of two.", type: { kind: "enum" } }],
    });
  });

  it("takes two bases with a field in common as one object", async () => {
    const other = { type: "object", properties: { name: text, age: { type: "integer" } } };
    expect(
      await shapeOf(
        { allOf: [{ $ref: "#/components/schemas/Base" }, { $ref: "#/components/schemas/Other" }] },
        { Other: other },
      ),
    ).toMatchObject({
      extends: [],
      fields: [{ name: "id" }, { name: "name" }, { name: "age" }],
    });
  });

  it("survives bases that contain each other", async () => {
    const shape = await shapeOf(
      { allOf: [{ $ref: "#/components/schemas/Y" }], properties: { a: text } },
      { Y: { allOf: [{ $ref: "#/components/schemas/X" }], properties: { b: text } } },
    );
    expect(shape).toMatchObject({ kind: "object" });
  });

  it("takes time in proportion to its length, however the bases fan out", async () => {
    const others: Record<string, object> = {};
    for (let index = 0; index < 400; index += 1) {
      const next = { $ref: `#/components/schemas/L${index + 1}` };
      others[`L${index}`] = { allOf: [next, next], properties: { [`f${index}`]: text } };
    }
    others["L400"] = { type: "object", properties: { last: text } };
    const { api } = await read({ $ref: "#/components/schemas/L0" }, others);
    expect(api.models).toHaveLength(402);
  });
});

describe("nullability", () => {
  it("belongs to the reference, so that the type stays an interface", async () => {
    const { api, model } = await read(
      { type: "object", properties: { pet: { $ref: "#/components/schemas/Cat" } } },
      { Cat: { ...cat, type: ["object", "null"] } },
    );
    expect(model?.shape).toMatchObject({
      fields: [{ type: { kind: "union", members: [{ kind: "model" }, { kind: "null" }] } }],
    });
    expect(api.models.find(({ name }) => name === "Cat")?.shape.kind).toBe("object");
  });
});

import { describe, expect, test } from "vitest";
import { brief, loadFiles, loadText } from "./support.js";
import type { Json } from "../../../generator/src/load/document.js";

/** Loads one schema of a 3.0 document, given in YAML flow style. */
async function upgraded(schema: string): Promise<Json | undefined> {
  const { root } = await loadText(`openapi: 3.0.3
info: { title: Test, version: "1" }
paths: {}
components: { schemas: { A: ${schema}, B: { type: object } } }
`);
  const components = root["components"] as { schemas: { A: Json } };
  return components.schemas.A;
}

describe("nullable becomes the type null", () => {
  test.each([
    ["{ type: string, nullable: true }", { type: ["string", "null"] }],
    ["{ type: string, nullable: false }", { type: "string" }],
    ["{ type: string, nullable: true, enum: [a] }", { type: ["string", "null"], enum: ["a", null] }],
    ["{ type: string, nullable: true, enum: [a, null] }", { type: ["string", "null"], enum: ["a", null] }],
    ["{ nullable: true, enum: [a] }", { enum: ["a", null] }],
    ["{ nullable: true, description: Any. }", { description: "Any." }],
    ["{ nullable: true, properties: {} }", { type: ["object", "null"], properties: {} }],
    ["{ nullable: true, items: {} }", { type: ["array", "null"], items: {} }],
    [
      "{ nullable: true, oneOf: [{ type: string }, { type: integer }] }",
      { oneOf: [{ type: "string" }, { type: "integer" }, { type: "null" }] },
    ],
    ["{ nullable: true, anyOf: [{ type: string, nullable: true }] }", { anyOf: [{ type: ["string", "null"] }] }],
    [
      '{ nullable: true, $ref: "#/components/schemas/B", description: Here. }',
      { description: "Here.", anyOf: [{ $ref: "#/components/schemas/B" }, { type: "null" }] },
    ],
    [
      '{ nullable: true, description: Here., type: object, allOf: [{ $ref: "#/components/schemas/B" }] }',
      {
        description: "Here.",
        anyOf: [{ type: "object", allOf: [{ $ref: "#/components/schemas/B" }] }, { type: "null" }],
      },
    ],
    ["{ properties: { a: { type: string, nullable: true } } }", { properties: { a: { type: ["string", "null"] } } }],
    ["{ properties: { nullable: { type: boolean } } }", { properties: { nullable: { type: "boolean" } } }],
    ["{ default: { nullable: true } }", { default: { nullable: true } }],
  ])("%s", async (schema, expected) => {
    expect(await upgraded(schema)).toEqual(expected);
  });

  test("references into what went a level down are changed with it", async () => {
    const { root } = await loadText(`openapi: 3.0.3
info: { title: Test, version: "1" }
paths: {}
components:
  schemas:
    A: { nullable: true, allOf: [{ properties: { b: { type: string } } }] }
    C: { items: { $ref: "#/components/schemas/A/allOf/0/properties/b" } }
`);
    expect(root["components"]).toMatchObject({
      schemas: { C: { items: { $ref: "#/components/schemas/A/anyOf/0/allOf/0/properties/b" } } },
    });
  });

  test("a problem in what went a level down is shown where it was written", async () => {
    const document = await loadText(`openapi: 3.0.3
info: { title: Test, version: "1" }
paths: {}
components:
  schemas:
    A:
      nullable: true
      allOf:
        - type: strin
`);
    const [diagnostic] = document.diagnose([
      { code: "bad-schema-type", message: "", help: "", pointer: "/components/schemas/A/anyOf/0/allOf/0/type" },
    ]);
    expect(diagnostic && brief(diagnostic)).toBe(
      "error bad-schema-type openapi.yaml:9:17 /components/schemas/A/allOf/0/type",
    );
  });

  test("3.1 documents that still say it are read the same way, with a warning", async () => {
    const { value, diagnostics } = await loadFiles({
      "openapi.yaml": `openapi: 3.1.0
info: { title: Test, version: "1" }
components: { schemas: { A: { type: string, nullable: true } } }
`,
    });
    expect(value?.root["components"]).toEqual({ schemas: { A: { type: ["string", "null"] } } });
    expect(diagnostics.map(brief)).toEqual([
      "warning nullable-keyword openapi.yaml:3:55 /components/schemas/A/nullable",
    ]);
  });
});

describe("exclusive limits become numbers", () => {
  test.each([
    ["{ minimum: 1, exclusiveMinimum: true }", { exclusiveMinimum: 1 }],
    ["{ maximum: 9, exclusiveMaximum: true }", { exclusiveMaximum: 9 }],
    ["{ maximum: 9, exclusiveMaximum: false }", { maximum: 9 }],
    ["{ exclusiveMaximum: true }", {}],
  ])("%s", async (schema, expected) => {
    expect(await upgraded(schema)).toEqual(expected);
  });
});

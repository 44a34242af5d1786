import { describe, expect, test } from "vitest";
import { brief, documentOf, loadFiles, loadText } from "./support.js";
import type { JsonObject } from "../../../generator/src/load/document.js";

const head = 'swagger: "2.0"\ninfo: { title: Test, version: "1" }\n';

async function converted(text: string): Promise<JsonObject> {
  return (await loadText(head + text)).root;
}

/** The operation `get /a` of a document that has but that. */
async function operation(text: string, more = ""): Promise<JsonObject | undefined> {
  const root = await converted(`${more}paths: { /a: { get: ${text} } }\n`);
  return (root["paths"] as { "/a": { get: JsonObject } })["/a"].get;
}

describe("Swagger 2.0", () => {
  test.each([
    [
      "host: a.example\nbasePath: /v1/\nschemes: [https, http]\n",
      [{ url: "https://a.example/v1" }, { url: "http://a.example/v1" }],
    ],
    ["host: a.example\n", [{ url: "https://a.example" }]],
    ["basePath: /v1\n", [{ url: "/v1" }]],
    ["basePath: /\n", undefined],
  ])("servers of %j", async (text, servers) => {
    expect((await converted(`${text}paths: {}\n`))["servers"]).toEqual(servers);
  });

  test("parameters: what describes the value goes into a schema", async () => {
    expect(
      await operation(`{ responses: {}, parameters: [
        { name: a, in: query, description: A., required: true, type: string, enum: [x], x-y: 1 },
        { name: b, in: query, type: array, items: { type: string, collectionFormat: csv } },
        { name: c, in: query, type: array, items: {}, collectionFormat: multi },
        { name: d, in: query, type: array, items: {}, collectionFormat: ssv },
        { name: e, in: query, type: array, items: {}, collectionFormat: pipes },
        { name: f, in: header, type: array, items: {}, collectionFormat: csv } ] }`),
    ).toEqual({
      responses: {},
      parameters: [
        {
          name: "a",
          in: "query",
          description: "A.",
          required: true,
          "x-y": 1,
          schema: { type: "string", enum: ["x"] },
        },
        { name: "b", in: "query", schema: { type: "array", items: { type: "string" } }, style: "form", explode: false },
        { name: "c", in: "query", schema: { type: "array", items: {} }, style: "form", explode: true },
        { name: "d", in: "query", schema: { type: "array", items: {} }, style: "spaceDelimited", explode: false },
        { name: "e", in: "query", schema: { type: "array", items: {} }, style: "pipeDelimited", explode: false },
        { name: "f", in: "header", schema: { type: "array", items: {} } },
      ],
    });
  });

  test("a body, in each type that is consumed", async () => {
    const body = "{ name: pet, in: body, description: A pet., required: true, schema: { type: object } }";
    const content = { schema: { type: "object" } };
    expect(await operation(`{ responses: {}, parameters: [${body}] }`)).toEqual({
      responses: {},
      requestBody: { description: "A pet.", required: true, content: { "application/json": content } },
    });
    expect(
      await operation(`{ responses: {}, consumes: [a/b, c/d], parameters: [${body}] }`, "consumes: [e/f]\n"),
    ).toMatchObject({ requestBody: { content: { "a/b": content, "c/d": content } } });
    expect(await operation(`{ responses: {}, parameters: [${body}] }`, "consumes: [e/f]\n")).toMatchObject({
      requestBody: { content: { "e/f": content } },
    });
  });

  test("form fields, with and without a file", async () => {
    const fields =
      "{ name: a, in: formData, type: string, required: true }, { name: b, in: formData, type: array, items: {} }";
    expect(await operation(`{ responses: {}, parameters: [${fields}] }`)).toEqual({
      responses: {},
      requestBody: {
        required: true,
        content: {
          "application/x-www-form-urlencoded": {
            schema: {
              type: "object",
              properties: { a: { type: "string" }, b: { type: "array", items: {} } },
              required: ["a"],
            },
            encoding: { b: { style: "form", explode: false } },
          },
        },
      },
    });
    expect(
      await operation("{ responses: {}, parameters: [{ name: f, in: formData, type: file, description: It. }] }"),
    ).toEqual({
      responses: {},
      requestBody: {
        content: {
          "multipart/form-data": {
            schema: { type: "object", properties: { f: { type: "string", format: "binary", description: "It." } } },
          },
        },
      },
    });
  });

  test("replies: schema, examples, headers and files", async () => {
    expect(
      await operation(
        `{ produces: [a/b], responses: {
          "200": { description: Fine., schema: { type: object }, examples: { a/b: 1 }, headers: { X: { type: integer, description: N. } } },
          "201": { description: A file., schema: { type: file } },
          "204": { description: Nothing. } } }`,
      ),
    ).toEqual({
      responses: {
        "200": {
          description: "Fine.",
          content: { "a/b": { schema: { type: "object" }, example: 1 } },
          headers: { X: { description: "N.", schema: { type: "integer" } } },
        },
        "201": { description: "A file.", content: { "a/b": { schema: { type: "string", format: "binary" } } } },
        "204": { description: "Nothing." },
      },
    });
  });

  test("what is named keeps its name and its references", async () => {
    const root = await converted(`
paths:
  /a:
    parameters: [{ $ref: "#/parameters/page" }, { $ref: "#/parameters/pet" }]
    post:
      responses:
        "200": { $ref: "#/responses/Pet" }
        "201": { description: x, schema: { $ref: "#/responses/Pet/schema" } }
  /b:
    get: { responses: { "200": { description: x, schema: { $ref: "#/paths/~1a/parameters/0" } } } }
parameters:
  page: { name: page, in: query, type: integer }
  pet: { name: pet, in: body, schema: { $ref: "#/definitions/Pet" } }
responses:
  Pet: { description: x, schema: { $ref: "#/definitions/Pet" } }
definitions:
  Pet: { type: object, discriminator: kind, x-nullable: true, properties: { kind: { type: string } } }
  Animal: { type: number, minimum: 0, exclusiveMinimum: true }
`);
    const pet = { $ref: "#/components/schemas/Pet" };
    expect(root["paths"]).toMatchObject({
      "/a": {
        parameters: [{ $ref: "#/components/parameters/page" }],
        post: {
          requestBody: { content: { "application/json": { schema: pet } } },
          responses: {
            "200": { $ref: "#/components/responses/Pet" },
            "201": {
              content: {
                "application/json": {
                  schema: { $ref: "#/components/responses/Pet/content/application~1json/schema" },
                },
              },
            },
          },
        },
      },
    });
    expect(root["components"]).toEqual({
      schemas: {
        Pet: {
          type: ["object", "null"],
          discriminator: { propertyName: "kind" },
          properties: { kind: { type: "string" } },
        },
        Animal: { type: "number", exclusiveMinimum: 0 },
      },
      parameters: { page: { name: "page", in: "query", schema: { type: "integer" } } },
      responses: { Pet: { description: "x", content: { "application/json": { schema: pet } } } },
    });
  });

  test("security schemes", async () => {
    const root = await converted(`
paths: {}
securityDefinitions:
  a: { type: basic, description: B. }
  b: { type: apiKey, name: X-Key, in: header }
  c: { type: oauth2, flow: accessCode, authorizationUrl: "https://a", tokenUrl: "https://t", scopes: { r: Read. } }
  d: { type: oauth2, flow: application, tokenUrl: "https://t", scopes: {} }
`);
    expect(root["components"]).toEqual({
      securitySchemes: {
        a: { type: "http", scheme: "basic", description: "B." },
        b: { type: "apiKey", name: "X-Key", in: "header" },
        c: {
          type: "oauth2",
          flows: {
            authorizationCode: { authorizationUrl: "https://a", tokenUrl: "https://t", scopes: { r: "Read." } },
          },
        },
        d: { type: "oauth2", flows: { clientCredentials: { tokenUrl: "https://t", scopes: {} } } },
      },
    });
  });

  test("other files, with parts that become definitions", async () => {
    const { root } = documentOf(
      await loadFiles({
        "openapi.yaml": `${head}paths: { /a: { get: { parameters: [{ $ref: parts.yaml#/page }], responses: { "200": { description: x, schema: { $ref: pet.yaml } } } } } }\n`,
        "parts.yaml": "page: { name: page, in: query, type: integer }\n",
        "pet.yaml": "type: object\n",
      }),
    );
    expect(root["components"]).toEqual({
      schemas: { pet: { type: "object" } },
      parameters: { page: { name: "page", in: "query", schema: { type: "integer" } } },
    });
  });

  test("values of the wrong type are carried over for validation to find", async () => {
    const root = await converted(
      "paths: { /a: { get: { parameters: {}, responses: [] }, x-a: 1 }, /b: 1 }\ndefinitions: []\n",
    );
    expect(root).toMatchObject({
      paths: { "/a": { get: { parameters: {}, responses: [] } }, "/b": 1 },
      components: { schemas: [] },
    });
  });

  test("problems are shown where the document has the thing", async () => {
    const document = await loadText(`${head}paths:
  /a:
    post:
      parameters:
        - { name: a, in: formData, type: string }
        - { name: b, in: query, type: strin }
        - { name: c, in: body, schema: { type: objekt } }
      responses:
        "200": { description: x, schema: { type: int } }
definitions: { A: { type: strin } }
`);
    const at = (pointer: string) => ({ code: "bad-schema-type", message: "", help: "", pointer });
    const found = document.diagnose([
      at("/paths/~1a/post/parameters/0/schema/type"),
      at("/paths/~1a/post/requestBody/content/application~1json/schema/type"),
      at("/paths/~1a/post/responses/200/content/application~1json/schema/type"),
      at("/components/schemas/A/type"),
    ]);
    expect(found.map(brief)).toEqual([
      "error bad-schema-type openapi.yaml:8:39 /paths/~1a/post/parameters/1/type",
      "error bad-schema-type openapi.yaml:9:48 /paths/~1a/post/parameters/2/schema/type",
      "error bad-schema-type openapi.yaml:11:50 /paths/~1a/post/responses/200/schema/type",
      "error bad-schema-type openapi.yaml:12:27 /definitions/A/type",
    ]);
  });
});

import { describe, expect, test } from "vitest";
import { brief, documentOf, head, loadFiles, type Files } from "./support.js";
import type { JsonObject } from "../../../generator/src/load/document.js";

async function bundled(files: Files): Promise<JsonObject> {
  return documentOf(await loadFiles(files)).root;
}

describe("what becomes a component", () => {
  test("each kind, under the last word of the reference", async () => {
    const root = await bundled({
      "openapi.yaml": `${head}
paths:
  /a:
    get:
      parameters: [{ $ref: "common.yaml#/parameters/page" }]
      requestBody: { $ref: bodies/new-pet.yaml }
      responses:
        "200": { $ref: "common.yaml#/responses/Pet" }
      callbacks: { done: { $ref: "common.yaml#/callbacks/done" } }
`,
      "common.yaml": `
parameters: { page: { name: page, in: query, schema: { type: integer } } }
responses:
  Pet:
    description: A pet.
    headers: { X-Total: { $ref: "#/headers/total" } }
    links: { next: { $ref: "#/links/next" } }
    content:
      application/json:
        schema: { $ref: schemas/pet.yaml }
        examples: { one: { $ref: "#/examples/rex" } }
headers: { total: { schema: { type: integer } } }
links: { next: { operationId: next } }
examples: { rex: { value: { name: Rex } } }
callbacks: { done: { "{$url}": { post: { responses: {} } } } }
`,
      "bodies/new-pet.yaml": "content: { application/json: { schema: { $ref: ../schemas/pet.yaml } } }\n",
      "schemas/pet.yaml": "type: object\n",
    });
    const schema = { $ref: "#/components/schemas/pet" };
    expect(root["paths"]).toEqual({
      "/a": {
        get: {
          parameters: [{ $ref: "#/components/parameters/page" }],
          requestBody: { $ref: "#/components/requestBodies/new-pet" },
          responses: { "200": { $ref: "#/components/responses/Pet" } },
          callbacks: { done: { $ref: "#/components/callbacks/done" } },
        },
      },
    });
    expect(root["components"]).toEqual({
      parameters: { page: { name: "page", in: "query", schema: { type: "integer" } } },
      requestBodies: { "new-pet": { content: { "application/json": { schema } } } },
      responses: {
        Pet: {
          description: "A pet.",
          headers: { "X-Total": { $ref: "#/components/headers/total" } },
          links: { next: { $ref: "#/components/links/next" } },
          content: { "application/json": { schema, examples: { one: { $ref: "#/components/examples/rex" } } } },
        },
      },
      callbacks: { done: { "{$url}": { post: { responses: {} } } } },
      schemas: { pet: { type: "object" } },
      headers: { total: { schema: { type: "integer" } } },
      links: { next: { operationId: "next" } },
      examples: { rex: { value: { name: "Rex" } } },
    });
  });

  test("an entry that is a reference to a file has the file's content, and its name", async () => {
    const root = await bundled({
      "openapi.yaml": `${head}
components:
  schemas:
    Animal: { $ref: ./pet.yaml#/Pet }
    Same: { $ref: ./pet.yaml#/Pet }
    Zoo: { items: { $ref: ./pet.yaml#/Pet } }
`,
      "pet.yaml": "Pet: { type: object, properties: { friend: { $ref: '#/Pet' } } }\n",
    });
    const animal = { $ref: "#/components/schemas/Animal" };
    expect(root["components"]).toEqual({
      schemas: { Animal: { type: "object", properties: { friend: animal } }, Same: animal, Zoo: { items: animal } },
    });
  });

  test("a chain through other files ends at what it means", async () => {
    const root = await bundled({
      "openapi.yaml": `${head}components: { schemas: { A: { items: { $ref: index.yaml#/Pet } } } }\n`,
      "index.yaml": "Pet: { $ref: pet.yaml }\n",
      "pet.yaml": "type: string\n",
    });
    expect(root["components"]).toEqual({
      schemas: { A: { items: { $ref: "#/components/schemas/pet" } }, pet: { type: "string" } },
    });
  });

  test("names that clash are numbered in the order of the document, with a warning", async () => {
    const { value, diagnostics } = await loadFiles({
      "openapi.yaml": `${head}
components:
  schemas:
    All: { anyOf: [{ $ref: b/User.yaml }, { $ref: a/User.yaml }, { $ref: b/User.yaml }] }
    User: { type: string }
`,
      "a/User.yaml": "title: a\n",
      "b/User.yaml": "title: b\n",
    });
    expect(value?.root["components"]).toEqual({
      schemas: {
        All: {
          anyOf: [
            { $ref: "#/components/schemas/User_2" },
            { $ref: "#/components/schemas/User_3" },
            { $ref: "#/components/schemas/User_2" },
          ],
        },
        User: { type: "string" },
        User_2: { title: "b" },
        User_3: { title: "a" },
      },
    });
    expect(diagnostics.map(brief)).toEqual([
      "warning component-renamed openapi.yaml:6:28 /components/schemas/All/anyOf/0/$ref",
      "warning component-renamed openapi.yaml:6:51 /components/schemas/All/anyOf/1/$ref",
    ]);
  });

  test("discriminators follow their schemas", async () => {
    const root = await bundled({
      "openapi.yaml": `${head}
components:
  schemas:
    Cat: { type: object }
    Pet:
      oneOf: [{ $ref: dog.yaml }]
      discriminator:
        propertyName: kind
        mapping: { cat: Cat, dog: dog.yaml, self: "#/components/schemas/Pet", gone: Nobody }
`,
      "dog.yaml": "type: object\n",
    });
    expect(root["components"]).toMatchObject({
      schemas: {
        Pet: {
          discriminator: {
            mapping: {
              cat: "#/components/schemas/Cat",
              dog: "#/components/schemas/dog",
              self: "#/components/schemas/Pet",
              gone: "Nobody",
            },
          },
        },
      },
    });
  });

  test("what lies in an extension of the root is a component once it is referred to", async () => {
    const root = await bundled({
      "openapi.yaml": `openapi: 3.0.0
info: { title: Test, version: "1" }
x-shared: { Name: { type: string, nullable: true } }
paths: {}
components: { schemas: { A: { items: { $ref: "#/x-shared/Name" } } } }
`,
    });
    expect(root["components"]).toEqual({
      schemas: { A: { items: { $ref: "#/components/schemas/Name" } }, Name: { type: ["string", "null"] } },
    });
  });
});

describe("what is written out in place", () => {
  test("path items, operations, maps, lists and texts", async () => {
    const root = await bundled({
      "openapi.yaml": `${head}
tags: [{ name: a, description: { $ref: intro.md } }]
paths:
  /a:
    servers: [{ url: /private }]
    $ref: paths/a.yaml
  /b:
    get: { $ref: "paths/a.yaml#/get" }
components:
  schemas:
    A:
      properties: { $ref: "parts.yaml#/properties" }
      description: { $ref: "parts.yaml#/text" }
`,
      "intro.md": "# Pets: [all]\n",
      "paths/a.yaml":
        'get: { parameters: { $ref: "../parts.yaml#/list" }, responses: { $ref: "../parts.yaml#/responses" } }\n',
      "parts.yaml": `
properties: { id: { type: string } }
text: All there is to say.
list: [{ name: page, in: query, schema: {} }]
responses: { "200": { description: Fine. } }
`,
    });
    const get = {
      parameters: [{ name: "page", in: "query", schema: {} }],
      responses: { "200": { description: "Fine." } },
    };
    expect(root).toMatchObject({
      tags: [{ name: "a", description: "# Pets: [all]\n" }],
      paths: { "/a": { get, servers: [{ url: "/private" }] }, "/b": { get } },
      components: { schemas: { A: { properties: { id: { type: "string" } }, description: "All there is to say." } } },
    });
  });

  test("files that examples and extensions name; everything else in them is data", async () => {
    const { value, diagnostics } = await loadFiles({
      "openapi.yaml": `${head}
x-samples: [{ $ref: samples/a.yaml }, { $ref: samples/a.py }, { $ref: samples/gone.yaml }, { $ref: ../out.yaml }]
components:
  examples:
    a: { value: { $ref: "#/nowhere", other: { $ref: "https://example.com/x" }, word: { $ref: Pet } } }
`,
      "samples/a.yaml": "lang: curl\nmore: { $ref: a.yaml }\n",
      "samples/a.py": "print('a: [')\n",
    });
    expect(value?.root).toMatchObject({
      "x-samples": [
        { lang: "curl", more: { $ref: "a.yaml" } },
        "print('a: [')\n",
        { $ref: "samples/gone.yaml" },
        { $ref: "../out.yaml" },
      ],
      components: {
        examples: {
          a: { value: { $ref: "#/nowhere", other: { $ref: "https://example.com/x" }, word: { $ref: "Pet" } } },
        },
      },
    });
    expect(diagnostics.map(brief)).toEqual([
      "warning missing-file openapi.yaml:4:71 /x-samples/2/$ref",
      "warning forbidden-ref openapi.yaml:4:100 /x-samples/3/$ref",
    ]);
  });
});

describe("what stands beside a reference", () => {
  test("counts in schemas since 3.1", async () => {
    const root = await bundled({
      "openapi.yaml": `${head}components: { schemas: { A: { $ref: "#/components/schemas/B", maxLength: 3 }, B: { type: string } } }\n`,
    });
    expect(root["components"]).toMatchObject({ schemas: { A: { $ref: "#/components/schemas/B", maxLength: 3 } } });
  });

  test("only describes before, and a warning says what is dropped", async () => {
    const { value, diagnostics } = await loadFiles({
      "openapi.yaml": `openapi: 3.0.0
info: { title: Test, version: "1" }
paths: {}
components:
  schemas:
    A: { properties: { b: { $ref: "#/components/schemas/B", maxLength: 3, type: string, description: Here., x-y: 1 } } }
    B: { type: string }
`,
    });
    expect(value?.root["components"]).toMatchObject({
      schemas: { A: { properties: { b: { $ref: "#/components/schemas/B", description: "Here.", "x-y": 1 } } } },
    });
    expect(diagnostics.map(brief)).toEqual([
      "warning ignored-ref-sibling openapi.yaml:6:72 /components/schemas/A/properties/b/maxLength",
    ]);
  });
});

import { describe, expect, test } from "vitest";
import { brief, documentOf, head, loadFiles, loadText } from "./support.js";

describe("references that lead somewhere", () => {
  test("pointers with escapes and percent-encoding, to any depth", async () => {
    const { root } = await loadText(`${head}
paths:
  "/{id}":
    get:
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses:
        "200":
          description: Fine.
          content:
            application/json:
              schema: { $ref: "#/paths/~1%7Bid%7D/get/parameters/0/schema" }
components:
  schemas:
    a~b: { type: integer }
    50%: { $ref: "#/components/schemas/a~0b" }
    c: { $ref: "#/components/schemas/50%25" }
`);
    expect(root).toMatchObject({
      paths: {
        "/{id}": {
          get: {
            responses: {
              "200": {
                content: { "application/json": { schema: { $ref: "#/paths/~1{id}/get/parameters/0/schema" } } },
              },
            },
          },
        },
      },
      components: {
        schemas: { "50%": { $ref: "#/components/schemas/a~0b" }, c: { $ref: "#/components/schemas/50%25" } },
      },
    });
  });

  test("anchors, and schemas with an id", async () => {
    const { root } = await loadText(`${head}
components:
  schemas:
    Tree:
      $id: https://example.com/tree
      properties:
        self: { $ref: "#" }
        byAnchor: { $ref: "#leaf" }
        byPointer: { $ref: "#/$defs/Leaf" }
        sibling: { $ref: other }
        fromTop: { $ref: "#/components/schemas/Other" }
      $defs:
        Leaf: { $anchor: leaf, type: string }
    Other: { $id: "https://example.com/other", type: integer }
    Far: { items: { $ref: "https://example.com/tree#leaf" } }
`);
    expect(root["components"]).toEqual({
      schemas: {
        Tree: {
          properties: {
            self: { $ref: "#/components/schemas/Tree" },
            byAnchor: { $ref: "#/components/schemas/Tree/$defs/Leaf" },
            byPointer: { $ref: "#/components/schemas/Tree/$defs/Leaf" },
            sibling: { $ref: "#/components/schemas/Other" },
            fromTop: { $ref: "#/components/schemas/Other" },
          },
          $defs: { Leaf: { type: "string" } },
        },
        Other: { type: "integer" },
        Far: { items: { $ref: "#/components/schemas/Tree/$defs/Leaf" } },
      },
    });
  });

  test("the document's own name for itself", async () => {
    const { root } = await loadText(`openapi: 3.2.0
$self: https://example.com/api
info: { title: Test, version: "1" }
components:
  schemas: { A: { type: string }, B: { items: { $ref: "https://example.com/api#/components/schemas/A" } } }
`);
    expect(root).toMatchObject({ components: { schemas: { B: { items: { $ref: "#/components/schemas/A" } } } } });
  });

  test("a dynamic reference means the nearest schema with the anchor", async () => {
    const { root } = await loadText(`${head}
components:
  schemas:
    Pet: { $dynamicAnchor: pet, properties: { friend: { $dynamicRef: "#pet" } } }
    Cat: { $dynamicAnchor: pet, properties: { friend: { $dynamicRef: "#pet" } } }
    Fish: { properties: { friend: { $dynamicRef: "#pet" } } }
    List: { $recursiveAnchor: true, items: { $recursiveRef: "#" } }
`);
    expect(root["components"]).toEqual({
      schemas: {
        Pet: { properties: { friend: { $ref: "#/components/schemas/Pet" } } },
        Cat: { properties: { friend: { $ref: "#/components/schemas/Cat" } } },
        Fish: { properties: { friend: { $ref: "#/components/schemas/Pet" } } },
        List: { items: { $ref: "#/components/schemas/List" } },
      },
    });
  });

  test("a pointer may cross a reference", async () => {
    const { root } = documentOf(
      await loadFiles({
        "openapi.yaml": `${head}components: { schemas: { A: { $ref: "a.yaml#/b/c" } } }\n`,
        "a.yaml": "b: { $ref: b.yaml }\n",
        "b.yaml": "c: { type: string }\n",
      }),
    );
    expect(root["components"]).toEqual({ schemas: { A: { type: "string" } } });
  });

  test("schemas may contain themselves, across files too", async () => {
    const { root } = documentOf(
      await loadFiles({
        "openapi.yaml": `${head}components: { schemas: { Node: { $ref: node.yaml } } }\n`,
        "node.yaml": "properties: { next: { $ref: node.yaml }, list: { $ref: list.yaml } }\n",
        "list.yaml": "items: { $ref: 'openapi.yaml#/components/schemas/Node' }\n",
      }),
    );
    expect(root["components"]).toEqual({
      schemas: {
        Node: {
          properties: { next: { $ref: "#/components/schemas/Node" }, list: { $ref: "#/components/schemas/list" } },
        },
        list: { items: { $ref: "#/components/schemas/Node" } },
      },
    });
  });
});

describe("references that do not", () => {
  test("every one is reported, with what might be meant", async () => {
    const { value, diagnostics } = await loadFiles({
      "openapi.yaml": `${head}
paths:
  /a: { $ref: itm.yaml }
  /b: { $ref: "item.yaml#/gett" }
components:
  schemas:
    Pet: { type: string }
    A: { $ref: "#/components/schemas/Pett" }
    B: { $ref: "#/component/schemas/Pet" }
    C: { $ref: "#pet" }
    D: { $ref: "#/info/title/x" }
`,
      "item.yaml": "get: { responses: {} }\n",
    });
    expect(value).toBeUndefined();
    expect(diagnostics.map((diagnostic) => `${brief(diagnostic)} | ${diagnostic.help}`)).toEqual([
      "error missing-file openapi.yaml:5:15 /paths/~1a/$ref | Did you mean `item.yaml`?",
      "error unresolved-ref openapi.yaml:6:15 /paths/~1b/$ref | Did you mean `get` instead of `gett`?",
      "error unresolved-ref openapi.yaml:10:16 /components/schemas/A/$ref | Did you mean `Pet` instead of `Pett`?",
      "error unresolved-ref openapi.yaml:11:16 /components/schemas/B/$ref | Did you mean `components` instead of `component`?",
      "error unresolved-ref openapi.yaml:12:16 /components/schemas/C/$ref | A fragment that begins with a slash is a pointer (`#/components/schemas/Pet`); any other is the name of a `$anchor`.",
      "error unresolved-ref openapi.yaml:13:16 /components/schemas/D/$ref | Correct the reference, or add what it names.",
    ]);
  });

  test("a circle of references, named", async () => {
    const { diagnostics } = await loadFiles({
      "openapi.yaml": `${head}components: { schemas: { A: { $ref: "#/components/schemas/B" }, B: { $ref: "#/components/schemas/A" } } }\n`,
    });
    expect(diagnostics.map(({ code, message }) => [code, message])).toEqual([
      [
        "circular-ref",
        "These references lead round in a circle and never to a value: " +
          "openapi.yaml#/components/schemas/A → openapi.yaml#/components/schemas/B → openapi.yaml#/components/schemas/A.",
      ],
    ]);
  });

  test("a path item that includes itself, named", async () => {
    const { diagnostics } = await loadFiles({
      "openapi.yaml": `${head}paths: { /a: { $ref: a.yaml } }\n`,
      "a.yaml": "get:\n  callbacks:\n    done:\n      '{$url}': { $ref: b.yaml }\n",
      "b.yaml": "post:\n  callbacks:\n    done:\n      '{$url}': { $ref: a.yaml }\n",
    });
    expect(diagnostics.map((diagnostic) => [brief(diagnostic), diagnostic.message])).toEqual([
      [
        "error circular-include b.yaml:4:25 /post/callbacks/done/{$url}/$ref",
        "This includes itself without end: a.yaml → b.yaml → a.yaml.",
      ],
    ]);
  });

  test("a file whose paths are its own paths", async () => {
    const { diagnostics } = await loadFiles({ "openapi.yaml": `${head}paths: { $ref: "openapi.yaml#/paths" }\n` });
    expect(diagnostics.map(brief)).toEqual(["error circular-ref openapi.yaml:3:16 /paths/$ref"]);
  });

  test("thousands of them are found in no time", async () => {
    const schemas: Record<string, object> = {};
    for (let n = 0; n < 5_000; n += 1) {
      schemas[`SchemaWithALongName${n}`] = { items: { $ref: `#/components/schemas/SchemaWithALongNam${n}` } };
    }
    const text = JSON.stringify({ openapi: "3.1.0", components: { schemas } });
    const { diagnostics } = await loadFiles({ "openapi.json": text });
    expect(diagnostics).toHaveLength(5_000);
    expect(diagnostics[0]?.help).toMatch(/^Did you mean `SchemaWithALongName\d+`/);
  });
});

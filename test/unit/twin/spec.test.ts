import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { flatten } from "../../../twin/src/spec/flatten.js";
import { at, equal, put, type JsonObject } from "../../../twin/src/spec/json.js";
import { load } from "../../../twin/src/spec/load.js";
import { basesOf, operationsOf } from "../../../twin/src/spec/operations.js";
import { Schemas } from "../../../twin/src/spec/schemas.js";
import { fromSwagger } from "../../../twin/src/spec/swagger.js";

describe("pointers", () => {
  it("lead to members and items, and nowhere", () => {
    const value = { a: [{ "b/c": 1 }], "": 2 };
    expect(at(value, "")).toBe(value);
    expect(at(value, "/a/0/b~1c")).toBe(1);
    expect(at(value, "/a/1/b")).toBeUndefined();
    expect(at(value, "/constructor")).toBeUndefined();
  });

  it("make the objects on the way, and never reach a prototype", () => {
    expect(put({}, "/a/b", 1)).toEqual({ a: { b: 1 } });
    expect(put({ a: [1, 2] }, "/a/1", 3)).toEqual({ a: [1, 3] });
    expect(put(null, "", 5)).toBe(5);
    put({}, "/__proto__/polluted", true);
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });

  it("compare by what is in them", () => {
    expect(equal({ a: [1, { b: null }] }, { a: [1, { b: null }] })).toBe(true);
    expect(equal({ a: 1 }, { a: 1, b: 2 })).toBe(false);
    expect(equal([1], { 0: 1 })).toBe(false);
  });
});

describe("many files", () => {
  let folder = "";
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "clientwright-twin-"));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("become one document, with named schemas and all else in place", async () => {
    writeFileSync(
      join(folder, "openapi.yaml"),
      "openapi: 3.1.0\ninfo: { title: T, version: '1' }\npaths:\n  /boxes: { $ref: ./boxes.yaml#/Boxes }\n",
    );
    writeFileSync(
      join(folder, "boxes.yaml"),
      "Boxes:\n  get:\n    responses:\n      '200':\n        description: d\n        content: { application/json: { schema: { $ref: '#/Box' }, examples: { one: { $ref: ./examples.yaml#/Box } } } }\nBox: { type: object, properties: { inner: { $ref: '#/Box' }, $ref: { type: string } } }\n",
    );
    writeFileSync(join(folder, "examples.yaml"), "Box: { value: { inner: {} } }\n");
    const { document } = await load(folder);
    const ref = { $ref: "#/components/schemas/Box" };
    expect(at(document, "/paths/~1boxes/get/responses/200/content/application~1json")).toEqual({
      schema: ref,
      examples: { one: { value: { inner: {} } } },
    });
    expect(document["components"]).toEqual({
      schemas: { Box: { type: "object", properties: { inner: ref, $ref: { type: "string" } } } },
    });
  });

  it("keep apart what has one name in two files", () => {
    const schema = (file: string): JsonObject => ({
      content: { "application/json": { schema: { $ref: `${file}#/Box` } } },
    });
    const files = {
      "/x/root.json": { openapi: "3.1.0", paths: { "/a": { get: schema("a.json") }, "/b": { get: schema("b.json") } } },
      "/x/a.json": { Box: { type: "string" } },
      "/x/b.json": { Box: { type: "integer" } },
    };
    expect(at(flatten("/x/root.json", files), "/components/schemas")).toEqual({
      Box: { type: "string" },
      Box_2: { type: "integer" },
    });
  });

  it("may refer to themselves and to nothing", () => {
    const files = {
      "/x/root.json": {
        openapi: "3.1.0",
        paths: { "/a": { $ref: "#/paths/~1a" }, "/b": { get: { schema: { $ref: "none.json#/A" } } } },
      },
    };
    expect(at(flatten("/x/root.json", files), "/paths")).toEqual({ "/a": null, "/b": { get: { schema: {} } } });
  });
});

describe("Swagger 2.0", () => {
  it("takes the shape of OpenAPI 3", () => {
    const old: JsonObject = {
      swagger: "2.0",
      host: "api.example.com",
      basePath: "/v1",
      paths: {
        "/boxes": {
          parameters: [
            { name: "tags", in: "query", type: "array", items: { type: "string" }, collectionFormat: "pipes" },
          ],
          post: {
            consumes: ["application/json"],
            parameters: [{ name: "body", in: "body", required: true, schema: { type: "object" } }],
            responses: { 201: { description: "d", schema: { type: "string" }, examples: { "application/json": "x" } } },
          },
          put: { parameters: [{ name: "file", in: "formData", type: "file", required: true }], responses: {} },
        },
      },
      securityDefinitions: {
        basic: { type: "basic" },
        oauth: {
          type: "oauth2",
          flow: "accessCode",
          authorizationUrl: "https://x/a",
          tokenUrl: "https://x/t",
          scopes: { a: "A" },
        },
      },
    };
    const document = fromSwagger(old);
    const [post, put_] = operationsOf(document).toSorted((one, other) => (one.method < other.method ? -1 : 1));
    expect(basesOf(document["servers"] as JsonObject[])).toEqual(["/v1"]);
    expect(post).toMatchObject({
      method: "POST",
      body: { required: true, content: [{ type: "application/json", schema: { type: "object" } }] },
      success: { status: 201 },
    });
    expect(post?.success.response.content).toEqual([
      { type: "application/json", schema: { type: "string" }, example: "x" },
    ]);
    expect(post?.parameters).toMatchObject([
      { name: "tags", style: "pipeDelimited", explode: false, schema: { type: "array" } },
    ]);
    expect(put_?.body?.content[1]).toMatchObject({
      type: "multipart/form-data",
      schema: { required: ["file"], properties: { file: { format: "binary" } } },
    });
    expect(at(document, "/components/securitySchemes/basic")).toMatchObject({ type: "http", scheme: "basic" });
    expect(at(document, "/components/securitySchemes/oauth/flows")).toEqual({
      authorizationCode: { authorizationUrl: "https://x/a", tokenUrl: "https://x/t", scopes: { a: "A" } },
    });
  });
});

describe("schemas", () => {
  const schemas = new Schemas({
    components: {
      schemas: {
        Base: {
          type: "object",
          required: ["id"],
          properties: { id: { type: "integer", readOnly: true }, name: { type: "string" } },
        },
        Box: {
          allOf: [
            { $ref: "#/components/schemas/Base" },
            {
              type: "object",
              properties: { name: { maxLength: 5 }, next: { $ref: "#/components/schemas/Box" } },
              required: ["name"],
            },
          ],
          "x-resource": { identity: { boxId: "/id" }, load: "getBox" },
        },
        Loop: { allOf: [{ $ref: "#/components/schemas/Loop" }] },
      },
    },
  });

  it("are put together of their parts", () => {
    const shape = schemas.shape({ $ref: "#/components/schemas/Box" });
    expect(Object.keys(shape.properties)).toEqual(["id", "name", "next"]);
    expect(shape.required).toEqual(["id", "name"]);
    expect(schemas.shape(shape.properties["name"])).toMatchObject({ type: "string", maxLength: 5 });
    expect(shape.resource?.load).toBe("getBox");
    expect(schemas.nameOf(schemas.at({ $ref: "#/components/schemas/Box" }, "/next/next"))).toBe("Box");
  });

  it("may be null, and of themselves", () => {
    expect(schemas.shape({ oneOf: [{ $ref: "#/components/schemas/Base" }, { type: "null" }] })).toMatchObject({
      type: "object",
      nullable: true,
    });
    expect(schemas.nameOf({ oneOf: [{ $ref: "#/components/schemas/Base" }, { type: "null" }] })).toBe("Base");
    expect(schemas.shape({ type: ["string", "null"] })).toMatchObject({ type: "string", nullable: true });
    expect(schemas.shape({ $ref: "#/components/schemas/Loop" }).type).toBeUndefined();
  });
});

describe("servers", () => {
  it("give the paths below which they serve", () => {
    expect(
      basesOf([
        { url: "https://a.example.com/v1/" },
        { url: "/v2" },
        { url: "https://{host}/{version}", variables: { host: { default: "h" }, version: { default: "v3" } } },
      ]),
    ).toEqual(["/v1", "/v2", "/v3"]);
  });
});

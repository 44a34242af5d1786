import { describe, expect, it } from "vitest";
import { Router } from "../../../twin/src/check/router.js";
import { Understanding } from "../../../twin/src/check/understand.js";
import { Validator } from "../../../twin/src/check/validator.js";
import type { Understood } from "../../../twin/src/check/asked.js";
import type { JsonObject } from "../../../twin/src/spec/json.js";
import { operationsOf } from "../../../twin/src/spec/operations.js";
import { Schemas } from "../../../twin/src/spec/schemas.js";

const document: JsonObject = {
  openapi: "3.1.0",
  paths: {
    "/boxes": {
      get: {
        operationId: "listBoxes",
        parameters: [
          { name: "size", in: "query", schema: { type: "integer" } },
          { name: "ids", in: "query", explode: false, schema: { type: "array", items: { type: "integer" } } },
          { name: "X-Filter", in: "header", content: { "application/json": { schema: { type: "object" } } } },
        ],
      },
      post: {
        operationId: "addBox",
        requestBody: {
          required: true,
          content: {
            "application/json": { schema: { $ref: "#/components/schemas/Box" } },
            "application/x-www-form-urlencoded": { schema: { $ref: "#/components/schemas/Box" } },
          },
        },
      },
    },
    "/boxes/mine": { get: { operationId: "getMine" } },
    "/boxes/{id}": {
      get: {
        operationId: "getBox",
        parameters: [{ name: "id", in: "path", required: true, schema: { type: "integer" } }],
      },
      post: {
        operationId: "touchBox",
        parameters: [{ name: "action", in: "query", required: true, schema: { type: "string" } }],
        "x-actions": {
          by: "action",
          actions: { open: { operationId: "openBox", summary: "s", inputs: ["key"], required: ["key"] } },
        },
      },
    },
  },
  components: {
    schemas: {
      Box: {
        type: "object",
        required: ["id", "name"],
        additionalProperties: false,
        properties: {
          id: { type: "integer", readOnly: true },
          name: { type: "string", maxLength: 5 },
          count: { type: "integer" },
          tags: { type: "object", additionalProperties: { type: "string" }, "x-flatten": "tag." },
          next: { $ref: "#/components/schemas/Box" },
        },
      },
    },
  },
};
const schemas = new Schemas(document);
const router = new Router(operationsOf(document));
const understanding = new Understanding(schemas);

async function read(
  method: string,
  target: string,
  body?: string,
  headers: Record<string, string> = {},
): Promise<Understood> {
  const [path = "", query = ""] = target.split("?");
  const match = router.match(method, path, query);
  if (!match || !("operations" in match)) throw new Error("no such operation");
  return understanding.read({ method, target, headers, bytes: Buffer.from(body ?? "") }, match);
}

describe("the router", () => {
  it("prefers what is written out, and decodes names", () => {
    const ids = (method: string, path: string): unknown => {
      const match = router.match(method, path, "");
      return match && "operations" in match ? [match.operations[0]?.id, match.params] : match;
    };
    expect(ids("GET", "/boxes/mine")).toEqual(["getMine", {}]);
    expect(ids("GET", "/boxes/a%2Fb/")).toEqual(["getBox", { id: "a/b" }]);
    expect(ids("HEAD", "/boxes")).toEqual(["listBoxes", {}]);
    expect(ids("PATCH", "/boxes")).toEqual({ allowed: ["GET", "POST"] });
    expect(ids("GET", "/nothing")).toBeUndefined();
  });
});

describe("requests", () => {
  it("are read by the document", async () => {
    expect(await read("GET", "/boxes?size=5&ids=1,2", undefined, { "x-filter": '{"a":1}' })).toMatchObject({
      query: { size: 5, ids: [1, 2] },
      headers: { "X-Filter": { a: 1 } },
      problems: [],
    });
    expect(
      await read("POST", "/boxes", '{"name":"a","tag.x":"1"}', { "content-type": "application/json" }),
    ).toMatchObject({ body: { name: "a", tags: { x: "1" } }, problems: [] });
    expect(
      await read("POST", "/boxes", "name=a&count=3", { "content-type": "application/x-www-form-urlencoded" }),
    ).toMatchObject({ body: { name: "a", count: 3 }, problems: [] });
  });

  it("are judged by it", async () => {
    const problems = async (...args: Parameters<typeof read>): Promise<readonly string[]> =>
      (await read(...args)).problems.map(({ in: place, field, message }) => `${place} ${field} ${message}`);
    expect(await problems("GET", "/boxes?size=x")).toEqual(["query size must be integer"]);
    expect(await problems("GET", "/boxes/x")).toEqual(["path id must be integer"]);
    expect(await problems("GET", "/boxes", undefined, { "x-filter": "{" })).toEqual(["header X-Filter must be JSON"]);
    expect(await problems("POST", "/boxes")).toEqual(["body  A body is required."]);
    expect(await problems("POST", "/boxes", "{", { "content-type": "application/json" })).toEqual([
      "body  The body is not valid JSON.",
    ]);
    expect(
      await problems("POST", "/boxes", '{"name":"abcdef","colour":1,"next":{}}', {
        "content-type": "application/json",
      }),
    ).toEqual([
      "body colour is not known",
      "body name must NOT have more than 5 characters",
      "body next.name is required",
    ]);
    expect((await read("POST", "/boxes", "a", { "content-type": "text/csv" })).problems[0]).toMatchObject({
      status: 415,
    });
  });

  it("mean an action when an input says so, in the query or in a body", async () => {
    expect(await read("POST", "/boxes/1?action=open&key=k")).toMatchObject({
      operation: { id: "openBox" },
      problems: [],
    });
    expect((await read("POST", "/boxes/1?action=open")).problems).toMatchObject([
      { field: "key", message: "is required" },
    ]);
    expect(
      await read("POST", "/boxes/1?key=k", '{"action":"open"}', { "content-type": "application/json" }),
    ).toMatchObject({ operation: { id: "openBox" }, query: { action: "open" }, problems: [] });
    expect((await read("POST", "/boxes/1")).operation.id).toBe("touchBox");
  });
});

describe("the validator", () => {
  const check = (schema: JsonObject, value: unknown, side: "request" | "reply" = "reply"): readonly string[] =>
    new Validator(schemas, side, false)
      .check(schema, value as never)
      .map(({ path, message }) => `${path.join(".")} ${message}`);

  it("knows the schemas of all OpenAPI versions", () => {
    expect(check({ type: "string", nullable: true, enum: ["a"] }, null)).toEqual([]);
    expect(check({ type: "integer", minimum: 3, exclusiveMinimum: true }, 3)).toEqual([" must be > 3"]);
    expect(check({ type: ["integer", "null"], exclusiveMinimum: 3 }, 4)).toEqual([]);
    expect(check({ type: "file" }, "anything")).toEqual([]);
    expect(check({ type: "string", pattern: "(?<broken" }, "x")).toEqual([]);
  });

  it("asks requests for nothing that only the server sets", () => {
    const box = { $ref: "#/components/schemas/Box" };
    expect(check(box, { name: "a" }, "request")).toEqual([]);
    expect(check(box, { name: "a" }, "reply")).toEqual(["id is required"]);
  });

  it("takes times without an offset, and leaves unknown formats alone", () => {
    expect(check({ type: "string", format: "date-time" }, "2018-01-01T00:01:01")).toEqual([]);
    expect(check({ type: "string", format: "date-time" }, "yesterday")).toEqual([" must have the form of date-time"]);
    expect(check({ type: "string", format: "ssh-key" }, "x")).toEqual([]);
    expect(check({ type: "string", format: "ipv4" }, "256.1.1.1")).toEqual([" must have the form of ipv4"]);
  });
});

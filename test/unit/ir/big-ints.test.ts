import { describe, expect, it } from "vitest";
import { emit } from "../../../generator/src/emit/index.js";
import { buildApi } from "../../../generator/src/ir/index.js";
import type { Api } from "../../../generator/src/ir/types.js";
import { load } from "../../../generator/src/load/index.js";
import { withFile } from "../../support/generate.js";

/* Integers that ask to be a bigint: which do, and what cannot be made with them. */

async function read(
  document: object,
  names: "checked" | "repaired" = "checked",
): Promise<{ api: Api; said: readonly (readonly [severity: string, code: string, message: string])[] }> {
  const whole = { openapi: "3.1.0", info: { title: "Test API", version: "1" }, paths: {}, ...document };
  return withFile(whole, async (file) => {
    const loaded = await load(file, { cwd: process.cwd() });
    if (loaded.value === undefined) throw new Error(JSON.stringify(loaded.diagnostics));
    const { value, diagnostics } = buildApi(loaded.value, { names });
    if (value === undefined) throw new Error("There is no API.");
    return { api: value, said: diagnostics.map(({ severity, code, message }) => [severity, code, message]) };
  });
}

const big = { type: "integer", "x-bigint": true };
const small = { type: "integer" };
const text = { type: "string" };
const object = (properties: object): object => ({ type: "object", required: Object.keys(properties), properties });
const json = (schema: object): object => ({ content: { "application/json": { schema } } });
const replies = (schema: object, status = "200"): object => ({ [status]: { description: "Fine.", ...json(schema) } });
const query = (name: string, schema: object, more: object = {}): object => ({ name, in: "query", schema, ...more });
const ref = (name: string): object => ({ $ref: `#/components/schemas/${name}` });

/** The kinds of the members of a schema. */
async function kinds(properties: object, document: object = {}): Promise<Readonly<Record<string, string>>> {
  const { api } = await read({ ...document, components: { schemas: { A: object(properties) } } });
  const shape = api.models[0]?.shape;
  if (shape?.kind !== "object") throw new Error("There is no object.");
  return Object.fromEntries(shape.fields.map(({ name, type }) => [name, type.kind]));
}

describe("an integer is a bigint", () => {
  const wide = { type: "integer", format: "int64" };

  it("when its schema says so, and else a number of whatever format", async () => {
    expect(
      await kinds({ big, wide, out: { ...wide, "x-bigint": false }, text: { ...text, "x-bigint": true } }),
    ).toEqual({
      big: "bigint",
      wide: "number",
      out: "number",
      text: "string",
    });
  });

  it("when the document says so of all with 64 bits", async () => {
    const unsigned = { type: "integer", format: "uint64" };
    const values = { ...wide, enum: [1, 2] };
    const properties = { small, wide, unsigned, values, half: { type: "integer", format: "int32" }, text };
    const found = await kinds({ ...properties, out: { ...wide, "x-bigint": false } }, { "x-bigint": true });
    expect(found).toEqual({
      small: "number",
      wide: "bigint",
      unsigned: "bigint",
      values: "enum",
      half: "number",
      text: "string",
      out: "number",
    });
  });

  it("also when it may be null or something else", async () => {
    const { api } = await read({
      components: { schemas: { A: object({ a: { type: ["integer", "null", "string"], "x-bigint": true } }) } },
    });
    expect(api.models[0]?.shape).toMatchObject({
      fields: [{ type: { members: [{ kind: "bigint" }, { kind: "string" }, { kind: "null" }] } }],
    });
  });
});

describe("a bigint cannot be", () => {
  const alias = { components: { schemas: { Id: big } } };

  it.each([
    [big, { "x-setting": "size" }, "x-setting"],
    [ref("Id"), { "x-setting": "size" }, "x-setting"],
    [{ ...big, default: 5 }, { "x-send-default": true }, "x-send-default"],
  ])("an option of the client: %j %j", async (schema, extension, word) => {
    const paths = { "/a": { get: { operationId: "getA", parameters: [query("n", schema, extension)] } } };
    const { api, said } = await read({ paths, ...alias });
    expect(said).toEqual([["error", "unfit-extension", expect.stringContaining('option for "n"')]]);
    expect(api.settings).toEqual([]);
    expect(api.operations[0]?.input.map(({ name }) => name)).toEqual(["n"]);
    const lenient = await read({ paths, ...alias }, "repaired");
    expect(lenient.said.map(([severity]) => severity)).toEqual(["warning"]);
    expect(word in extension).toBe(true);
  });

  const page = (schema: object): object =>
    replies(object({ items: { type: "array", items: object({ id: big }) }, n: schema }));
  const numbered = { style: "page-number", page: "at", items: "/items" };

  it.each([
    [{ ...numbered }, big, small],
    [{ ...numbered }, ref("Id"), small],
    [{ ...numbered, pages: "/n" }, small, big],
    [{ ...numbered, total: "/n" }, small, big],
    [{ style: "offset", offset: "at", items: "/items" }, big, small],
    [{ style: "offset", offset: "off", pageSize: "at", items: "/items" }, big, small],
    [{ style: "cursor", cursor: "at", next: "/id", items: "/items" }, small, small],
  ])("what pages are counted with: %j", async (paginator, input, counted) => {
    const operation = {
      operationId: "listA",
      parameters: [query("at", input), query("off", small)],
      responses: page(counted),
      "x-paginator": paginator,
    };
    const { api, said } = await read({ paths: { "/a": { get: operation } }, ...alias });
    expect(said).toEqual([["warning", "no-paginator", expect.any(String)]]);
    expect(api.operations[0]?.paginator).toBeUndefined();
  });

  it("a cursor that is sent as a number", async () => {
    const operation = (input: object): object => ({
      operationId: "listA",
      parameters: [query("at", input)],
      responses: page(small),
      "x-paginator": { style: "cursor", cursor: "at", next: "/id", items: "/items" },
    });
    const { api, said } = await read({ paths: { "/a": { get: operation(text) } } });
    expect(said).toEqual([]);
    expect(api.operations[0]?.paginator?.plan).toMatchObject({ style: "cursor", asText: true });
    const own = await read({ paths: { "/a": { get: operation(big) } } });
    expect(own.said).toEqual([]);
    expect(own.api.operations[0]?.paginator?.plan).toMatchObject({ style: "cursor", asText: false });
    expect((await read({ paths: { "/a": { get: operation(small) } } })).said).toHaveLength(1);
  });

  const waiter = {
    waitUntilDone: { description: "Waits.", value: "/state", done: { values: ["done"] }, maxWaitMs: 9 },
  };
  it("the value of a waiter that waits for a number", async () => {
    const done = { waitUntilDone: { ...waiter.waitUntilDone, done: { values: [5] } } };
    const operation = { operationId: "getA", responses: replies(object({ state: big })), "x-waiter": done };
    const { said } = await read({ paths: { "/a": { get: operation } } });
    expect(said).toEqual([["error", "unfit-extension", expect.any(String)]]);
  });

  const thing = (id: object, parameter: object): object => ({
    paths: {
      "/a/{id}": {
        get: {
          operationId: "getA",
          parameters: [{ name: "id", in: "path", required: true, schema: parameter }],
          responses: replies(ref("A")),
        },
      },
    },
    components: { schemas: { A: { ...object({ id }), "x-resource": { identity: { id: "/id" }, load: "getA" } } } },
  });

  it.each([
    [big, small],
    [small, big],
  ])("the identity of a thing on one side alone: %j %j", async (id, parameter) => {
    const { said } = await read(thing(id, parameter));
    expect(said).toEqual([["error", "unfit-extension", expect.stringContaining("bigint")]]);
    expect((await read(thing(id, id))).said).toEqual([]);
  });
});

describe("the places of bigints", () => {
  async function table(schemas: object): Promise<string | undefined> {
    const operations = Object.keys(schemas).map((name) => [
      `/${name}`,
      { get: { operationId: `get${name}`, responses: replies(ref(name)) } },
    ]);
    const { api } = await read({ paths: Object.fromEntries(operations), components: { schemas } });
    const file = emit(api, { kind: "package" }).find(({ path }) => path === "src/big-ints.ts");
    return /bigInts = (.*) as const/s.exec(file?.text ?? "")?.[1];
  }

  it("follow lists, records, unions, aliases and what is inherited", async () => {
    const found = await table({
      Base: object({ id: big }),
      Derived: { allOf: [ref("Base"), object({ more: { type: "array", items: { type: "array", items: big } } })] },
      Alias: ref("Derived"),
      Either: { oneOf: [ref("Base"), { type: "array", items: ref("Alias") }, text] },
      Sizes: { type: "object", additionalProperties: big },
      Pair: { type: "array", prefixItems: [text, big], items: big, minItems: 2 },
      Plain: object({ n: small }),
    });
    expect(found?.replace(/\s+/g, " ")).toBe(
      '{ Base: { id: true }, Derived: { id: true, more: ["each", ["each", true]] }, Alias: "Derived", ' +
        'Either: ["all", "Base", ["each", "Alias"]], Sizes: ["each", true], Pair: ["all", { "1": true }, ["each", true]] }',
    );
  });

  it("are not written where there are none, nor for what is only sent", async () => {
    expect(await table({ Plain: object({ n: small }) })).toBeUndefined();
    const operation = { operationId: "makeA", requestBody: json(ref("A")), responses: { "204": { description: "." } } };
    const { api } = await read({
      paths: { "/a": { post: operation } },
      components: { schemas: { A: object({ id: big }) } },
    });
    const files = emit(api, { kind: "package" });
    expect(files.map(({ path }) => path)).not.toContain("src/big-ints.ts");
    expect(files.find(({ path }) => path.endsWith("general.ts"))?.text).toContain("body: losslessJsonBody(");
  });

  it("leave out what would reach a prototype", async () => {
    const properties = Object.fromEntries([
      ["__proto__", big],
      ["id", big],
    ]);
    expect(await table({ A: { type: "object", properties } })).toBe("{ A: { id: true } }");
  });
});

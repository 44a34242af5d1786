import { describe, expect, test } from "vitest";
import { readFields, readParameters, type CellField } from "./inventory-cells.js";
import { listOf, maybeObject, objectOf, resolve, stringOf, stringsOf, type Json, type JsonObject } from "./json.js";
import { absent, readInventory } from "./shared-files.js";
import { openSpec, operationsOf, propertiesOf, replySchema, scopesOf } from "./spec.js";

const { document } = await openSpec("linode");
const operations = new Map(operationsOf(document).map((entry) => [stringOf(entry.operation.operationId), entry]));

const rows = readInventory("operations")?.filter(({ api }) => api === "linode");
/** The one that shares method and path with another is told apart by `x-actions`, and has a test of its own. */
const action = "refreshOAuthToken";
const cases = (rows ?? []).flatMap((row) =>
  row.operationId === action ? [] : [[row.operationId ?? "", row] as const],
);

function operationOf(id: string): JsonObject {
  return operations.get(id)?.operation ?? {};
}

/** A schema without the null beside it. */
function plain(schema: JsonObject): JsonObject {
  const [only, ...others] = listOf(schema.oneOf).filter((form) => objectOf(form).type !== "null");
  return only === undefined || others.length > 0 ? schema : resolve(document, only);
}

function requiredBy(schema: JsonObject): readonly string[] {
  return [schema, ...listOf(schema.allOf).map((part) => resolve(document, part))].flatMap((part) =>
    stringsOf(part.required),
  );
}

/** A schema has to have the fields of the inventory, at every depth that it speaks of: these alone, or at least these. */
function expectFields(schema: JsonObject, fields: readonly CellField[], where: string, only: boolean): void {
  const properties = propertiesOf(document, schema);
  const found = [...properties.keys()].sort();
  const names = fields.map(({ name }) => name).sort();
  expect(found, where).toEqual(only ? names : expect.arrayContaining(names));
  for (const { name, required, list, fields: inner } of fields) {
    const at = `${where}.${name}`;
    const property = plain(properties.get(name) ?? {});
    if (required) expect(requiredBy(schema), at).toContain(name);
    if (list) expect([property.type].flat(), at).toContain("array");
    if (inner.length > 0) expectFields(list ? resolve(document, property.items) : property, inner, at, only);
  }
}

/** What an operation must be signed in with, in the words of a cell. */
function signIn(cell: string): Json {
  if (/^none|in the form body$/.test(cell)) return [];
  const [, scopes] = /; scope (.+)$/.exec(cell) ?? [];
  if (scopes === undefined) expect(cell).toContain("no scope needed");
  return [{ personalAccessToken: [] }, { oauth: scopes === undefined ? [] : scopes.split(" + ") }];
}

/** The content of a body or a reply, by media type. */
function contentOf(holder: Json | undefined): JsonObject {
  return maybeObject(resolve(document, holder ?? {}).content);
}

describe.skipIf(rows === undefined)(`the inventory of Linode${rows === undefined ? ` (${absent})` : ""}`, () => {
  test("has 183 rows", () => expect(rows).toHaveLength(183));

  test.each(cases)("%s: server, sign-in, parameters and body", (id, row) => {
    const operation = operationOf(id);
    const parameters = operations.get(id)?.parameters ?? [];
    const server = /base (https:\S+?);/.exec(row.notes ?? "")?.[1];
    const { servers } = maybeObject(maybeObject(document.paths)[row.path ?? ""]);
    expect(listOf(servers).map((entry) => objectOf(entry).url)).toEqual(server === undefined ? [] : [server]);

    const wanted = signIn(row.auth ?? "");
    expect(operation.security).toEqual(wanted);
    expect(scopesOf(operation, "oauth")).toEqual(listOf(wanted).flatMap((way) => listOf(objectOf(way).oauth)));

    const found = parameters.map(({ name, in: place, required }) => ({ place, name, required: required === true }));
    expect(found).toEqual(readParameters(row.parameters ?? ""));

    const cell = row.request_body ?? "";
    if (cell === "-") return expect(operation).not.toHaveProperty("requestBody");
    const [, kind = "application/json", fields = cell] = /^([a-z]+\/[a-z-]+): (.*)$/.exec(cell) ?? [];
    const content = contentOf(operation.requestBody);
    expect(Object.keys(content)).toEqual([kind]);
    const schema = resolve(document, objectOf(content[kind]).schema);
    if (fields === "raw") return expect(schema.contentMediaType).toBe(kind);
    if (fields.startsWith("arbitrary JSON object")) return expect(schema).toMatchObject({ type: "object", additionalProperties: true }); // prettier-ignore
    // The body of the two that share a path is that of both.
    return id === "exchangeOAuthCode" ? undefined : expectFields(schema, readFields(fields), id, true);
  });

  test.each(cases)("%s: reply", (id, row) => {
    const operation = operationOf(id);
    const responses = objectOf(operation.responses);
    const [success = "", ...others] = (row.success_response ?? "").split("; ");
    const [status = ""] = success.split(" ");
    expect(Object.keys(responses).sort()).toEqual([status, ...(others.includes("204 no body") ? ["204"] : []), "default"]);
    if (success === "200 image/png (binary)") {
      const image = { schema: { type: "string", contentMediaType: "image/png" } };
      return expect(contentOf(responses["200"])).toMatchObject({ "image/png": image });
    }
    const schema = replySchema(document, operation, "200") ?? {};
    if (status === "302" || success === "200 (client returns true)") return expectFields(schema, [], id, true);
    const [, name = "", fields] = /^200 (.*?)\s*(?:\{(.*)\})?(?: \(empty object\))?$/.exec(success) ?? [];
    if (name === "arbitrary JSON object") return expect(schema).toMatchObject({ type: "object", additionalProperties: true }); // prettier-ignore
    expect(fields, success).toBeDefined();
    expectFields(schema, readFields((fields ?? "").replace(" or ", ", ")), id, fields === "");
    return expect(operation["x-paginator"] !== undefined, "paginator").toBe(name.startsWith("page of "));
  }); // prettier-ignore

  test("the token of a code and that of a refresh token come from one operation", () => {
    const operation = operationOf("exchangeOAuthCode");
    const body = resolve(
      document,
      objectOf(contentOf(operation.requestBody)["application/x-www-form-urlencoded"]).schema,
    );
    const { actions, by } = objectOf(operation["x-actions"]);
    const { refresh_token: refresh } = objectOf(actions);
    const row = rows?.find(({ operationId }) => operationId === action);
    const fields = [...(row?.request_body ?? "").matchAll(/(\w+)\*/g)].map(([, name]) => name);
    expect(fields).toContain("grant_type");
    expect(by).toBe("/grant_type");
    expect(refresh).toMatchObject({ operationId: action });
    expect(["grant_type", ...stringsOf(objectOf(refresh).required)].sort()).toEqual([...fields].sort());
    expect(objectOf(refresh).inputs).toEqual(objectOf(refresh).required);
    expect([...propertiesOf(document, body).keys()].sort()).toEqual([...fields, "code"].sort());
  });

  const schemas = maybeObject(maybeObject(document.components).schemas);
  const enums = (readInventory("enums") ?? []).filter(
    ({ api, enum_name: name = "" }) => api === "linode" && schemas[name] !== undefined,
  );

  test("has the enums of the spec, but for those of the library alone", () => {
    expect(enums.length).toBeGreaterThanOrEqual(35);
  });

  test.each(enums.map((row) => [row.enum_name ?? "", row.values ?? ""] as const))("%s: its values", (name, values) => {
    const known = values.split(", ").filter((value) => value !== "null");
    // What newer servers have besides comes after.
    expect(listOf(objectOf(schemas[name]).enum).map(String)).toEqual(expect.arrayContaining(known));
  }); // prettier-ignore
});

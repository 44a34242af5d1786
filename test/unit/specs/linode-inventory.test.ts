import { describe, expect, test } from "vitest";
import { readFields, readParameters, type CellField } from "./inventory-cells.js";
import { listOf, resolve, stringOf, stringsOf, type JsonObject } from "./json.js";
import { absent, readInventory } from "./shared-files.js";
import { bodySchema, openSpec, operationsOf, propertiesOf, replySchema, scopesOf } from "./spec.js";

const seed = "001_0dc23128fdc04984.txt";
const { document, problems } = await openSpec("linode");
const operations = new Map(operationsOf(document).map((entry) => [stringOf(entry.operation.operationId), entry]));

const rows = readInventory("operations")?.filter(({ seed_file: file = "" }) => file.includes(seed));
const cases = (rows ?? []).map((row) => [row.operationId ?? "", row] as const);

/** The fields of a schema have to be those of the inventory, at every depth that the inventory speaks of. */
function expectFields(schema: JsonObject, fields: readonly CellField[], where: string): void {
  const properties = propertiesOf(document, schema);
  expect([...properties.keys()].sort(), where).toEqual(fields.map(({ name }) => name).sort());
  for (const field of fields) {
    const property = properties.get(field.name) ?? {};
    if (field.required) expect(stringsOf(schema.required), where).toContain(field.name);
    if (field.list) expect([property.type].flat(), `${where}.${field.name}`).toContain("array");
    if (field.fields.length === 0) continue;
    expectFields(field.list ? resolve(document, property.items) : property, field.fields, `${where}.${field.name}`);
  }
}

test("the spec loads without a problem", () => {
  expect(problems).toEqual([]);
  expect(operations.size).toBeGreaterThan(0);
});

describe.skipIf(rows === undefined)(`the inventory of ${seed}${rows === undefined ? ` (${absent})` : ""}`, () => {
  test("has 32 rows, and the spec no operation beyond them", () => {
    expect(cases).toHaveLength(32);
    expect([...operations.keys()].sort()).toEqual(cases.map(([id]) => id).sort());
  });

  test.each(cases)("%s: method and path", (id, row) => {
    expect(operations.get(id)).toMatchObject({ method: row.method, path: row.path });
  });

  test.each(cases)("%s: sign-in and scopes", (id, row) => {
    const { operation = {} } = operations.get(id) ?? {};
    const [, scope] = /; scope (\S+)$/.exec(row.auth ?? "") ?? [];
    expect(scope !== undefined || row.auth?.includes("no scope needed")).toBe(true);
    expect(operation.security).toEqual([{ personalAccessToken: [] }, { oauth: scope === undefined ? [] : [scope] }]);
    expect(scopesOf(operation, "oauth")).toEqual(scope === undefined ? [] : [scope]);
  });

  test.each(cases)("%s: parameters", (id, row) => {
    const { parameters = [] } = operations.get(id) ?? {};
    const found = parameters.map(({ name, in: place, required }) => ({ place, name, required: required === true }));
    expect(found).toEqual(readParameters(row.parameters ?? ""));
  });

  test.each(cases)("%s: body", (id, row) => {
    const schema = bodySchema(document, operations.get(id)?.operation ?? {});
    const cell = row.request_body ?? "";
    if (cell === "-") expect(schema).toBeUndefined();
    else if (cell.startsWith("arbitrary JSON object"))
      expect(schema).toMatchObject({ type: "object", additionalProperties: true });
    else expectFields(schema ?? {}, readFields(cell), id);
  });

  test.each(cases)("%s: reply", (id, row) => {
    const { operation = {} } = operations.get(id) ?? {};
    const [success = "", ...others] = (row.success_response ?? "").split("; ");
    const schema = replySchema(document, operation, "200") ?? {};
    if (others.includes("204 no body")) expect(operation.responses).toHaveProperty("204");
    const [, name = "", fields] = /^200 (.*?)\s*(?:\{(.*)\})?(?: \(empty object\))?$/.exec(success) ?? [];
    if (name === "arbitrary JSON object")
      return expect(schema).toMatchObject({ type: "object", additionalProperties: true });
    expect(fields, success).toBeDefined();
    expectFields(schema, readFields(fields ?? ""), id);
    if (name.startsWith("page of ")) expect(operation["x-paginator"]).toMatchObject({ style: "page-number" });
  });

  const enums = (readInventory("enums") ?? []).filter(({ enum_name: name = "" }) =>
    ["AuthenticationType", "LishAuthMethod", "LoginStatus", "GrantPermission", "GlobalAccountAccess"].includes(name),
  );

  test("has the enums", () => expect(enums).toHaveLength(5));

  test.each(enums.map((row) => [row.enum_name ?? "", row.values ?? ""] as const))("%s: values", (name, values) => {
    const schema = resolve(document, { $ref: `#/components/schemas/${name}` });
    expect(listOf(schema.enum)).toEqual(values.split(", ").filter((value) => value !== "null"));
  });
});

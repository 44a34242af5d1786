import { describe, expect, test } from "vitest";
import { readFields, readParameters, type CellField } from "./inventory-cells.js";
import { listOf, objectOf, resolve, stringOf, stringsOf, type JsonObject } from "./json.js";
import { absent, readInventory } from "./shared-files.js";
import { bodySchema, openSpec, operationsOf, propertiesOf, replySchema } from "./spec.js";

const { document } = await openSpec("decapod");
const operations = new Map(operationsOf(document).map((entry) => [stringOf(entry.operation.operationId), entry]));

const rows = readInventory("operations")?.filter(({ api }) => api === "decapod");
const cases = (rows ?? []).map((row) => [row.operationId ?? "", row] as const);

/** The fields of a cell, without its remarks in parentheses. */
function fieldsOf(cell: string): readonly CellField[] {
  return readFields(cell.replace(/\s*\([^)]*\)/g, ""));
}

/** Every field of the inventory has to be there, at every depth that the inventory speaks of. */
function expectFields(schema: JsonObject, fields: readonly CellField[], where: string): void {
  const properties = propertiesOf(document, schema);
  for (const field of fields) {
    const at = `${where}.${field.name}`;
    const property = properties.get(field.name) ?? {};
    expect([...properties.keys()], where).toContain(field.name);
    if (field.required) expect(stringsOf(schema.required), at).toContain(field.name);
    if (field.list) expect([property.type].flat(), at).toContain("array");
    if (field.fields.length === 0) continue;
    expectFields(field.list ? resolve(document, property.items) : property, field.fields, at);
  }
}

describe.skipIf(rows === undefined)(`the inventory of Decapod${rows === undefined ? ` (${absent})` : ""}`, () => {
  test("has 54 operations", () => expect(cases).toHaveLength(54));

  test.each(cases)("%s: parameters", (id, row) => {
    const { parameters = [] } = operations.get(id) ?? {};
    const found = parameters.map(({ name, in: place, required }) => ({ place, name, required: required === true }));
    // The headers that the row of the log names are no parameters: they choose between the two forms of the reply.
    expect(found).toEqual(readParameters((row.parameters ?? "").replace(/; header .*/, "")));
  });

  test.each(cases)("%s: sign-in and permission", (id, row) => {
    const { operation = {} } = operations.get(id) ?? {};
    const cell = row.auth ?? "";
    if (cell.startsWith("none")) return expect(operation.security).toEqual([]);
    // The row of getPermissions names one that the server does not ask for.
    const [, permission] = id === "getPermissions" ? [] : (/permission (\w+)/.exec(cell) ?? []);
    const token = { token: permission === undefined ? [] : [permission] };
    expect(operation.security).toEqual(id === "createServer" ? [token, { discoveryToken: [] }] : [token]);
  });

  test.each(cases)("%s: body", (id, row) => {
    const schema = bodySchema(document, operations.get(id)?.operation ?? {});
    const cell = row.request_body ?? "";
    if (cell === "-") return expect(schema).toBeUndefined();
    const [, applied] = /^whole \w+ model; (?:only )?(.*) (?:is|are) applied$/.exec(cell) ?? [];
    if (applied === undefined) return expectFields(schema ?? {}, fieldsOf(cell), id);
    expectFields(schema ?? {}, readFields("id, model, version, initiator_id, time_updated, time_deleted, data"), id);
    const reply = replySchema(document, operations.get(id)?.operation ?? {}, "200") ?? {};
    const data = propertiesOf(document, reply).get("data") ?? {};
    const changed = propertiesOf(document, propertiesOf(document, schema ?? {}).get("data") ?? {});
    const wanted = applied === "data.*" ? [...propertiesOf(document, data).keys()] : applied.match(/(?<=data\.)\w+/g);
    expect([...changed.keys()]).toEqual(wanted);
  });

  test.each(cases)("%s: reply", (id, row) => {
    const { operation = {} } = operations.get(id) ?? {};
    const schema = replySchema(document, operation, "200") ?? {};
    const cell = row.success_response ?? "";
    if (id === "getCinderIntegration") return expect(schema.additionalProperties).toMatchObject({ type: "string" });
    if (id === "getExecutionLog") {
      const { content } = objectOf(objectOf(operation.responses)["200"]);
      expect(Object.keys(objectOf(content)).sort()).toEqual(["application/json", "text/plain"]);
      return expectFields(schema, readFields("data"), id);
    }
    const [, model] = /^200 \{items: (\w+)\[\], page, per_page, total\}$/.exec(cell) ?? [];
    if (model !== undefined) {
      expect(propertiesOf(document, schema).get("items")?.items).toEqual({ $ref: `#/components/schemas/${model}` });
      return expectFields(schema, readFields("items[], page, per_page, total"), id);
    }
    const [, fields] = /^200 \w*\s*\{(.*)\}/.exec(cell) ?? [];
    expect(fields, cell).toBeDefined();
    expectFields(schema, fieldsOf(fields ?? ""), id);
  });

  const enums = (readInventory("enums") ?? []).filter(({ api }) => api === "decapod");
  const valuesOf = (name: string): readonly string[] =>
    enums.find((row) => row.enum_name === name)?.values?.split(", ") ?? [];
  const schemaValues = (name: string): readonly string[] =>
    listOf(resolve(document, { $ref: `#/components/schemas/${name}` }).enum).map(String);

  test("has 16 enums", () => expect(enums).toHaveLength(16));

  test.each(["PermissionGroup", "ExecutionState", "ExecutionStepResult", "ServerState", "ServerListPolicy"])(
    "%s: exactly its values",
    (name) => expect([...schemaValues(name)].sort()).toEqual([...valuesOf(name)].sort()),
  );

  test.each([
    ["ApiPermission", "ApiPermission"],
    ["PlaybookPermission", "PlaybookId"],
    ["PlaybookId", "PlaybookId"],
    ["PlaybookHintType", "PlaybookHintType"],
    ["PlaybookHintId", "PlaybookHintId"],
  ])("%s: at least its values, and open for more", (row, name) => {
    expect(schemaValues(name)).toEqual(expect.arrayContaining([...valuesOf(row)]));
    expect(resolve(document, { $ref: `#/components/schemas/${name}` })["x-open-enum"]).toBe(true);
  });

  test("ModelName: each model says which it is", () => {
    const schemas = objectOf(objectOf(document.components).schemas);
    const names = Object.values(schemas).flatMap((schema) => {
      const { const: name, readOnly } = propertiesOf(document, objectOf(schema)).get("model") ?? {};
      return readOnly === true ? [stringOf(name)] : [];
    });
    expect(names.sort()).toEqual([...valuesOf("ModelName")].sort());
  });

  test("ListParameter, FilterOperator, SortDirection, ApiVersion: the words of the lists", () => {
    const { parameters = [] } = operations.get("listClusters") ?? {};
    expect(parameters.map(({ name }) => name)).toEqual(valuesOf("ListParameter"));
    const comparisons = propertiesOf(document, resolve(document, { $ref: "#/components/schemas/Comparisons" }));
    expect([...comparisons.keys()].sort()).toEqual([...valuesOf("FilterOperator")].sort());
    expect(schemaValues("SortDirection")).toEqual(valuesOf("SortDirection"));
    for (const { path } of operations.values())
      expect(path.startsWith(`/v${valuesOf("ApiVersion").join()}/`)).toBe(true);
  });
});

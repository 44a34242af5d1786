import { describe, expect, test } from "vitest";
import { readFields, readParameters, type CellField } from "./inventory-cells.js";
import { listOf, maybeObject, objectOf, resolve, stringOf, stringsOf, type JsonObject } from "./json.js";
import { absent, readInventory } from "./shared-files.js";
import { bodySchema, openSpec, propertiesOf } from "./spec.js";

const seed = "002_1019451efb453f42.txt";
const { document } = await openSpec("cloudapi");

/** What a caller may give: parameters under their names on the wire, the client's settings left out. */
interface Input {
  readonly place: string;
  readonly name: string;
  readonly required: boolean;
}

interface Row {
  readonly method: string;
  readonly path: string;
  readonly operation: JsonObject;
  readonly inputs: readonly Input[];
  readonly reply: JsonObject;
}

const methods = ["get", "head", "put", "post", "delete"];

/** Every operation by its id; what `x-actions` makes of one path stands here one by one. */
const operations = new Map(
  Object.entries(maybeObject(document.paths)).flatMap(([path, item]) =>
    methods
      .filter((method) => objectOf(item)[method] !== undefined)
      .flatMap((method) => rowsOf(path, method, objectOf(item))),
  ),
);

function rowsOf(path: string, method: string, pathItem: JsonObject): [string, Row][] {
  const operation = objectOf(pathItem[method]);
  const inputs = [...listOf(pathItem.parameters), ...listOf(operation.parameters)]
    .map((entry) => resolve(document, entry))
    .filter((parameter) => parameter["x-setting"] === undefined || parameter.in === "path")
    .map(inputOf);
  const whole = { method: method.toUpperCase(), path, operation, inputs, reply: successOf(operation) };
  const { by, actions } = maybeObject(operation["x-actions"]);
  const rows = Object.entries(maybeObject(actions)).map(([value, action]): [string, Row] => {
    const { operationId, inputs: named, required, reply } = objectOf(action);
    const own = inputs
      .filter(({ place, name }) => place === "path" || name === by || stringsOf(named).includes(name))
      .map((input) => ({ ...input, required: input.required || stringsOf(required).includes(input.name) }));
    const at = { path: `${path}?${stringOf(by)}=${value}`, inputs: own, reply: successOf(operation, stringOf(reply)) };
    return [stringOf(operationId), { ...whole, ...at }];
  });
  return [[stringOf(operation.operationId), whole], ...rows];
}

function inputOf(parameter: JsonObject): Input {
  const prefix = parameter["x-flatten"];
  const name = prefix === undefined ? stringOf(parameter.name) : `${stringOf(prefix)}{name}`;
  return { place: stringOf(parameter.in), name, required: parameter.required === true };
}

/** The reply of success, with its status as `status`. */
function successOf(operation: JsonObject, wanted = ""): JsonObject {
  const [[status, reply] = ["", {}]] = Object.entries(maybeObject(operation.responses)).filter(([key]) =>
    wanted === "" ? key.startsWith("2") : key === wanted,
  );
  return { ...resolve(document, reply), status };
}

const rows = readInventory("operations")?.filter(({ seed_file: file = "" }) => file.includes(seed));
const cases = (rows ?? []).map((row) => [row.operationId ?? "", row] as const);

function found(id: string): Row {
  const row = operations.get(id);
  if (row === undefined) throw new Error(`no operation ${id}`);
  return row;
}

/** A schema must have the fields of the inventory; the reference of today adds others. */
function expectFields(schema: JsonObject, fields: readonly CellField[], where: string): void {
  const properties = propertiesOf(document, schema);
  for (const { name, required, list } of fields) {
    expect([...properties.keys()], where).toContain(name);
    if (required) expect(stringsOf(schema.required), where).toContain(name);
    if (list) expect(properties.get(name)?.type ?? "array", `${where}.${name}`).toBe("array");
  }
}

describe.skipIf(rows === undefined)(`the inventory of ${seed}${rows === undefined ? ` (${absent})` : ""}`, () => {
  test("has 40 rows", () => expect(cases).toHaveLength(40));

  test.each(cases)("%s: sign-in", (id, row) => {
    expect(row.auth).toMatch(/^(none \(unsigned\)|HTTP Signature .*rsa-sha256 over Date\))$/);
    const isUnsigned = row.auth === "none (unsigned)";
    expect(found(id).operation.security).toEqual(isUnsigned ? [] : undefined);
  });

  test.each(cases)("%s: parameters, and none but optional ones beside them", (id, row) => {
    const { inputs, reply } = found(id);
    // A remark in parentheses may hold what else separates parameters.
    const wanted = readParameters((row.parameters ?? "").replace(/ \(.*?\)/g, ""));
    for (const input of wanted) {
      if (input.name !== "Accept") expect(inputs).toContainEqual(input);
      else expect(Object.keys(maybeObject(reply.content)).sort()).toEqual(["application/json", "text/plain"]);
    }
    const beside = inputs.filter(({ name }) => wanted.every((input) => input.name !== name));
    expect(beside.filter(({ required }) => required)).toEqual([]);
  });

  test.each(cases)("%s: body", (id, row) => {
    const { operation } = found(id);
    const schema = bodySchema(document, operation) ?? {};
    const cell = (row.request_body ?? "").replace(/ \(.*?\)/g, "");
    if (cell === "-") return expect(operation.requestBody).toBeUndefined();
    if (cell.startsWith("any ")) {
      expect(schema).toMatchObject({ type: "object" });
      expect(schema.additionalProperties).toBeDefined();
      return expect(schema.properties).toBeUndefined();
    }
    const names = cell.split(", ");
    const prefixes = [...propertiesOf(document, schema).values()].map((property) => property["x-flatten"]);
    for (const name of names.filter((each) => each.includes(".{"))) expect(prefixes).toContain(name.split("{")[0]);
    const plain = names.filter((each) => !each.includes(".{")).join(", ");
    expectFields(schema, readFields(plain), id);
    const required = names.filter((name) => name.includes("*")).map((name) => name.replace("*", ""));
    expect(stringsOf(schema.required)).toEqual(required);
  });

  test.each(cases)("%s: reply", (id, row) => {
    const { reply } = found(id);
    const [success = "", ...others] = (row.success_response ?? "").split("; ");
    const [, status = "", text = ""] = /^(\d+) (.*)$/.exec(success) ?? [];
    expect(reply.status).toBe(status);
    for (const [, names = ""] of others.flatMap((other) => [...other.matchAll(/^headers? (.*)$/g)]))
      expect(Object.keys(maybeObject(reply.headers))).toEqual(expect.arrayContaining(names.split(", ")));
    if (others.some((other) => other.startsWith("410 with the same body"))) {
      const { responses } = found(id).operation;
      expect(JSON.stringify(resolve(document, maybeObject(responses)["410"]).content)).toContain("schemas/Machine");
    }
    if (text === "no body") return expect(reply.content).toBeUndefined();
    const media = objectOf(maybeObject(reply.content)["application/json"]);
    const schema = resolve(document, media.schema);
    const [, list, fields] = /^\w+(\[\])? \{(.*)\}$/.exec(text) ?? [];
    if (fields === undefined) {
      expect(text).toMatch(/^(map|object|tag value)/);
      return expect(schema.properties === undefined || schema.additionalProperties !== undefined).toBe(true);
    }
    expect(schema.type === "array").toBe(list !== undefined);
    expectFields(list === undefined ? schema : resolve(document, schema.items), readFields(fields), id);
  });

  test("machines are counted with the filters alone", () => {
    const names = found("countMachines").inputs.map(({ name }) => name);
    for (const name of ["name", "limit", "offset", "credentials"]) expect(names).not.toContain(name);
  });

  const enums = new Map(
    (readInventory("enums") ?? [])
      .filter(({ api }) => api === "cloudapi")
      .map(({ enum_name: name = "", values = "" }) => [name, values.split(", ")] as const),
  );

  test("has eleven enums", () => expect(enums.size).toBe(11));

  test.each(["MachineType", "MachineState", "ImageState"])("%s: the values", (name) => {
    expect(listOf(resolve(document, { $ref: `#/components/schemas/${name}` }).enum)).toEqual(enums.get(name));
  });

  test.each(["MachineAction", "ErrorCode", "SnapshotState"])("%s: the values, and more of today", (name) => {
    const values = enums.get(name)?.filter((value) => !value.includes(" ")) ?? [];
    expect(values.length).toBeGreaterThan(2);
    const { enum: known } = resolve(document, { $ref: `#/components/schemas/${name}` });
    expect(listOf(known)).toEqual(expect.arrayContaining(values));
  });

  test("KnownLocation: the data centres are servers, and us-west-1 is the first", () => {
    const urls = listOf(document.servers).map((server) => objectOf(server).url);
    const known = enums.get("KnownLocation") ?? [];
    expect(known).toContain("us-west-1");
    expect(urls).toEqual(expect.arrayContaining(known.map((name) => `https://${name}.api.joyentcloud.com`)));
    expect(urls[0]).toBe("https://us-west-1.api.joyentcloud.com");
  });

  test("SignatureAlgorithm: what the library signs with RSA, the server takes", () => {
    const { signature } = maybeObject(maybeObject(document.components).securitySchemes);
    const { algorithms } = maybeObject(maybeObject(signature)["x-signature"]);
    const rsa = enums.get("SignatureAlgorithm")?.filter((name) => name.startsWith("rsa-"));
    expect(listOf(algorithms)).toEqual(expect.arrayContaining(rsa ?? ["none"]));
    expect(listOf(algorithms)[0]).toBe("rsa-sha256");
  });

  test("HttpVerb: the methods of the rows", () => {
    expect([...new Set(cases.map(([, { method }]) => method))].sort()).toEqual(
      [...(enums.get("HttpVerb") ?? [])].sort(),
    );
  });
});

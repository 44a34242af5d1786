import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { examplesIn } from "./examples.js";
import { eachObject, listOf, maybeObject, objectOf, stringOf, type Json, type JsonObject } from "./json.js";
import { openSpec, operationsOf } from "./spec.js";

const { document } = await openSpec("ionosenterprise");
const found = examplesIn(document);

/** Times are UTC and say so. */
const formats = {
  "date-time": /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/,
  email: /^[^@\s]+@[^@\s]+$/,
  ipv4: /^\d{1,3}(\.\d{1,3}){3}$/,
};

/** The document with its objects closed, so that a misspelt member of an example is found. */
function closed(): JsonObject {
  const components = objectOf(document.components);
  const schemas = objectOf(components.schemas);
  const bases = new Set<string>();
  eachObject(schemas, ({ allOf }) => {
    for (const part of listOf(allOf)) bases.add(stringOf(objectOf(part).$ref).split("/").at(-1) ?? "");
  });
  const entries = Object.entries(schemas).map(([name, value]) => {
    const schema = objectOf(value);
    const isOpen = bases.has(name) || schema.enum !== undefined;
    return [name, isOpen ? schema : { ...schema, unevaluatedProperties: false }] as const;
  });
  return { ...document, components: { ...components, schemas: Object.fromEntries(entries) } };
}

const ajv = new Ajv2020({ strict: false, allErrors: true, formats });
ajv.addSchema({ ...closed(), $id: "https://example.com/document" });

/** What is wrong with a value, as text; "" when nothing is. */
function fault(schema: Json, value: Json): string {
  const text = JSON.stringify(schema).replaceAll('"$ref":"#/', '"$ref":"https://example.com/document#/');
  const check = ajv.compile(objectOf(JSON.parse(text)));
  return check(value) === true ? "" : ajv.errorsText(check.errors);
}

describe("the examples of the IONOS Enterprise spec", () => {
  test.each(found.map((example) => [example.pointer, example] as const))("%s", (_pointer, { schema, value }) => {
    expect(fault(schema, value)).toBe("");
  });

  test("a body, and a reply with a body, has one each", () => {
    const pointers = found.map(({ pointer }) => pointer);
    for (const { operation, method, path } of operationsOf(document)) {
      const at = `/paths/${path.replaceAll("/", "~1")}/${method.toLowerCase()}`;
      const [status = "", success] = Object.entries(objectOf(operation.responses))[0] ?? [];
      const starts = [
        ...(operation.requestBody === undefined ? [] : [`${at}/requestBody/`]),
        ...(maybeObject(success).content === undefined ? [] : [`${at}/responses/${status}/`]),
      ];
      for (const start of starts)
        expect(
          pointers.filter((pointer) => pointer.startsWith(start)),
          start,
        ).toHaveLength(1);
    }
  });

  test("the check finds a wrong type, a wrong format, a limit, a missing and an unknown member, however deep", () => {
    const schema = { $ref: "#/components/schemas/NewDatacenter" };
    const build = (rule: JsonObject, properties: JsonObject = {}): Json => ({
      properties: { name: "web", location: "us/las", ...properties },
      entities: {
        servers: {
          items: [
            {
              properties: { name: "web", cores: 1, ram: 2048 },
              entities: {
                nics: { items: [{ properties: { lan: 1 }, entities: { firewallrules: { items: [{ properties: rule }] } } }] },
              },
            },
          ],
        },
      },
    }); // prettier-ignore
    expect(fault(schema, build({ protocol: "TCP", portRangeStart: 22 }))).toBe("");
    expect(fault(schema, build({ protocol: "TCP", portRangeStart: 0 }))).toContain(">= 1");
    expect(fault(schema, build({ protocol: "TCP", portRangeStart: "22" }))).toContain("integer");
    expect(fault(schema, build({ protocol: "TCP", sourceIp: "any" }))).toContain("ipv4");
    expect(fault(schema, build({ protocol: "TCP", sourceip: null }))).toContain("unevaluated");
    expect(fault(schema, build({}))).toContain("protocol");
    expect(fault(schema, build({ protocol: "TCP" }, { name: "a/b" }))).toContain("pattern");
  });

  test("a reply may be a bare reference, and may not lack what every object has", () => {
    const schema = { $ref: "#/components/schemas/Server" };
    const reference = { id: "1", type: "server", href: "https://api.ionos.com/cloudapi/v5/datacenters/1/servers/1" };
    expect(fault(schema, reference)).toBe("");
    expect(fault(schema, { ...reference, entities: { nics: { id: "nics", type: "collection" } } })).toBe("");
    expect(fault(schema, { ...reference, properties: { vmstate: null } })).toContain("unevaluated");
    expect(fault(schema, { id: "1", type: "server" })).toContain("href");
  });
});

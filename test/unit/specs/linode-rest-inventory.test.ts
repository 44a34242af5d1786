import { describe, expect, test } from "vitest";
import { readParameters } from "./inventory-cells.js";
import { listOf, maybeObject, objectOf, resolve, stringOf, stringsOf, type JsonObject } from "./json.js";
import { absent, readInventory } from "./shared-files.js";
import { bodySchema, openSpec, operationsOf, propertiesOf, replySchema, scopesOf } from "./spec.js";

const { document } = await openSpec("linode");
const operations = new Map(operationsOf(document).map((entry) => [stringOf(entry.operation.operationId), entry]));

/** The account, domains, Longview, networking, NodeBalancers and support; the rest of the rows is for other tests. */
const here = /^\/(account|domains|longview|networking|nodebalancers|support)(\/|$)/;
const rows = readInventory("operations")?.filter(
  ({ api, path = "", operationId }) => api === "linode" && here.test(path) && operationId !== "createProxyUserToken",
);
const cases = (rows ?? []).map((row) => [row.operationId ?? "", row] as const);

/** What a reply may have beyond its row: one schema serves several operations. */
const beyond: Readonly<Record<string, readonly string[]>> = {
  createUser: ["user_type"],
  getIpv6Range: ["route_target"],
};

/** The fields of a schema have to be those of the cell: `a, b*, c[]`, and none beside them but `more`. */
function expectFields(schema: JsonObject, cell: string, where: string, more: readonly string[] = []): void {
  const fields = (cell === "" ? [] : cell.split(", ")).map(
    (text) => /^(\w+)(\*?)((?:\[\])?)$/.exec(text) ?? [text, ""],
  );
  const properties = propertiesOf(document, schema);
  expect([...properties.keys()].sort(), where).toEqual([...fields.map(([, name]) => name), ...more].sort());
  const required = [schema, ...listOf(schema.allOf).map((part) => resolve(document, part))].flatMap((part) =>
    stringsOf(part.required),
  );
  for (const [, name = "", star, list] of fields) {
    if (star === "*") expect(required, where).toContain(name);
    if (list === "[]") expect([properties.get(name)?.type].flat(), `${where}.${name}`).toContain("array");
  }
}

/** The content of a body or a reply, by media type. */
function contentOf(holder: JsonObject): JsonObject {
  return maybeObject(holder.content);
}

describe.skipIf(rows === undefined)(
  `the account, networks and support${rows === undefined ? ` (${absent})` : ""}`,
  () => {
    test("have 80 rows", () => expect(cases).toHaveLength(80));

    test.each(cases)("%s: method and path", (id, row) => {
      expect(operations.get(id)).toMatchObject({ method: row.method, path: row.path });
    });

    test.each(cases)("%s: sign-in and scopes", (id, row) => {
      const { operation = {} } = operations.get(id) ?? {};
      if (row.auth === "none (public)") return expect(operation.security).toEqual([]);
      const [, cell = ""] = /; scope (.+)$/.exec(row.auth ?? "") ?? [];
      expect(cell).not.toBe("");
      expect(scopesOf(operation, "oauth")).toEqual(cell.split(" + "));
      expect(operation.security).toEqual([{ personalAccessToken: [] }, { oauth: cell.split(" + ") }]);
    });

    test.each(cases)("%s: parameters", (id, row) => {
      const { parameters = [] } = operations.get(id) ?? {};
      const found = parameters.map(({ name, in: place, required }) => ({ place, name, required: required === true }));
      expect(found).toEqual(readParameters(row.parameters ?? ""));
    });

    test.each(cases)("%s: body", (id, row) => {
      const { operation = {} } = operations.get(id) ?? {};
      const cell = row.request_body ?? "";
      if (cell === "-") return expect(operation).not.toHaveProperty("requestBody");
      const [, kind = "application/json", fields = cell] = /^([a-z]+\/[a-z-]+): (.*)$/.exec(cell) ?? [];
      const content = contentOf(objectOf(operation.requestBody));
      expect(Object.keys(content)).toEqual([kind]);
      const schema = resolve(document, objectOf(content[kind]).schema);
      if (fields === "raw") expect(schema.contentMediaType).toBe(kind);
      else expectFields(schema, fields, id);
      if (kind === "application/json") expect(bodySchema(document, operation)).toEqual(schema);
    });

    test.each(cases)("%s: reply", (id, row) => {
      const { operation = {} } = operations.get(id) ?? {};
      const [success = "", ...others] = (row.success_response ?? "").split("; ");
      expect(Object.keys(maybeObject(operation.responses)).includes("204")).toBe(others.includes("204 no body"));
      if (success === "200 image/png (binary)") {
        const content = contentOf(resolve(document, maybeObject(operation.responses)["200"]));
        return expect(content).toMatchObject({
          "image/png": { schema: { type: "string", contentMediaType: "image/png" } },
        });
      }
      const [, name = "", fields] = /^200 (.*?)\s*(?:\{(.*)\})?(?: \(empty object\))?$/.exec(success) ?? [];
      expect(fields, success).toBeDefined();
      expectFields(replySchema(document, operation, "200") ?? {}, fields ?? "", id, beyond[id]);
      expect(operation["x-paginator"] !== undefined, "paginator").toBe(name.startsWith("page of "));
    });
  },
);

/** Enums of the inventory, and what the spec has beyond their values: newer than the version of the inventory. */
const enums: Readonly<Record<string, readonly string[]>> = {
  DomainType: [],
  DomainStatus: [],
  DomainRecordType: [],
  DomainRecordTag: [],
  NodeBalancerProtocol: ["udp"],
  NodeBalancerAlgorithm: [],
  NodeBalancerStickiness: [],
  NodeBalancerCheck: [],
  NodeBalancerCipherSuite: ["none"],
  NodeBalancerProxyProtocol: [],
  NodeBalancerNodeMode: ["none"],
  NodeBalancerNodeStatus: [],
  TicketStatus: [],
  EventStatus: [],
  IpAddressType: [],
  OAuthClientStatus: [],
  LongviewSubscriptionId: [],
};

describe.skipIf(rows === undefined)("enums of the inventory", () => {
  const known = new Map((readInventory("enums") ?? []).map((row) => [`${row.api}.${row.enum_name}`, row.values ?? ""]));

  test.each(Object.entries(enums))("%s: values", (name, newer) => {
    const values = known.get(`linode.${name}`)?.split(", ") ?? [];
    expect(values).not.toEqual([]);
    expect(maybeObject(maybeObject(document.components).schemas)).toHaveProperty(name);
    expect(resolve(document, { $ref: `#/components/schemas/${name}` }).enum).toEqual([...values, ...newer]);
  });
});

import { describe, expect, test } from "vitest";
import { readParameters } from "./inventory-cells.js";
import { listOf, maybeObject, objectOf, resolve, stringOf, stringsOf, type Json, type JsonObject } from "./json.js";
import { absent, readInventory } from "./shared-files.js";
import { openSpec, operationsOf, propertiesOf } from "./spec.js";

const { document } = await openSpec("ionosenterprise");
const operations = new Map(operationsOf(document).map((entry) => [stringOf(entry.operation.operationId), entry]));

const rows = readInventory("operations")?.filter(({ api }) => api === "ionosenterprise");
const cases = (rows ?? []).map((row) => [row.operationId ?? "", row] as const);

/** What the reference of the API allows beyond the rows, which only tell what the Python library sends. */
const moreParameters = ["pretty", "X-Contract-Number", "depth", "offset", "limit", "filter"];
const volumeFlags = ["cpuHotPlug", "ramHotPlug", "nicHotPlug", "nicHotUnplug", "discVirtioHotPlug", "discVirtioHotUnplug"]; // prettier-ignore
const groupPrivileges = ["createPcc", "s3Privilege", "createBackupUnit", "createInternetAccess", "createK8sCluster"];
const moreFields: Readonly<Record<string, readonly string[]>> = {
  "createDatacenter.properties": ["secAuthProtection"],
  updateDatacenter: ["secAuthProtection"],
  "createServer.entities": ["cdroms"],
  "createVolume.properties": [...volumeFlags, "backupunitId", "userData"],
  updateVolume: volumeFlags,
  createSnapshot: ["secAuthProtection", "licenceType"],
  updateSnapshot: ["secAuthProtection"],
  "createLan.properties": ["ipFailover", "pcc"],
  "createGroup.properties": groupPrivileges,
  "updateGroup.properties": groupPrivileges,
  "createUser.properties": ["secAuthActive", "active"],
  "updateUser.properties": ["password", "secAuthActive", "active"],
  "createK8sCluster.properties": ["k8sVersion", "maintenanceWindow", "apiSubnetAllowList", "s3Buckets"],
  "updateK8sCluster.properties": ["apiSubnetAllowList", "s3Buckets"],
  "createK8sNodepool.properties": ["publicIps"],
  "updateK8sNodepool.properties": ["name", "k8sVersion", "lans", "labels", "annotations", "publicIps"],
};

/** Names of the inventory that mean something else in TypeScript, so that the spec has others. */
const schemaNames: Readonly<Record<string, string>> = {
  GroupShare: "Share",
  Resource: "ShareableResource",
  Request: "ProvisioningRequest",
};

interface Field {
  readonly name: string;
  readonly required: boolean;
  readonly list: boolean;
  readonly fields: Field[];
}

/** Reads `properties{name*, lans[]{id}}`. What is said twice, in two forms, is one field. */
function fieldsOf(cell: string): readonly Field[] {
  const text = cell.replace(/\s*\([^)]*\)/g, "").replaceAll("{...}", "");
  const stack: Field[][] = [[]];
  for (const [token, name, marks = ""] of text.matchAll(/([A-Za-z0-9]+)([*[\]]*)|[{}]/g)) {
    const top = stack.at(-1) ?? [];
    if (token === "{") stack.push(top.at(-1)?.fields ?? []);
    else if (token === "}") stack.pop();
    else if (name !== undefined && name !== "and" && top.at(-1)?.name !== name)
      top.push({ name, required: marks.includes("*"), list: marks.includes("[]"), fields: [] });
  }
  return stack[0] ?? [];
}

/** The schema of a property that may be null as well. */
function withoutNull(property: JsonObject): JsonObject {
  const options = listOf(property.oneOf).filter((option) => objectOf(option).type !== "null");
  return options.length === 1 ? resolve(document, options[0]) : property;
}

/** The schema of a list's items; of those that can take several forms, the one that is a mere reference. */
function itemsOf(property: JsonObject): JsonObject {
  const items = resolve(document, property.items);
  const forms = listOf(items.anyOf).map((form) => resolve(document, form));
  return forms.find((form) => propertiesOf(document, form).has("id")) ?? items;
}

function expectFields(schema: JsonObject, fields: readonly Field[], where: string, exact: boolean): void {
  const properties = propertiesOf(document, schema);
  const found = [...properties.keys()];
  const wanted = fields.map(({ name }) => name);
  if (exact) expect(found.sort(), where).toEqual([...wanted, ...(moreFields[where] ?? [])].sort());
  else expect(found, where).toEqual(expect.arrayContaining(wanted));
  for (const { name, required, list, fields: inner } of fields) {
    const at = `${where}.${name}`;
    const property = withoutNull(properties.get(name) ?? {});
    if (required) expect(stringsOf(schema.required), at).toContain(name);
    expect([property.type].flat().includes("array"), at).toBe(list);
    if (inner.length > 0) expectFields(list ? itemsOf(property) : property, inner, at, exact);
  }
}

/** The media type and the schema of a body or of a reply. */
function contentOf(holder: Json | undefined): { readonly media?: string; readonly schema: JsonObject } {
  const [entry, ...others] = Object.entries(maybeObject(holder === undefined ? {} : resolve(document, holder).content));
  expect(others).toEqual([]);
  return entry === undefined
    ? { schema: {} }
    : { media: entry[0], schema: resolve(document, objectOf(entry[1]).schema) };
}

function schemaNamed(name: string): JsonObject {
  return resolve(document, { $ref: `#/components/schemas/${schemaNames[name] ?? name}` });
}

describe.skipIf(rows === undefined)(
  `the inventory of IONOS Enterprise${rows === undefined ? ` (${absent})` : ""}`,
  () => {
    test("has 121 operations", () => expect(cases).toHaveLength(121));

    test.each(cases)("%s: sign-in", (id, row) => {
      expect(row.auth).toBe("HTTP basic (username, password); the API also takes a bearer token");
      expect(operations.get(id)?.operation.security ?? document.security).toEqual([{ basic: [] }, { token: [] }]);
    });

    test.each(cases)("%s: parameters", (id, row) => {
      const { parameters = [] } = operations.get(id) ?? {};
      const cell = row.parameters ?? "";
      const wanted = readParameters(cell);
      const all = parameters.map(({ name, in: place, required }) => ({ place, name, required: required === true }));
      const known = new Set(wanted.map(({ name }) => name));
      expect(all.filter(({ name }) => known.has(stringOf(name)))).toEqual(wanted);
      const others = all.filter(({ name }) => !known.has(stringOf(name)));
      expect(moreParameters).toEqual(expect.arrayContaining(others.map(({ name }) => stringOf(name))));
      for (const { required } of others) expect(required).toBe(false);
      for (const name of ["pretty", "X-Contract-Number"]) expect(all.map((each) => each.name)).toContain(name);
    });

    test.each(cases)("%s: depth is sent where the Python library sends it, and only there", (id, row) => {
      const depth = operations.get(id)?.parameters.find(({ name }) => name === "depth");
      const [, usual] = /depth \(int 0\.\.5, SDK default ([01])/.exec(row.parameters ?? "") ?? [];
      expect(depth?.["x-send-default"]).toBe(usual === undefined ? undefined : true);
      expect(maybeObject(depth?.schema).default).toBe(usual === undefined ? undefined : Number(usual));
    });

    test.each(cases)("%s: body", (id, row) => {
      const { requestBody } = operations.get(id)?.operation ?? {};
      const cell = row.request_body ?? "";
      if (cell.startsWith("-")) return expect(requestBody).toBeUndefined();
      const [, form, fields = ""] = /^(application\/x-www-form-urlencoded: |flat properties: )?(.*)$/.exec(cell) ?? [];
      const { media, schema } = contentOf(requestBody);
      expect(media).toBe(form?.startsWith("application") === true ? form.slice(0, -2) : "application/json");
      expect(requestBody).toMatchObject({ required: true });
      expectFields(schema, fieldsOf(fields), id, true);
    });

    test.each(cases)("%s: reply", (id, row) => {
      const [success = "", ...more] = (row.success_response ?? "").split("; ");
      const [, status = "", what = ""] = /^(\d+) (.*)$/.exec(success) ?? [];
      const { responses } = operations.get(id)?.operation ?? {};
      expect(Object.keys(objectOf(responses))).toEqual([status, "default"]);
      const reply = resolve(document, objectOf(responses)[status]);
      const isTracked = more.some((remark) => remark.startsWith("header Location"));
      expect(Object.keys(maybeObject(reply.headers))).toEqual(isTracked ? ["Location"] : []);
      if (what === "(body empty or object)") return expect(reply.content).toBeUndefined();

      const { schema } = contentOf(reply);
      const [, item] = /^collection .* items: (\w+)\[\]\}$/.exec(what) ?? [];
      if (item !== undefined) {
        expectFields(schema, fieldsOf("id, type, href, items[]"), id, false);
        expect(stringsOf(objectOf(listOf(schema.allOf)[1]).required)).toEqual(["items"]);
        return expect(itemsOf(propertiesOf(document, schema).get("items") ?? {})).toEqual(schemaNamed(item));
      }
      const [, name = "", fields = ""] = /^(\w*)(?: ?\{(.*)\})?$/.exec(what) ?? [];
      if (name !== "") expect(schema).toEqual(schemaNamed(name));
      // The rows give every object `entities`; those that contain nothing have none in the reference.
      const cell = fields.replace("type kubeconfig", "type").replace(/^(id, .*), entities$/, "$1");
      expectFields(schema, fieldsOf(cell), id, false);
    });

    test.each(cases.filter(([, { success_response: reply = "" }]) => /^202/.test(reply)))(
      "%s: can be followed to its end",
      (id, row) => {
        const { waiter, input } = objectOf(operations.get(id)?.operation["x-poller"]);
        if (row.success_response?.includes("no Location header") === true) {
          expect(waiter).toMatch(/^waitUntilKubernetes/);
        } else {
          expect(waiter).toBe("waitUntilRequestDone");
          expect(input).toEqual({ requestId: { header: "Location", template: "/requests/{value}/status" } });
        }
      },
    );

    const enums = (readInventory("enums") ?? []).filter(({ api }) => api === "ionosenterprise");
    const valuesOf = (name: string): readonly string[] =>
      enums.find((row) => row.enum_name === name)?.values?.split(", ") ?? [];

    test("has 26 enums", () => expect(enums).toHaveLength(26));

    test.each([
      ["Depth", "Depth"],
      ["ServerAvailabilityZone", "ServerAvailabilityZone"],
      ["VolumeAvailabilityZone", "VolumeAvailabilityZone"],
      ["NodePoolStorageType", "NodePoolStorageType"],
      ["FirewallProtocol", "FirewallProtocol"],
      ["ResourceType", "ResourceType"],
      ["RequestStatus", "RequestState"],
      ["ResourceState", "ResourceState"],
      ["VmState", "VmState"],
      ["DayOfTheWeek", "DayOfTheWeek"],
    ])("%s: exactly its values", (row, name) => {
      expect(valuesOf(row).length).toBeGreaterThan(0);
      expect(listOf(schemaNamed(name).enum).map(String)).toEqual(valuesOf(row));
    });

    // The reference of the API knows more values of these than the documentation of the library.
    test.each(["LocationId", "CpuFamily", "LicenceType", "BusType", "VolumeType", "ImageType", "WireType"])(
      "%s: at least its values",
      (name) => {
        expect(valuesOf(name).length).toBeGreaterThan(0);
        expect(listOf(schemaNamed(name).enum)).toEqual(expect.arrayContaining([...valuesOf(name)]));
      },
    );

    test.each([
      ["HotPlugFlag", "HotPlugFlags"],
      ["GroupPrivilege", "GroupProperties"],
      ["SharePrivilege", "ShareProperties"],
      ["DatacenterEntity", "DatacenterEntities"],
      ["ServerEntity", "ServerEntities"],
    ])("%s: the members of %s", (row, name) => {
      expect(valuesOf(row).length).toBeGreaterThan(0);
      expect([...propertiesOf(document, schemaNamed(name)).keys()]).toEqual(expect.arrayContaining([...valuesOf(row)]));
    });

    test("CredentialEnvVar: the variables of the sign-in", () => {
      const { basic } = objectOf(objectOf(document.components).securitySchemes);
      const [username, password] = valuesOf("CredentialEnvVar");
      expect(objectOf(basic)["x-env"]).toEqual({ username: [username], password: [password] });
    });

    test("MaintenanceTimeFormat: the forms of a time", () => {
      const { pattern } = propertiesOf(document, schemaNamed("MaintenanceWindow")).get("time") ?? {};
      const [plain = "", quoted = "", marked = ""] = valuesOf("MaintenanceTimeFormat");
      expect(quoted).not.toBe("");
      for (const form of [plain, quoted, marked]) {
        const time = form.replace("HH", "17").replace("mm", "00").replace("ss", "00");
        expect(time).toMatch(new RegExp(stringOf(pattern)));
      }
    });
  },
);

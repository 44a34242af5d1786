import { describe, expect, test } from "vitest";
import { readParameters } from "./inventory-cells.js";
import { listOf, maybeObject, objectOf, resolve, stringOf, stringsOf, type JsonObject } from "./json.js";
import { absent, readInventory } from "./shared-files.js";
import { openSpec, operationsOf, propertiesOf, replySchema, scopesOf } from "./spec.js";

const { document } = await openSpec("linode");
const operations = new Map(operationsOf(document).map((entry) => [stringOf(entry.operation.operationId), entry]));

/** Linodes with all that belongs to them, images, regions, volumes, and the sign-in server. */
const here = /^\/(linode|images|regions|volumes|oauth)(\/|$)/;
const rows = readInventory("operations")?.filter(({ api, path = "" }) => api === "linode" && here.test(path));
/** The one that shares method and path with another is told apart by `x-actions`, and has tests of its own. */
const cases = (rows ?? []).flatMap((row) =>
  row.operationId === "refreshOAuthToken" ? [] : [[row.operationId ?? "", row] as const],
);

const instance = ["capabilities", "disk_encryption", "lke_cluster_id", "placement_group"];
const backup = ["duration", "message", "region"];
const config = ["created", "initrd", "updated"];
const disk = ["disk_encryption"];
const image = ["regions", "tags", "total_size"];
const volume = ["encryption"];

/** What replies have beyond their rows: read by the first Python library, or sent by newer servers. */
const beyond: Readonly<Record<string, readonly string[]>> = {
  createInstance: instance,
  getInstance: instance,
  updateInstance: instance,
  rebuildInstance: instance,
  cloneInstance: instance,
  createInstanceSnapshot: backup,
  getInstanceBackup: backup,
  createInstanceConfig: config,
  getInstanceConfig: config,
  updateInstanceConfig: config,
  createInstanceDisk: disk,
  getInstanceDisk: disk,
  updateInstanceDisk: disk,
  cloneInstanceDisk: disk,
  createImage: image,
  getImage: image,
  updateImage: image,
  createVolume: volume,
  getVolume: volume,
  updateVolume: volume,
  attachVolume: volume,
  resizeVolume: volume,
  cloneVolume: volume,
  getKernel: ["created", "description", "updates", "xen"],
  getType: ["accelerated_devices"],
  getRegion: ["placement_group_limits", "site_type"],
};

/** The fields of a schema have to be those of the cell (`a, b*, c[]`), and none beside them but `more`. */
function expectFields(schema: JsonObject, cell: string, where: string, more: readonly string[] = []): void {
  const fields = (cell === "" ? [] : cell.split(", ")).map((text) => {
    const [, name = text, star, list] = /^(\w+)(\*?)((?:\[\])?)$/.exec(text) ?? [];
    return { name, needed: star === "*", isList: list === "[]" };
  });
  const properties = propertiesOf(document, schema);
  expect([...properties.keys()].sort(), where).toEqual([...fields.map(({ name }) => name), ...more].sort());
  for (const { name, needed, isList } of fields) {
    if (needed) expect(stringsOf(schema.required), where).toContain(name);
    if (isList) expect([properties.get(name)?.type].flat(), `${where}.${name}`).toContain("array");
  }
}

describe.skipIf(rows === undefined)(`the inventory of computing${rows === undefined ? ` (${absent})` : ""}`, () => {
  test("has 71 rows, one of them an action", () => {
    expect(rows).toHaveLength(71);
    expect(cases).toHaveLength(70);
  });

  test("leaves out no operation of these paths", () => {
    const found = [...operations].filter(([, { path }]) => here.test(path)).map(([id]) => id);
    expect(found.sort()).toEqual(cases.map(([id]) => id).sort());
  });

  test.each(cases)("%s: method, path and server", (id, row) => {
    expect(operations.get(id)).toMatchObject({ method: row.method, path: row.path });
    const server = /base (https:\S+?);/.exec(row.notes ?? "")?.[1];
    const { servers } = maybeObject(maybeObject(document.paths)[row.path ?? ""]);
    expect(listOf(servers).map((entry) => objectOf(entry).url)).toEqual(server === undefined ? [] : [server]);
  });

  test.each(cases)("%s: sign-in and scopes", (id, row) => {
    const { operation = {} } = operations.get(id) ?? {};
    const [, scope] = /; scope (.+)$/.exec(row.auth ?? "") ?? [];
    if (scope === undefined) {
      expect(row.auth).toMatch(/^none|in the form body$/);
      return expect(operation.security).toEqual([]);
    }
    expect(operation.security).toEqual([{ personalAccessToken: [] }, { oauth: scope.split(" + ") }]);
    expect(scopesOf(operation, "oauth")).toEqual(scope.split(" + "));
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
    const content = maybeObject(objectOf(operation.requestBody).content);
    expect(Object.keys(content)).toEqual([kind]);
    if (id === "exchangeOAuthCode") return;
    expectFields(resolve(document, objectOf(content[kind]).schema), fields, id);
  });

  test.each(cases)("%s: reply", (id, row) => {
    const { operation = {} } = operations.get(id) ?? {};
    const cell = row.success_response ?? "";
    if (cell.startsWith("302 "))
      return expect(Object.keys(maybeObject(operation.responses))).toEqual(["302", "default"]);
    expect(Object.keys(maybeObject(operation.responses))).toEqual(["200", "default"]);
    const schema = replySchema(document, operation, "200") ?? {};
    if (cell === "200 (client returns true)") return expectFields(schema, "", id);
    const [, name = "", fields] = /^200 (.*?)\s*(?:\{(.*)\})?(?: \(empty object\))?$/.exec(cell) ?? [];
    expect(fields, cell).toBeDefined();
    expect(operation["x-paginator"] !== undefined).toBe(name.startsWith("page of "));
    if (name.startsWith("page of ")) {
      return expect([...propertiesOf(document, schema).keys()].sort()).toEqual(["data", "page", "pages", "results"]);
    }
    expectFields(schema, (fields ?? "").replace(" or ", ", "), id, beyond[id]);
  });

  test("the token of a code and that of a refresh token come from one operation", () => {
    const { operation = {} } = operations.get("exchangeOAuthCode") ?? {};
    const content = maybeObject(objectOf(operation.requestBody).content);
    const body = resolve(document, objectOf(content["application/x-www-form-urlencoded"]).schema);
    const { actions, by } = objectOf(operation["x-actions"]);
    const { refresh_token: refresh } = objectOf(actions);
    const row = rows?.find(({ operationId }) => operationId === "refreshOAuthToken");
    expect(operations.get("exchangeOAuthCode")).toMatchObject({ method: row?.method, path: row?.path });
    const fields = [...(row?.request_body ?? "").matchAll(/(\w+)\*/g)].map(([, name]) => name);
    expect(fields).toContain("grant_type");
    expect(by).toBe("/grant_type");
    expect(refresh).toMatchObject({ operationId: "refreshOAuthToken" });
    expect(["grant_type", ...stringsOf(objectOf(refresh).required)].sort()).toEqual([...fields].sort());
    expect(objectOf(refresh).inputs).toEqual(objectOf(refresh).required);
    expect([...propertiesOf(document, body).keys()].sort()).toEqual([...fields, "code"].sort());
  });
});

const ours = [...operations].filter(([, { path }]) => here.test(path));

test.each(ours)("%s: one example of its body, and one of what it answers", (_id, { operation }) => {
  const success = Object.entries(maybeObject(operation.responses)).filter(([status]) => status.startsWith("2"));
  const holders = [operation.requestBody, ...success.map(([, reply]) => reply)].filter(
    (holder) => holder !== undefined,
  );
  expect(operation.responses).toHaveProperty("default");
  for (const holder of holders) {
    const [media = {}] = Object.values(maybeObject(resolve(document, holder).content)).map((value) => objectOf(value));
    const single = media.example === undefined ? 0 : 1;
    expect(Object.keys(maybeObject(media.examples)).length + single).toBe(1);
  }
});

/** Enums of the inventory, and the values that samples or newer servers have besides. */
const enums: Readonly<Record<string, readonly string[]>> = {
  InstanceStatus: [],
  TypeClass: ["accelerated"],
  BackupType: ["automatic"],
  BackupStatus: [],
  DiskStatus: [],
  DiskFilesystem: [],
  ConfigRunLevel: [],
  ConfigVirtMode: [],
  VolumeStatus: [],
  ImageType: [],
  ImageStatus: [],
  KernelArchitecture: [],
  OAuthResponseType: [],
};

describe.skipIf(rows === undefined)("enums of the inventory", () => {
  const known = (readInventory("enums") ?? []).filter(({ api }) => api === "linode");

  test.each(Object.entries(enums))("%s: values", (name, more) => {
    const row = known.find((entry) => entry.enum_name === name);
    expect(row).toBeDefined();
    const schema = resolve(document, { $ref: `#/components/schemas/${name}` });
    expect(schema.enum).toEqual([...(row?.values ?? "").split(", "), ...more]);
    expect(schema["x-enum-varnames"]).toHaveLength(listOf(schema.enum).length);
    expect(schema["x-enum-descriptions"]).toHaveLength(listOf(schema.enum).length);
  });
});

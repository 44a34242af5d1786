import { describe, expect, test } from "vitest";
import { definitions, extensionNames, faultOf } from "./extensions.js";
import { eachObject, listOf, maybeObject, objectOf, resolve, stringOf, stringsOf, type JsonObject } from "./json.js";
import { bodySchema, filesOf, openSpec, propertiesOf } from "./spec.js";

const { document, problems } = await openSpec("cloudapi");
const files = filesOf("cloudapi");
const schemas = Object.entries(maybeObject(maybeObject(document.components).schemas)).map(
  ([name, schema]) => [name, objectOf(schema)] as const,
);

/** Every operation with its parameters, those of HEAD included. */
const byId = Object.entries(maybeObject(document.paths)).flatMap(([path, item]) => {
  const pathItem = objectOf(item);
  return ["get", "head", "put", "post", "delete"].flatMap((method) => {
    if (pathItem[method] === undefined) return [];
    const operation = objectOf(pathItem[method]);
    const parameters = [...listOf(pathItem.parameters), ...listOf(operation.parameters)].map((entry) =>
      resolve(document, entry),
    );
    return [[stringOf(operation.operationId), { path, method, operation, parameters }] as const];
  });
});

/** The actions behind one path, each an operation of its own. */
const actions = byId.flatMap(([carrier, { operation }]) =>
  Object.entries(maybeObject(maybeObject(operation["x-actions"]).actions)).map(
    ([value, action]) => [stringOf(objectOf(action).operationId), { carrier, value, ...objectOf(action) }] as const,
  ),
);
const ids = [...byId.map(([id]) => id), ...actions.map(([id]) => id)];

function schemaOf(name: string): JsonObject {
  return resolve(document, { $ref: `#/components/schemas/${name}` });
}

function operationOf(id: string): JsonObject {
  return byId.find(([name]) => name === id)?.[1].operation ?? {};
}

describe("the CloudAPI spec", () => {
  test("loads without a problem", () => expect(problems).toEqual([]));

  test("has the data centres as servers, the default one first", () => {
    const servers = listOf(document.servers).map((server) => objectOf(server));
    expect(servers[0]).toMatchObject({
      url: "https://us-west-1.api.joyentcloud.com",
      "x-env": ["TRITON_URL", "SDC_URL"],
    });
    expect(servers.map(({ url }) => url)).toContain("https://api-eu-lon-1.instantservers.telefonica.com");
    for (const { url } of servers) expect(url).toMatch(/^https:\/\/[a-z0-9.-]+[a-z]$/);
  });

  test("signs with SSH keys, in the form of the first servers unless told otherwise", () => {
    const { signature } = maybeObject(maybeObject(document.components).securitySchemes);
    expect(document.security).toEqual([{ signature: [] }]);
    expect(signature).toMatchObject({
      type: "http",
      scheme: "signature",
      "x-env": { keyId: ["TRITON_KEY_ID", "SDC_KEY_ID"] },
      "x-signature": {
        headers: ["date"],
        keyIds: ["/{login}/users/{user}/keys/{key}", "/{login}/keys/{key}"],
        fingerprint: "md5",
        forms: ["classic", "draft"],
        clockSkewSeconds: 300,
      },
    });
  });

  test("says where errors have their parts", () => {
    expect(document["x-errors"]).toEqual({ message: "/message", code: "/code", requestId: { header: "Request-Id" } });
  });

  test("uses every tag, and no other", () => {
    const used = new Set(byId.flatMap(([, { operation }]) => stringsOf(operation.tags)));
    expect([...used].sort()).toEqual(listOf(document.tags).map((tag) => stringOf(objectOf(tag).name)).sort()); // prettier-ignore
  });
});

describe("what is set once", () => {
  const signed = byId.filter(([, { operation }]) => operation.security === undefined);

  test("all calls are signed but two, and these are outside the account's path", () => {
    const unsigned = byId.filter(([, { operation }]) => operation.security !== undefined);
    expect(unsigned.map(([, { path }]) => path)).toEqual(["/", "/--ping"]);
    for (const [, { operation }] of unsigned) expect(operation.security).toEqual([]);
    for (const [, { path }] of signed) expect(path).toMatch(/^\/\{login\}/);
  });

  test.each(byId)("%s: the version range is sent under both names, and is one setting", (_id, { parameters }) => {
    const headers = parameters.filter((parameter) => parameter.in === "header");
    expect(headers.map(({ name }) => name)).toEqual(["Accept-Version", "X-Api-Version"]);
    for (const header of headers) {
      expect(header).toMatchObject({ "x-setting": "apiVersion", "x-send-default": true });
      expect(header.schema).toMatchObject({ default: "~9||~8||~7" });
    }
  });

  test.each(signed)("%s: the login is a setting, and so are the roles", (_id, { parameters }) => {
    const [login, , , roles] = parameters;
    expect(login).toMatchObject({ name: "login", in: "path", "x-setting": "login", schema: { default: "my" } });
    expect(login?.["x-env"]).toEqual(["TRITON_ACCOUNT", "SDC_ACCOUNT"]);
    expect(roles).toMatchObject({ name: "as-role", in: "query", explode: false, "x-setting": "actingRoles" });
  });
});

describe("operations", () => {
  test("have names of their own: verb and noun, acronyms as words", () => {
    expect(new Set(ids.map((id) => id.toLowerCase())).size).toBe(ids.length);
    for (const id of ids) if (id !== "ping") expect(id).toMatch(/^[a-z]+([A-Z][a-z]+)+$/);
  });

  test.each(byId)("%s: words, one tag, a link into the reference, a reply for failure", (_id, { operation }) => {
    expect(operation.summary).toMatch(/^[A-Z][^.]*\.$/);
    expect(operation.description).toMatch(/^[A-Z].*[.)]$/s);
    expect(stringOf(operation.description).startsWith(stringOf(operation.summary))).toBe(false);
    expect(operation.tags).toHaveLength(1);
    const link = operation["x-docs"];
    if (link !== undefined) expect(link).toMatch(/^https:\/\/apidocs\.tritondatacenter\.com\/cloudapi\/#[A-Za-z]+$/);
    expect(resolve(document, objectOf(operation.responses).default).content).toHaveProperty("application/json");
  });

  test.each(byId)("%s: says which version it needs", (id, { operation }) => {
    if (id === "getApiDescription") return expect(operation.deprecated).toBe(true);
    expect(operation.description).toMatch(/API version|code version/);
  });

  test.each(actions)("%s: words, a version, inputs that there are", (id, action) => {
    const { carrier, value, summary, description, inputs, required, reply } = action as JsonObject;
    expect(summary).toMatch(/^[A-Z][^.]*\.$/);
    if (!["begin", "sync"].includes(id)) expect(description).toMatch(/API version|code version/);
    const operation = operationOf(stringOf(carrier));
    const parameters = listOf(operation.parameters).map((entry) => resolve(document, entry));
    const { by } = objectOf(operation["x-actions"]);
    const body = bodySchema(document, operation) ?? {};
    const members = [...propertiesOf(document, body).entries()];
    const [decider] = stringOf(by).startsWith("/")
      ? members.filter(([name]) => `/${name}` === by).map(([, schema]) => schema)
      : parameters.filter(({ name }) => name === by).map(({ schema }) => resolve(document, schema));
    expect(listOf(decider?.enum)).toContain(value);
    const known = [...parameters.map(({ name }) => stringOf(name)), ...members.map(([name]) => name)];
    expect(known).toEqual(expect.arrayContaining([...stringsOf(inputs)]));
    expect(stringsOf(inputs)).toEqual(expect.arrayContaining([...stringsOf(required)]));
    expect(Object.keys(objectOf(operation.responses))).toContain(reply);
  });

  test("every value of an action's enum is an operation", () => {
    for (const name of ["MachineAction", "ImageAction", "MigrationAction", "InstrumentationAction", "ImageCreationAction"])
      for (const value of listOf(schemaOf(name).enum))
        expect(actions.map(([, action]) => action.value), name).toContain(value); // prettier-ignore
    expect(actions.length).toBe(22);
  });

  test.each(byId)("%s: every parameter is described, those of the path in their order", (_id, { parameters, path }) => {
    for (const parameter of parameters) expect(parameter.description, stringOf(parameter.name)).toMatch(/^[A-Z].*\.$/s);
    const inPath = parameters.filter((parameter) => parameter.in === "path").map(({ name }) => name);
    expect(inPath).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name));
  });

  const lists = byId.filter(([, { operation }]) => operation["x-paginator"] !== undefined);

  test("two lists have pages", () => expect(lists.map(([id]) => id)).toEqual(["listMachines", "listNetworkIps"]));

  test.each(lists)("%s: pages by offset, up to 1000 items, until one is not full", (_id, { operation, parameters }) => {
    expect(operation["x-paginator"]).toEqual({
      style: "offset",
      offset: "offset",
      pageSize: "limit",
      maxPageSize: 1000,
      items: "",
      usedPageSize: { header: "x-query-limit" },
    });
    for (const name of ["limit", "offset"]) expect(parameters.map((parameter) => parameter.name)).toContain(name);
  });

  const counts = byId.filter(([, { method }]) => method === "head");

  test.each(counts)("%s: a number in a header, and no body", (id, { operation }) => {
    expect(id).toMatch(/^count/);
    const reply = resolve(document, maybeObject(operation.responses)["200"]);
    expect(reply.content).toBeUndefined();
    expect(reply.headers).toHaveProperty("x-resource-count");
  });

  test("machines are counted by the filters that they are listed by", () => {
    const filters = (id: string): readonly string[] =>
      listOf(operationOf(id).parameters).map((entry) => stringOf(resolve(document, entry).name));
    const listed = filters("listMachines").filter((name) => !/^(name|limit|offset|credentials)$/.test(name));
    expect(filters("countMachines")).toEqual(listed);
  });

  test("what belongs to a deleted machine answers with the machine", () => {
    const below = byId.filter(([, { path, method }]) => path.includes("/machines/{machineId}") && method !== "head");
    expect(below.length).toBeGreaterThan(30);
    for (const [id, { operation }] of below) {
      const gone = maybeObject(operation.responses)["410"];
      expect(JSON.stringify(resolve(document, gone ?? {}).content), id).toContain("#/components/schemas/Machine");
    }
  });

  test("metadata and tags travel flat, and are records to the caller", () => {
    const { metadata, tags } = Object.fromEntries(propertiesOf(document, schemaOf("NewMachine")));
    expect(metadata).toMatchObject({
      type: "object",
      additionalProperties: { type: "string" },
      "x-flatten": "metadata.",
    });
    expect(tags).toMatchObject({ type: "object", "x-flatten": "tag." });
    for (const id of ["listMachines", "countMachines"]) {
      const [tag] = listOf(operationOf(id).parameters).map((entry) => resolve(document, entry)).filter(({ name }) => name === "tag"); // prettier-ignore
      expect(tag).toMatchObject({ in: "query", schema: { type: "object" }, "x-flatten": "tag." });
    }
  });

  test("a machine's name is what the first client allows, or has a place for the short id", () => {
    const { name } = Object.fromEntries(propertiesOf(document, schemaOf("NewMachine")));
    const pattern = new RegExp(stringOf(name?.pattern));
    for (const good of ["a", "web-1.example", "9", "web-{{shortId}}", "{{shortId}}"]) expect(good).toMatch(pattern);
    for (const bad of ["", "-a", "a-", "a b", ".a", "a_b", "web-{{id}}", "{shortId}"]) expect(bad).not.toMatch(pattern);
  });
});

describe("schemas", () => {
  test("have names in PascalCase, acronyms as words", () => {
    for (const [name] of schemas) expect(name).toMatch(/^([A-Z][a-z]+)+$/);
  });

  test.each(schemas)("%s: is described, and so are its properties", (_name, schema) => {
    expect(schema.description).toMatch(/^[A-Z].*\.$/s);
    eachObject(schema, ({ properties }, pointer) => {
      if (properties === undefined) return;
      for (const [name, property] of Object.entries(objectOf(properties)))
        expect(objectOf(property).description, `${pointer}/${name}`).toMatch(/^[A-Z].*\.$/s);
    });
  });

  test("an enum is a schema of its own, with a name and a sentence for every value", () => {
    const enums = schemas.filter(([, schema]) => schema.enum !== undefined);
    expect(enums.length).toBeGreaterThan(30);
    for (const [name, schema] of enums) {
      const { length } = listOf(schema.enum);
      expect(schema["x-enum-varnames"], name).toHaveLength(length);
      expect(schema["x-enum-descriptions"], name).toHaveLength(length);
      for (const text of stringsOf(schema["x-enum-descriptions"])) expect(text, name).toMatch(/^[A-Z].*\.$/);
    }
    const elsewhere: string[] = [];
    eachObject(document, (object, pointer) => {
      if (Array.isArray(object.enum) && !/^\/components\/schemas\/[^/]+$/.test(pointer)) elsewhere.push(pointer);
    });
    expect(elsewhere).toEqual([]);
  });

  test("passwords and secrets are marked as such", () => {
    const secret = /^(password|password_confirmation|accesskeysecret|credentials)$/;
    const marked: string[] = [];
    for (const [name, schema] of schemas) {
      for (const [property, value] of propertiesOf(document, schema)) {
        expect(value["x-sensitive"] === true, `${name}.${property}`).toBe(
          secret.test(property) && value.type !== "boolean",
        );
        if (value["x-sensitive"] === true) marked.push(`${name}.${property}`);
      }
    }
    expect(marked.length).toBe(5);
  });

  test("nothing that only the server sets is asked for", () => {
    const bodies = byId
      .map(([, { operation }]) => bodySchema(document, operation))
      .filter((body) => body !== undefined);
    expect(bodies.length).toBeGreaterThan(25);
    for (const body of bodies)
      for (const [name, property] of propertiesOf(document, body)) expect(property.readOnly, name).not.toBe(true);
  });
});

describe("extensions", () => {
  const found: { pointer: string; name: string; value: Parameters<typeof faultOf>[1] }[] = [];
  eachObject(document, (object, pointer) => {
    // Names of headers may begin with x- as well.
    if (pointer.endsWith("/headers")) return;
    for (const [name, value] of Object.entries(object)) if (name.startsWith("x-")) found.push({ pointer, name, value });
  });
  const valuesOf = (name: string): readonly JsonObject[] =>
    found.filter((each) => each.name === name).map(({ value }) => objectOf(value));

  test("are all of the vocabulary, and valid", () => {
    expect(found.length).toBeGreaterThan(300);
    for (const { pointer, name, value } of found) {
      expect(extensionNames, pointer).toContain(name);
      expect(faultOf(name, value), `${pointer}/${name}`).toBe("");
    }
  });

  test("stand where they may", () => {
    for (const { pointer, name } of found)
      expect(stringsOf(objectOf(definitions[name])["x-on"]), `${pointer}/${name}`).toContain(kindAt(pointer));
  });

  test("resources name operations that there are, and the inputs of these", () => {
    expect(valuesOf("x-resource").length).toBeGreaterThan(20);
    for (const { load, update, delete: remove, actions: named, relations, identity } of valuesOf("x-resource")) {
      const related = Object.values(maybeObject(relations)).map((to) => objectOf(to).many ?? objectOf(to).one);
      const methods = Object.values(maybeObject(named)).map((to) =>
        typeof to === "string" ? to : objectOf(to).operation,
      );
      const used = [load, update, remove, ...methods, ...related];
      expect(ids).toEqual(expect.arrayContaining([...stringsOf(used.filter((id) => id !== undefined))]));
      const [, { parameters } = { parameters: [] }] = byId.find(([id]) => id === load) ?? [];
      const inPath = parameters.filter((parameter) => parameter.in === "path" && parameter["x-setting"] === undefined);
      expect(Object.keys(objectOf(identity))).toEqual(inPath.map(({ name }) => name));
    }
  });

  test("pollers name waiters that there are", () => {
    const waiters = valuesOf("x-waiter").flatMap((value) => Object.keys(value));
    expect(waiters).toEqual(expect.arrayContaining(valuesOf("x-poller").map(({ waiter }) => stringOf(waiter))));
    for (const { result } of valuesOf("x-poller")) expect(ids).toContain(stringOf(objectOf(result).operation));
  });

  test("waiters and lifecycles speak of states that there are", () => {
    for (const [name, schema] of schemas.filter(([, each]) => each["x-lifecycle"] !== undefined)) {
      const { state, initial, states, transitions } = objectOf(schema["x-lifecycle"]);
      const member = propertiesOf(document, schema).get(stringOf(state).slice(1)) ?? {};
      expect(stringsOf(member.enum), name).toEqual(
        expect.arrayContaining([stringOf(initial), ...Object.keys(objectOf(states))]),
      );
      for (const move of listOf(transitions)) expect(ids).toContain(stringOf(objectOf(move).on));
    }
    const { transitions } = objectOf(schemaOf("Machine")["x-lifecycle"]);
    expect(listOf(transitions).map((move) => objectOf(move).on)).toContain("stopMachine");
  });

  test("a machine is waited for every two seconds, and not when it has failed", () => {
    const waiters = maybeObject(operationOf("getMachine")["x-waiter"]);
    expect(Object.keys(waiters)).toEqual(["waitUntilMachineRunning", "waitUntilMachineStopped", "waitUntilMachineDeleted"]); // prettier-ignore
    for (const waiter of Object.values(waiters)) {
      expect(waiter).toMatchObject({ value: "/state", delayMs: 2000 });
      expect(stringsOf(maybeObject(objectOf(waiter).failed).values)).toContain("failed");
    }
    expect(waiters.waitUntilMachineDeleted).toMatchObject({ done: { values: ["deleted"], statuses: [404, 410] } });
  });
});

describe("files", () => {
  test.each([...files])("%s has at most 600 lines", (_file, text) => {
    expect(text.split("\n").length).toBeLessThanOrEqual(600);
  });

  test("hold nothing that is not referred to", () => {
    const referred = new Set<string>();
    for (const [file, text] of files) {
      for (const [, target = "", key = ""] of text.matchAll(/\$ref: "?([^#\s"]*)#\/([^\s"},]+)/g))
        referred.add(`${target === "" ? file : new URL(target, `file:///${file}`).pathname.slice(1)}#${key}`);
    }
    const entries = [...files]
      .filter(([file]) => file !== "openapi.yaml")
      .flatMap(([file, text]) => [...text.matchAll(/^(\w+):/gm)].map(([, key]) => `${file}#${key}`));
    expect(entries.length).toBeGreaterThan(250);
    expect(entries.filter((entry) => !referred.has(entry))).toEqual([]);
    expect([...referred].filter((entry) => !entries.includes(entry))).toEqual([]);
  });
});

/** The kind of the OpenAPI object at a pointer, as far as this spec has them. */
function kindAt(pointer: string): string {
  if (pointer === "") return "document";
  if (/^\/servers\/\d+$/.test(pointer)) return "server";
  if (/^\/components\/securitySchemes\/[^/]+$/.test(pointer)) return "securityScheme";
  if (/^\/components\/parameters\/[^/]+$|\/parameters\/\d+$/.test(pointer)) return "parameter";
  if (/^\/paths\/[^/]+\/(get|head|put|post|delete)$/.test(pointer)) return "operation";
  if (/\/properties\/[^/]+$/.test(pointer)) return "property";
  return /^\/components\/schemas\/[^/]+$|\/additionalProperties$/.test(pointer) ? "schema" : "unknown";
}

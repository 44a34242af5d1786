import { describe, expect, test } from "vitest";
import { listOf, maybeObject, objectOf, resolve, stringOf, stringsOf, type JsonObject } from "./json.js";
import { bodySchema, openSpec, propertiesOf } from "./spec.js";

const { document } = await openSpec("cloudapi");
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

describe("extensions", () => {
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

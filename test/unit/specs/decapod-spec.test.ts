import { describe, expect, test } from "vitest";
import { listOf, maybeObject, objectOf, resolve, stringOf, stringsOf, type Json } from "./json.js";
import { bodySchema, openSpec, operationsOf, propertiesOf, replySchema } from "./spec.js";

const { document } = await openSpec("decapod");
const operations = operationsOf(document);
const byId = operations.map((entry) => [stringOf(entry.operation.operationId), entry] as const);
const ids = byId.map(([id]) => id);
const schemas = Object.entries(maybeObject(maybeObject(document.components).schemas)).map(
  ([name, schema]) => [name, objectOf(schema)] as const,
);

/** The schema of a name. */
function schema(name: string): ReturnType<typeof resolve> {
  return resolve(document, { $ref: `#/components/schemas/${name}` });
}

/** What a JSON pointer into the instances of a schema leads to; nothing when there is no such member. */
function member(name: string, pointer: string): Json | undefined {
  let at: ReturnType<typeof resolve> | undefined = schema(name);
  for (const key of pointer.split("/").slice(1)) at = at && propertiesOf(document, at).get(key);
  return at;
}

/** What an operation takes: its parameters, and the members of its body. */
function inputsOf(id: Json | undefined): readonly string[] {
  const { operation, parameters } = operations.find((entry) => entry.operation.operationId === id) ?? {};
  const body = operation && bodySchema(document, operation);
  const members = body === undefined ? [] : [...propertiesOf(document, body).keys()];
  return [...(parameters ?? []).map((parameter) => stringOf(parameter.name)), ...members];
}

describe("the Decapod spec", () => {
  test("takes an address without the version, which every path begins with and ends with a slash", () => {
    expect(document.servers).toMatchObject([{ url: "http://127.0.0.1:9999", "x-env": ["DECAPOD_URL"] }]);
    for (const { path } of operations) expect(path).toMatch(/^\/v1\/.*\/$/);
  });

  test("tells how to sign in, where the token is and when it ends", () => {
    expect(maybeObject(document.components).securitySchemes).toMatchObject({
      token: {
        type: "apiKey",
        in: "header",
        name: "Authorization",
        "x-env": { username: ["DECAPOD_LOGIN"], password: ["DECAPOD_PASSWORD"] },
        "x-token-login": { login: "login", username: "/username", password: "/password", token: "/id" },
      },
      discoveryToken: { type: "apiKey", in: "header", name: "Authorization" },
    });
    expect(member("Token", "/id")).toMatchObject({ "x-sensitive": true });
    expect(member("Token", "/data/expires_at")).toMatchObject({ type: "number" });
  });

  test("five calls need no token, and one may have another", () => {
    const bare = byId.filter(([, { operation }]) => listOf(operation.security).length === 0).map(([id]) => id);
    expect(bare.sort()).toEqual(["getInfo", "login", "peekPasswordReset", "requestPasswordReset", "resetPassword"]);
    const discovery = byId.filter(([, { operation }]) => JSON.stringify(operation.security).includes("discoveryToken"));
    expect(discovery.map(([id]) => id)).toEqual(["createServer"]);
  });

  test("asks for permissions that there are", () => {
    const known = stringsOf(schema("ApiPermission").enum);
    const asked = operations.flatMap(({ operation }) =>
      listOf(operation.security).flatMap((way) => stringsOf(maybeObject(way).token)),
    );
    expect(known).toEqual(expect.arrayContaining(asked));
    expect(known.filter((name) => !asked.includes(name))).toEqual([]);
  });
});

describe("operations", () => {
  const lists = byId.filter(([id]) => id.startsWith("list"));

  test("there are thirteen lists with pages", () => expect(lists).toHaveLength(13));

  test.each(lists)(
    "%s: pages by number, with a filter unless the server takes no notice of it",
    (id, { operation }) => {
      expect(operation["x-paginator"]).toEqual({
        style: "page-number",
        page: "page",
        pageSize: "per_page",
        items: "/items",
        total: "/total",
        usedPageSize: "/per_page",
      });
      const filter = operation["x-filter"];
      if (id.endsWith("Versions")) return expect(filter).toBeUndefined();
      expect(filter).toMatchObject({
        style: "json",
        parameter: "filter",
        comparisons: { matches: "regexp", in: "in" },
        sort: { parameter: "sort_by", ascending: 1, descending: -1 },
      });
    },
  );

  test("what is created may not have unknown members where the server refuses them", () => {
    for (const id of ["login", "createUser", "createRole", "createCluster", "createServer", "createExecution"]) {
      const { operation = {} } = operations.find((entry) => entry.operation.operationId === id) ?? {};
      expect(bodySchema(document, operation)?.additionalProperties, id).toBe(false);
    }
  });

  test.each(byId.filter(([, { method }]) => method === "PUT"))("%s: sends the envelope back", (_id, { operation }) => {
    const body = bodySchema(document, operation) ?? {};
    const reply = replySchema(document, operation, "200") ?? {};
    expect([...propertiesOf(document, body).keys()].sort()).toEqual([...propertiesOf(document, reply).keys()].sort());
    for (const [name, property] of propertiesOf(document, body)) expect(property.readOnly, name).not.toBe(true);
  });
});

describe("schemas", () => {
  test("passwords and tokens are marked as such", () => {
    expect(member("Credentials", "/password")).toMatchObject({ "x-sensitive": true });
    expect(member("NewPassword", "/password")).toMatchObject({ "x-sensitive": true });
    expect(schema("CinderIntegration")).toMatchObject({ "x-sensitive": true });
    const { parameters = [] } = operations.find(({ path }) => path.includes("{resetToken}")) ?? {};
    expect(parameters[0]).toMatchObject({ "x-sensitive": true });
  });
});

describe("extensions", () => {
  const resources = schemas.filter(([, value]) => value["x-resource"] !== undefined);

  test("six models are resources", () => {
    const names = ["Cluster", "Execution", "PlaybookConfiguration", "Role", "Server", "User"];
    expect(resources.map(([name]) => name).sort()).toEqual(names);
  });

  test.each(resources)("%s: its resource fits its operations", (name, value) => {
    const {
      identity,
      attributes,
      load,
      update,
      updateSends,
      staleCodes,
      delete: remove,
      deleted,
      actions,
      relations,
    } = objectOf(value["x-resource"]);
    const keys = Object.keys(objectOf(identity));
    expect(attributes).toBe("/data");
    expect(inputsOf(load)).toEqual(keys);
    for (const pointer of Object.values(objectOf(identity))) expect(member(name, stringOf(pointer))).toBeDefined();
    if (update !== undefined) {
      expect(updateSends).toBe("whole");
      expect(stringsOf(schema("ErrorName").enum)).toEqual(expect.arrayContaining([...stringsOf(staleCodes)]));
      expect(staleCodes).toHaveLength(1);
      expect(member(name, stringOf(deleted))).toMatchObject({ type: "integer" });
    }
    for (const id of [update, remove].filter((used) => used !== undefined)) {
      expect(inputsOf(id), stringOf(id)).toEqual(expect.arrayContaining(keys));
    }
    const leads = [...Object.values(maybeObject(actions)), ...Object.values(objectOf(relations))];
    for (const lead of leads.map((entry) => (typeof entry === "string" ? { operation: entry } : objectOf(entry)))) {
      const { operation, one, many, input } = lead;
      const inputs = inputsOf(operation ?? one ?? many);
      const given = Object.entries(maybeObject(input));
      for (const [target, pointer] of given) {
        expect(inputs).toContain(target.split("/").find((part) => part !== ""));
        expect(member(name, stringOf(pointer)), stringOf(pointer)).toBeDefined();
      }
      if (given.length === 0) expect(inputs).toEqual(expect.arrayContaining(keys));
    }
  });

  test("an execution's states are those of its enum, and its waiter knows every end", () => {
    const { states, transitions } = objectOf(schema("Execution")["x-lifecycle"]);
    const known = stringsOf(schema("ExecutionState").enum);
    expect(Object.keys(objectOf(states)).sort()).toEqual([...known].sort());
    for (const { on } of listOf(transitions).map((entry) => objectOf(entry))) expect(ids).toContain(on);
    const ends = Object.entries(objectOf(states)).flatMap(([name, state]) =>
      objectOf(state).then === undefined ? [name] : [],
    );
    const { operation = {} } = operations.find((entry) => entry.operation.operationId === "getExecution") ?? {};
    const { done, failed } = objectOf(maybeObject(operation["x-waiter"]).waitUntilExecutionFinished);
    const watched = [...listOf(objectOf(done).values), ...listOf(objectOf(failed).values)].map(stringOf);
    expect(watched.sort()).toEqual(ends.sort());
  });
});

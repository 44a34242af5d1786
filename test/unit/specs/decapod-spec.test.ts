import { describe, expect, test } from "vitest";
import { definitions, extensionNames, faultOf } from "./extensions.js";
import { eachObject, listOf, maybeObject, objectOf, resolve, stringOf, stringsOf, type Json } from "./json.js";
import { bodySchema, filesOf, openSpec, operationsOf, propertiesOf, replySchema } from "./spec.js";

const { document, problems } = await openSpec("decapod");
const operations = operationsOf(document);
const byId = operations.map((entry) => [stringOf(entry.operation.operationId), entry] as const);
const ids = byId.map(([id]) => id);
const schemas = Object.entries(maybeObject(maybeObject(document.components).schemas)).map(
  ([name, schema]) => [name, objectOf(schema)] as const,
);
const files = filesOf("decapod");

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
  test("loads without a problem", () => expect(problems).toEqual([]));

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

  test("uses every tag, and no other", () => {
    const used = new Set(operations.flatMap(({ operation }) => stringsOf(operation.tags)));
    const declared = listOf(document.tags).map((tag) => stringOf(objectOf(tag).name));
    expect([...used].sort()).toEqual(declared.sort());
  });
});

describe("operations", () => {
  test.each(byId)("%s: words, one tag, a reply for failure", (_id, { operation }) => {
    expect(operation.summary).toMatch(/^[A-Z][^.]*\.$/);
    expect(operation.description).toMatch(/^[A-Z].*[.)]$/s);
    expect(operation.tags).toHaveLength(1);
    expect(Object.keys(objectOf(operation.responses))).toEqual(["200", "default"]);
  });

  test.each(byId)("%s: every parameter is described", (_id, { parameters, path }) => {
    for (const parameter of parameters) expect(parameter.description, stringOf(parameter.name)).toMatch(/^[A-Z].*\.$/s);
    const inPath = parameters.filter((parameter) => parameter.in === "path").map(({ name }) => name);
    expect(inPath).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name));
  });

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
  test("have names in PascalCase, acronyms as words", () => {
    for (const [name] of schemas) expect(name).toMatch(/^([A-Z][a-z]+)+$/);
  });

  test.each(schemas)("%s: is described, and so are its properties", (_name, value) => {
    expect(value.description).toMatch(/^[A-Z].*\.$/s);
    eachObject(value, ({ properties }, pointer) => {
      for (const [name, property] of Object.entries(maybeObject(properties))) {
        expect(objectOf(property).description, `${pointer}/${name}`).toMatch(/^[A-Z].*\.$/s);
      }
    });
  });

  test("an enum is a schema of its own, with a name and a sentence for every value", () => {
    const enums = schemas.filter(([, value]) => value.enum !== undefined);
    expect(enums.length).toBeGreaterThan(10);
    for (const [name, value] of enums) {
      const { length } = listOf(value.enum);
      expect(value["x-enum-varnames"], name).toHaveLength(length);
      expect(value["x-enum-descriptions"], name).toHaveLength(length);
    }
    const elsewhere: string[] = [];
    eachObject(document, (object, pointer) => {
      if (Array.isArray(object.enum) && !/^\/components\/schemas\/[^/]+$/.test(pointer)) elsewhere.push(pointer);
    });
    expect(elsewhere).toEqual([]);
  });

  test("passwords and tokens are marked as such", () => {
    expect(member("Credentials", "/password")).toMatchObject({ "x-sensitive": true });
    expect(member("NewPassword", "/password")).toMatchObject({ "x-sensitive": true });
    expect(schema("CinderIntegration")).toMatchObject({ "x-sensitive": true });
    const { parameters = [] } = operations.find(({ path }) => path.includes("{resetToken}")) ?? {};
    expect(parameters[0]).toMatchObject({ "x-sensitive": true });
  });
});

describe("extensions", () => {
  const found: { pointer: string; name: string; value: Json }[] = [];
  eachObject(document, (object, pointer) => {
    for (const [name, value] of Object.entries(object)) if (name.startsWith("x-")) found.push({ pointer, name, value });
  });

  test("are all of the vocabulary, and valid", () => {
    expect(found.length).toBeGreaterThan(60);
    for (const { pointer, name, value } of found) {
      expect(extensionNames, pointer).toContain(name);
      expect(faultOf(name, value), `${pointer}/${name}`).toBe("");
      expect(stringsOf(objectOf(definitions[name])["x-on"]).length, name).toBeGreaterThan(0);
    }
  });

  test("name operations and schemas that there are", () => {
    const names = schemas.map(([name]) => name);
    for (const { name, value } of found) if (name === "x-id-of") expect(names).toContain(stringOf(value));
    const { logout, login } = objectOf(found.find(({ name }) => name === "x-token-login")?.value);
    expect(ids).toContain(stringOf(login));
    expect(ids).toContain(stringOf(logout));
  });

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

describe("files", () => {
  test.each([...files])("%s has at most 600 lines", (_file, text) => {
    expect(text.split("\n").length).toBeLessThanOrEqual(600);
  });

  test("hold nothing that is not referred to", () => {
    const referred = new Set<string>();
    for (const [file, text] of files) {
      for (const [, target = "", key = ""] of text.matchAll(/\$ref: "?([^#\s"]*)#\/([^\s"},]+)/g)) {
        referred.add(`${target === "" ? file : new URL(target, `file:///${file}`).pathname.slice(1)}#${key}`);
      }
    }
    const entries = [...files]
      .filter(([file]) => file !== "openapi.yaml")
      .flatMap(([file, text]) => [...text.matchAll(/^(\w+):/gm)].map(([, key]) => `${file}#${key}`));
    expect(entries.length).toBeGreaterThan(120);
    expect(entries.filter((entry) => !referred.has(entry))).toEqual([]);
    expect([...referred].filter((entry) => !entries.includes(entry))).toEqual([]);
  });
});

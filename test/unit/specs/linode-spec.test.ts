import { describe, expect, test } from "vitest";
import { definitions, extensionNames, faultOf } from "./extensions.js";
import { eachObject, listOf, maybeObject, objectOf, resolve, stringOf, stringsOf } from "./json.js";
import { bodySchema, filesOf, openSpec, operationsOf, propertiesOf, replySchema, scopesOf } from "./spec.js";

const { document, problems } = await openSpec("linode");
const operations = operationsOf(document);
const byId = operations.map((entry) => [stringOf(entry.operation.operationId), entry] as const);
const ids = byId.map(([id]) => id);
const schemas = Object.entries(maybeObject(maybeObject(document.components).schemas)).map(
  ([name, schema]) => [name, objectOf(schema)] as const,
);
const files = filesOf("linode");

describe("the Linode spec", () => {
  test("loads without a problem", () => expect(problems).toEqual([]));

  test("states version, servers, sign-in and the shape of errors", () => {
    expect(document.info).toMatchObject({ version: "4.176.0" });
    expect(listOf(document.servers).map((server) => objectOf(server).url)).toEqual([
      "https://api.linode.com/v4",
      "https://api.linode.com/v4beta",
    ]);
    expect(document["x-errors"]).toEqual({ list: "/errors", message: "/reason", field: "/field" });
    expect(document.security).toEqual([{ personalAccessToken: [] }, { oauth: [] }]);
    expect(maybeObject(document.components).securitySchemes).toMatchObject({
      personalAccessToken: { type: "http", scheme: "bearer", "x-env": ["LINODE_TOKEN"] },
      oauth: { type: "oauth2", flows: { authorizationCode: { tokenUrl: "https://login.linode.com/oauth/token" } } },
    });
  });

  test("lists every scope that an operation asks for", () => {
    const { oauth } = maybeObject(maybeObject(document.components).securitySchemes);
    const { scopes } = objectOf(maybeObject(maybeObject(oauth).flows).authorizationCode);
    const known = Object.keys(objectOf(scopes));
    expect(known.length).toBeGreaterThan(25);
    for (const { operation } of operations)
      expect(known).toEqual(expect.arrayContaining([...scopesOf(operation, "oauth")]));
  });

  test("uses every tag, and no other", () => {
    const used = new Set(operations.flatMap(({ operation }) => stringsOf(operation.tags)));
    expect([...used].sort()).toEqual(
      listOf(document.tags)
        .map((tag) => stringOf(objectOf(tag).name))
        .sort(),
    );
  });
});

describe("operations", () => {
  test("have names of their own: verb and noun, acronyms as words", () => {
    expect(new Set(ids.map((id) => id.toLowerCase())).size).toBe(operations.length);
    for (const id of ids)
      expect(id).toMatch(
        /^(add|answer|confirm|create|delete|disable|get|list|revoke|send|update|verify)([A-Z][a-z]+)+$/,
      );
  });

  test.each(byId)("%s: words, link, tag and a reply for failure", (_id, { operation }) => {
    expect(operation.summary).toMatch(/^[A-Z][^.]*\.$/);
    expect(operation.description).toMatch(/^[A-Z].*[.)]$/s);
    expect(stringOf(operation.description).startsWith(stringOf(operation.summary))).toBe(false);
    expect(operation["x-docs"]).toMatch(/^https:\/\/www\.linode\.com\/docs\/api\/[a-z]+\/#[a-z-]+$/);
    expect(operation.tags).toHaveLength(1);
    expect(resolve(document, objectOf(operation.responses).default).content).toHaveProperty("application/json");
  });

  test.each(byId)("%s: every parameter is described", (_id, { parameters, path }) => {
    for (const parameter of parameters) expect(parameter.description, stringOf(parameter.name)).toMatch(/^[A-Z].*\.$/s);
    const inPath = parameters.filter((parameter) => parameter.in === "path").map(({ name }) => name);
    expect(inPath).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name));
  });

  const lists = byId.filter(([, { operation }]) => operation["x-paginator"] !== undefined);

  test("there are five lists with pages", () => expect(lists).toHaveLength(5));

  test.each(lists)("%s: pages of 25 to 500 items, by number, with a filter", (_id, { operation, parameters }) => {
    expect(operation["x-paginator"]).toEqual({
      style: "page-number",
      page: "page",
      pageSize: "page_size",
      maxPageSize: 500,
      items: "/data",
      pages: "/pages",
      total: "/results",
    });
    const [page, size, filter] = parameters;
    expect(page).toMatchObject({ name: "page", in: "query", schema: { minimum: 1, default: 1 } });
    expect(size).toMatchObject({ name: "page_size", in: "query", schema: { minimum: 25, maximum: 500, default: 100 } });
    expect(filter).toMatchObject({
      name: "X-Filter",
      in: "header",
      "x-filter": { style: "json", comparisons: { ne: "+neq" } },
    });
    const reply = replySchema(document, operation, "200") ?? {};
    expect([...propertiesOf(document, reply).keys()]).toEqual(["page", "pages", "results", "data"]);
  });

  test("passwords, tokens, secrets and one-time codes are marked as such", () => {
    const secret = /^(token|secret|scratch|otp_code|tfa_code|response|password)$/;
    let count = 0;
    for (const [name, schema] of schemas) {
      for (const [property, value] of propertiesOf(document, schema)) {
        expect(value["x-sensitive"] === true, `${name}.${property}`).toBe(secret.test(property));
        count += secret.test(property) ? 1 : 0;
      }
    }
    expect(count).toBeGreaterThan(6);
  });

  test("nothing that only the server sets is asked for", () => {
    for (const { operation } of operations) {
      const body = bodySchema(document, operation);
      if (body === undefined) continue;
      for (const [name, property] of propertiesOf(document, body)) expect(property.readOnly, name).not.toBe(true);
    }
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
      for (const [name, property] of Object.entries(objectOf(properties))) {
        expect(objectOf(property).description, `${pointer}/${name}`).toMatch(/^[A-Z].*\.$/s);
      }
    });
  });

  test("an enum is a schema of its own, with a name and a sentence for every value", () => {
    const enums = schemas.filter(([, schema]) => schema.enum !== undefined);
    expect(enums.map(([name]) => name).sort()).toEqual([
      "AuthenticationType",
      "GlobalAccountAccess",
      "GrantPermission",
      "LishAuthMethod",
      "LoginStatus",
    ]);
    for (const [name, schema] of enums) {
      const { length } = listOf(schema.enum);
      expect(schema["x-enum-varnames"], name).toHaveLength(length);
      expect(schema["x-enum-descriptions"], name).toHaveLength(length);
    }
    const elsewhere: string[] = [];
    eachObject(document, (object, pointer) => {
      if (Array.isArray(object.enum) && !/^\/components\/schemas\/[^/]+$/.test(pointer)) elsewhere.push(pointer);
    });
    expect(elsewhere).toEqual([]);
  });
});

describe("extensions", () => {
  const found: { pointer: string; name: string; value: Parameters<typeof faultOf>[1] }[] = [];
  eachObject(document, (object, pointer) => {
    for (const [name, value] of Object.entries(object)) if (name.startsWith("x-")) found.push({ pointer, name, value });
  });

  test("are all of the vocabulary, and valid", () => {
    expect(found.length).toBeGreaterThan(60);
    for (const { pointer, name, value } of found) {
      expect(extensionNames, pointer).toContain(name);
      expect(faultOf(name, value), `${pointer}/${name}`).toBe("");
    }
  });

  test("stand where they may", () => {
    for (const { pointer, name } of found) {
      expect(stringsOf(objectOf(definitions[name])["x-on"]), `${pointer}/${name}`).toContain(kindAt(pointer));
    }
  });

  test("name operations and schemas that there are", () => {
    const names = schemas.map(([name]) => name);
    for (const { name, value } of found) {
      if (name === "x-id-of") expect(names).toContain(stringOf(value));
      if (name !== "x-resource") continue;
      const { load, update, delete: remove, identity } = objectOf(value);
      const used = [load, update, remove].filter((id) => id !== undefined).map(stringOf);
      expect(ids).toEqual(expect.arrayContaining(used));
      const { parameters } = operations.find(({ operation }) => operation.operationId === load) ?? { parameters: [] };
      expect(Object.keys(objectOf(identity))).toEqual(parameters.map((parameter) => parameter.name));
    }
    expect(found.filter(({ name }) => name === "x-resource")).toHaveLength(6);
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
    expect(entries.length).toBeGreaterThan(80);
    expect(entries.filter((entry) => !referred.has(entry))).toEqual([]);
    expect([...referred].filter((entry) => !entries.includes(entry))).toEqual([]);
  });
});

/** The kind of the OpenAPI object at a pointer, as far as this spec has them. */
function kindAt(pointer: string): string {
  if (pointer === "") return "document";
  if (/^\/components\/securitySchemes\/[^/]+$/.test(pointer)) return "securityScheme";
  if (/^\/components\/parameters\/[^/]+$|\/parameters\/\d+$/.test(pointer)) return "parameter";
  if (/^\/paths\/[^/]+\/(get|put|post|delete)$/.test(pointer)) return "operation";
  if (/\/properties\/[^/]+$/.test(pointer)) return "property";
  return /^\/components\/schemas\/[^/]+$/.test(pointer) ? "schema" : "unknown";
}

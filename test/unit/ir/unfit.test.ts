import { describe, expect, it } from "vitest";
import { buildApi } from "../../../generator/src/ir/index.js";
import type { Api } from "../../../generator/src/ir/types.js";
import type { Diagnostic } from "../../../generator/src/diagnostics/diagnostic.js";
import { load } from "../../../generator/src/load/index.js";
import { withFile } from "../../support/generate.js";

/* Extensions that are well-formed and do not fit the rest: what is said of them, and what is made all the same. */

type Names = "checked" | "repaired";

async function read(
  document: object,
  names: Names = "checked",
): Promise<{ api: Api; diagnostics: readonly Diagnostic[]; said: readonly string[] }> {
  return withFile(
    { openapi: "3.1.0", info: { title: "Test API", version: "1" }, paths: {}, ...document },
    async (file) => {
      const loaded = await load(file, { cwd: process.cwd() });
      if (loaded.value === undefined) throw new Error(JSON.stringify(loaded.diagnostics));
      const { value, diagnostics } = buildApi(loaded.value, { names });
      if (value === undefined) throw new Error("There is no API.");
      return { api: value, diagnostics, said: diagnostics.map(({ message }) => message) };
    },
  );
}

const text = { type: "string" };
const replies = { "204": { description: "Fine." } };
const json = (schema: object): object => ({ content: { "application/json": { schema } } });

describe("x-token-login", () => {
  const extension = { login: "logIn", username: "/name", password: "/word", token: "/id", logout: "logOut" };
  const paths = {
    "/session": {
      post: { operationId: "logIn", requestBody: json({ type: "object" }), responses: replies },
      delete: { operationId: "logOut", responses: replies },
    },
    "/sessions/{id}": {
      parameters: [{ name: "id", in: "path", required: true, schema: text }],
      delete: { operationId: "endSession", responses: replies },
    },
    "/text": { post: { operationId: "sendText", requestBody: { content: { "text/plain": {} } }, responses: replies } },
  };
  const scheme = (changes: object, owner: object = {}): object => ({
    paths,
    components: {
      securitySchemes: {
        session: { type: "apiKey", in: "header", name: "X", ...owner, "x-token-login": { ...extension, ...changes } },
      },
    },
  });

  it("becomes a login, of which the logout gives back nothing", async () => {
    const { api, said } = await read(scheme({}));
    expect(said).toEqual([]);
    expect(api.credentials[0]?.kind).toMatchObject({ type: "tokenLogin", constant: "testLogin", header: "X" });
    expect(api.operations.find(({ name }) => name === "logOut")).toMatchObject({
      endsSession: "testLogin",
      output: { kind: "none" },
    });
  });

  it.each<[string, object, object, string]>([
    ["an operation that is not there", { login: "signIn" }, {}, "names the operation `signIn`, which does not exist"],
    ["a logout that is not there", { logout: "leave" }, {}, "names the operation `leave`, which does not exist"],
    ["a path that only a caller can fill in", { logout: "endSession" }, {}, "whose path holds something"],
    ["a body in which credentials have no place", { login: "sendText" }, {}, "whose body is neither JSON nor a form"],
    ["a scheme whose key is no header", {}, { in: "query" }, "is sent in a header"],
    ["no place for the name", { username: "" }, {}, "has to say where"],
  ])("does not fit: %s", async (_, changes, owner, message) => {
    const checked = await read(scheme(changes, owner));
    expect(checked.said).toEqual([expect.stringContaining(message)]);
    expect(checked.diagnostics[0]).toMatchObject({ code: "unfit-extension", severity: "error" });
    expect(checked.diagnostics[0]?.pointer).toContain("/components/securitySchemes/session/x-token-login");
    const repaired = await read(scheme(changes, owner), "repaired");
    expect(repaired.diagnostics[0]?.severity).toBe("warning");
    expect(repaired.api.credentials[0]?.kind.type).toBe("apiKey");
  });
});

describe("ways to sign in", () => {
  it.each([
    ["x-token-login", { type: "http", scheme: "bearer", "x-token-login": { login: "l" } }],
    ["x-signature", { type: "apiKey", in: "header", name: "X", "x-signature": { headers: ["date"] } }],
  ])("%s has its own kind of scheme", async (name, scheme) => {
    const { api, diagnostics } = await read({ components: { securitySchemes: { one: scheme } } });
    expect(diagnostics).toMatchObject([
      { code: "unfit-extension", pointer: `/components/securitySchemes/one/${name}` },
    ]);
    expect(api.credentials[0]?.kind.type).toMatch(/^(bearer|apiKey)$/);
  });

  it("takes options from the name of a key, but for those that are settings", async () => {
    const login = { name: "login", in: "query", schema: text, "x-setting": "login" };
    const { api, said } = await read({
      paths: { "/a": { get: { parameters: [login], responses: replies } } },
      components: {
        securitySchemes: {
          keys: {
            type: "http",
            scheme: "signature",
            "x-env": { user: ["USER_NAME"] },
            "x-signature": { headers: ["date"], algorithms: ["a"], keyIds: ["{login}/{user}/{headers}/{key}"], forms: ["draft"] },
          },
        },
      },
    }); // prettier-ignore
    expect(said).toEqual([]);
    expect(api.credentials[0]?.kind).toMatchObject({
      option: "signer",
      keyIds: ["{login}/{user}/{headersOption}/{key}"],
      parts: [
        { name: "user", env: ["USER_NAME"] },
        { name: "headersOption", env: [] },
      ],
    });
  });
});

describe("settings", () => {
  const get = (...parameters: readonly object[]): object => ({ get: { parameters, responses: replies } });
  const setting = (name: string, more: object = {}): object => ({
    name,
    in: "query",
    schema: text,
    "x-setting": "shop",
    ...more,
  });

  it("are one where they are alike, under one name for all their parameters", async () => {
    const { api, said } = await read({
      paths: { "/a": get(setting("shop")), "/b": get(setting("Shop-Name", { in: "header" })) },
    });
    expect(said).toEqual([]);
    expect(api.settings.map(({ name }) => name)).toEqual(["shop"]);
    expect(api.operations.map(({ input, filled }) => [input.length, filled[0]?.wireName])).toEqual([
      [0, "shop"],
      [0, "Shop-Name"],
    ]);
  });

  it("with two types are told once", async () => {
    const other = setting("shop", { schema: { type: "integer" } });
    const { said } = await read({ paths: { "/a": get(setting("shop")), "/b": get(other), "/c": get(other) } });
    expect(said.filter((message) => message.includes('"shop" has two meanings'))).toHaveLength(2);
  });

  it("cannot be called like an option that all clients have", async () => {
    const { said, api } = await read({ paths: { "/a": get(setting("x", { "x-setting": "headers" })) } });
    expect(said).toEqual([expect.stringContaining('would have to be called "headersOption"')]);
    expect(api.settings[0]?.name).toBe("headersOption");
  });

  it("need a default when they are to be sent", async () => {
    const { said, api } = await read({ paths: { "/a": get({ name: "x", in: "query", schema: text, "x-send-default": true }) } });
    expect(said).toEqual([expect.stringContaining('finds no default in the schema of "x"')]);
    expect(api.settings).toEqual([]);
  }); // prettier-ignore

  it("with a default of null send nothing of their own", async () => {
    const schema = { type: ["string", "null"], default: null };
    const { api } = await read({ paths: { "/a": get(setting("shop", { schema })) } });
    expect(api.settings[0]).toMatchObject({ default: null, perCall: false });
  });
});

describe("x-actions", () => {
  const document = (actions: object, by = "act"): object => ({
    paths: {
      "/a": {
        post: {
          operationId: "doAll",
          parameters: [{ name: "act", in: "query", schema: { type: "integer" } }, { name: "size", in: "query", schema: text }],
          requestBody: json({ type: "object", properties: { note: text } }),
          "x-actions": { by, actions },
          "x-waiter": { waitUntilDone: { description: "d", done: { statuses: [204] }, maxWaitMs: 1 } },
          responses: { ...replies, "409": { description: "No." } },
        },
      },
    },
  }); // prettier-ignore

  it("become operations, beside the operation itself, which keeps its waiters", async () => {
    const { api, said } = await read(
      document({
        "1": { operationId: "doOne", summary: "One.", inputs: ["size"], required: ["size"] },
        "2": { operationId: "doTwo", summary: "Two.", inputs: ["note"] },
      }),
    );
    expect(said).toEqual([]);
    expect(api.operations.map(({ name, input }) => [name, ...input.map((member) => member.name)])).toEqual([
      ["doAll", "note"],
      ["doOne", "size"],
      ["doTwo", "note"],
    ]);
    expect(api.operations[1]?.filled).toMatchObject([{ wireName: "act", from: { value: 1 } }]);
    expect(api.operations[1]?.failures).toHaveLength(1);
    expect(api.waiters.map(({ operation }) => operation)).toEqual(["doAll"]);
  });

  it.each<[string, object, string, string]>([
    ["an input", { x: { operationId: "doX", summary: "X.", inputs: ["colour"] } }, "act", "colour"],
    ["a required input", { x: { operationId: "doX", summary: "X.", required: ["shape"] } }, "act", "shape"],
    ["a parameter that decides", { x: { operationId: "doX", summary: "X." } }, "kind", "kind"],
    ["a member that decides", { x: { operationId: "doX", summary: "X." } }, "/act", "act"],
  ])("do not fit: %s that the operation does not have", async (_, actions, by, name) => {
    const { diagnostics } = await read(document(actions, by));
    expect(diagnostics).toMatchObject([
      { code: "unfit-extension", message: expect.stringContaining(`names the input "${name}"`) },
    ]);
    expect(diagnostics[0]?.pointer).toBe("/paths/~1a/post/x-actions/actions/x");
  });
});

describe("x-flatten", () => {
  const flat = { type: "object", additionalProperties: text, "x-flatten": "tag." };
  const body = (schema: object): object => ({
    paths: { "/a": { post: { operationId: "sendIt", requestBody: { required: true, ...json(schema) }, responses: replies } } },
  }); // prettier-ignore

  it("fits a member of a body, of its own or inherited", async () => {
    const base = { type: "object", properties: { tags: flat } };
    const all = {
      ...body({ $ref: "#/components/schemas/More" }),
      components: {
        schemas: {
          Base: base,
          More: { allOf: [{ $ref: "#/components/schemas/Base" }, { type: "object", properties: { name: text } }] },
        },
      },
    };
    const { api, said } = await read(all);
    expect(said).toEqual([]);
    expect(api.operations[0]?.input.find(({ name }) => name === "tags")?.prefix).toBe("tag.");
  });

  it.each<[string, object, string]>([
    [
      "deeper within a body",
      body({ type: "object", properties: { inner: { type: "object", properties: { tags: flat } } } }),
      "is no member of a request body itself",
    ],
    [
      "a value without members",
      body({ type: "object", properties: { tags: { type: "string", "x-flatten": "tag." } } }),
      "has no members",
    ],
    [
      "a header",
      {
        paths: {
          "/a": {
            get: {
              operationId: "look",
              parameters: [{ name: "t", in: "header", schema: { type: "object" }, "x-flatten": "t." }],
              responses: replies,
            },
          },
        },
      },
      "cannot be sent flat",
    ],
  ])("does not fit %s", async (_, document, message) => {
    const { diagnostics } = await read(document);
    expect(diagnostics).toMatchObject([{ code: "unfit-extension", message: expect.stringContaining(message) }]);
    expect(diagnostics[0]?.pointer).toMatch(/x-flatten$/);
  });
});

describe("x-paginator", () => {
  const item = { type: "object", required: ["id"], properties: { id: text, n: { type: "integer" } } };
  const page = { type: "object", required: ["list"], properties: { list: { type: "array", items: item }, next: text, count: { type: "integer" } } }; // prettier-ignore
  const list = (extension: object): object => ({
    paths: {
      "/a": {
        get: {
          operationId: "listAll",
          parameters: [{ name: "page", in: "query", schema: { type: "integer" } }, { name: "after", in: "query", schema: text }],
          responses: { "200": { description: "A page.", ...json(page) } },
          "x-paginator": extension,
        },
      },
    },
  }); // prettier-ignore

  it.each<[string, object, string]>([
    ["a parameter that is not there", { style: "page-number", page: "seite", items: "/list" }, 'names the input "seite"'],
    ["a size that is not there", { style: "offset", offset: "page", pageSize: "size", items: "/list" }, 'names the input "size"'],
    ["a member of a body that is not there", { style: "page-number", page: "/page", items: "/list" }, 'names the input "/page"'],
    ["items that are no list", { style: "page-number", page: "page", items: "/count" }, "is not a list"],
    ["items that are not there", { style: "page-number", page: "page", items: "/data" }, "is not a list"],
    ["a number that is text", { style: "page-number", page: "page", items: "/list", pages: "/next" }, "what `pages` leads to is no number"],
    ["a token that is a number", { style: "token", token: "after", items: "/list", next: "/count" }, "what `next` leads to is no string"],
    ["a mark that the cursor does not take", { style: "cursor", cursor: "page", items: "/list", next: "/id" }, "nothing that `cursor` takes"],
    ["a mark that is not there", { style: "cursor", cursor: "after", items: "/list", next: "/key" }, "nothing that `cursor` takes"],
    ["a link that is not told", { style: "link", items: "/list" }, "does not say where `next` is"],
    ["a count by an operation that is not there", { style: "page-number", page: "page", items: "/list", total: { operation: "countAll", header: "X" } }, 'names the operation "countAll"'],
    ["a style of another world", { style: "spiral", items: "/list" }, "its style is not known"],
  ])("is not made with %s", async (_, extension, message) => {
    const { api, diagnostics } = await read(list(extension));
    expect(diagnostics).toMatchObject([{ code: "no-paginator", severity: "warning", message: expect.stringContaining(message) }]);
    expect(api.operations[0]?.paginator).toBeUndefined();
  }); // prettier-ignore

  it("counts without an operation that needs more than the list has", async () => {
    const extension = {
      style: "page-number",
      page: "page",
      items: "/list",
      total: { operation: "countOf", header: "X" },
    };
    const counting = (required: boolean): object => {
      const parameters = [{ name: "after", in: "query", required, schema: text }];
      return { "/count": { head: { operationId: "countOf", parameters, responses: replies } } };
    };
    const { paths } = list(extension) as { paths: object };
    const good = await read({ paths: { ...paths, ...counting(false) } });
    expect(good.said).toEqual([]);
    expect(good.api.operations[0]?.paginator?.count).toEqual({ operation: "countOf", header: "X", input: ["after"] });
    const bad = await read({ paths: { ...paths, ...counting(true) } });
    expect(bad.said).toEqual([expect.stringContaining('"countOf" cannot count the items of "listAll"')]);
    expect(bad.api.operations[0]?.paginator).not.toHaveProperty("count");
  });

  it("turns a number into the text that the cursor takes", async () => {
    const { api, said } = await read(list({ style: "cursor", cursor: "after", items: "/list", next: "/n" }));
    expect(said).toEqual([]);
    expect(api.operations[0]?.paginator?.plan).toMatchObject({ style: "cursor", asText: true });
  });
});

describe("OAuth 2", () => {
  const flows = (flow: object): object => ({ authorizationCode: { scopes: {}, ...flow } });
  const schemes = (securitySchemes: object): object => ({
    servers: [{ url: "https://api.example/v1/" }],
    components: { securitySchemes },
  });

  it("has a client for each scheme with a token endpoint, and an enum for its scopes", async () => {
    const { api } = await read(
      schemes({
        users: { type: "oauth2", flows: flows({ authorizationUrl: "https://a.example/", tokenUrl: "token", scopes: { "a:b": "A.", "*": "All." } }) },
        robots: { type: "oauth2", flows: { clientCredentials: { tokenUrl: "https://b.example/", scopes: {} } } },
        old: { type: "oauth2", flows: { implicit: { authorizationUrl: "https://c.example/", scopes: { c: "C." } } } },
        broken: { type: "oauth2", flows: flows({ authorizationUrl: "https://a.example/", tokenUrl: "javascript:alert(1)" }) },
      }),
    ); // prettier-ignore
    expect(api.oauth).toMatchObject([
      { name: "TestUsersOAuth", tokenUrl: "https://api.example/v1/token", hasClientCredentials: false },
      { name: "TestRobotsOAuth", tokenUrl: "https://b.example/", hasClientCredentials: true },
    ]);
    expect(api.enums).toMatchObject([
      {
        name: "TestUsersScope",
        values: [
          { value: "a:b", key: "AB" },
          { value: "*", key: "Value" },
        ],
      },
    ]);
    expect(api.oauth[1]).not.toHaveProperty("scopes");
  });
});

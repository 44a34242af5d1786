import { flatten, fromEnv, tokenLogin, type ServiceDefinition } from "@clientwright/runtime";
import { describe, expect, test } from "vitest";
import { clientFor, definition, failure, json, serve } from "./support.js";

describe("fromEnv", () => {
  const env = {
    account: ["NEW_ACCOUNT", "OLD_ACCOUNT"],
    contract: { variables: ["CONTRACT"], type: "number" },
    pretty: { variables: ["PRETTY"], type: "boolean" },
  } as const;

  test("reads options that are no credentials, each as what it is", () => {
    expect(fromEnv({ credentials: {}, env }, { OLD_ACCOUNT: "a", CONTRACT: "31", PRETTY: "true" })).toEqual({
      account: "a",
      contract: 31,
      pretty: true,
    });
    expect(fromEnv({ credentials: {}, env }, { NEW_ACCOUNT: "", OLD_ACCOUNT: "b", PRETTY: "0" })).toEqual({
      account: "b",
      pretty: false,
    });
    expect(fromEnv({ credentials: {}, env }, {})).toEqual({});
  });
});

describe("flatten", () => {
  test.each<[string, object | undefined, object | undefined]>([
    ["records", { a: { b: 1, c: null }, d: 2 }, { "a.b": 1, "a.c": null, d: 2 }],
    ["an empty record", { a: {}, d: 2 }, { d: 2 }],
    ["nothing to flatten", { d: 2 }, { d: 2 }],
    ["no value", undefined, undefined],
    ["undefined and null", { a: undefined, e: null }, { a: undefined, e: null }],
    ["names that mean something elsewhere", { a: { ["__proto__"]: 1 } }, { "a.__proto__": 1 }],
  ])("%s", (_, value, flat) => {
    expect(flatten(value, { a: "a.", e: "e." })).toEqual(flat);
  });

  test("leaves what it is given as it is", () => {
    const value = { a: { b: 1 }, toString: "x" };
    expect(flatten(value, { a: "a." })).toEqual({ "a.b": 1, toString: "x" });
    expect(value).toEqual({ a: { b: 1 }, toString: "x" });
  });
});

describe("a token login", () => {
  const service = (session: ReturnType<typeof tokenLogin>): ServiceDefinition => ({
    ...definition,
    credentials: { session },
    security: [["session"]],
  });
  const login = { operation: "login", method: "POST", path: "/login" };
  const get = { operation: "getThing", method: "GET", path: "/thing" };

  test.each<[string, object, Record<string, string>, number]>([
    ["seconds from now, in the body", { expiresIn: "/ttl" }, {}, 2],
    ["seconds from now, in a header", { expiresIn: { header: "X-Ttl" } }, { "x-ttl": "1" }, 2],
    ["a date in a header", { expiresAt: { header: "X-End" } }, { "x-end": new Date().toISOString() }, 2],
    ["UNIX seconds as text in a header", { expiresAt: { header: "X-End" } }, { "x-end": "1000" }, 2],
    ["an end far away", { expiresAt: { header: "X-End" } }, { "x-end": "99999999999" }, 1],
    ["an end that is not said", { expiresAt: "/end", expiresIn: "/length" }, {}, 1],
  ])("knows when a token ends: %s", async (_, expiry, headers, logins) => {
    const { url, seen } = await serve((_request, response, { url: path }) =>
      json(response, path === "/login" ? { ttl: 1 } : {}, 200, { "x-token": "t", ...headers }),
    );
    const session = tokenLogin({
      credentials: { name: "login" },
      body: ({ name }) => ({ user: [name] }),
      login,
      token: { header: "X-Token" },
      ...expiry,
    });
    const client = clientFor(url, { login: "joe", token: undefined }, service(session));
    await client.send(get);
    await client.send(get);
    const posts = seen.filter(({ method }) => method === "POST");
    expect(posts).toHaveLength(logins);
    expect(JSON.parse(posts[0]?.body ?? "")).toEqual({ user: ["joe"] });
    expect(seen.at(-1)?.headers.authorization).toBe("t");
  });

  test("a reply without the token is an error that names the operation", async () => {
    const { url } = await serve((_request, response) => json(response, {}));
    const session = tokenLogin({ credentials: { name: "login" }, login, token: { header: "X-Token" } });
    const client = clientFor(url, { login: "joe", token: undefined }, service(session));
    expect(String(await failure(client.send(get)))).toContain("login answered without a token");
  });

  test("logging out takes the options of a call", async () => {
    const { url } = await serve((_request, response, { method }) => {
      if (method === "POST") json(response, { id: "t" });
    });
    const logout = { operation: "logout", method: "DELETE", path: "/login" };
    const session = tokenLogin({ credentials: { name: "login" }, login, logout, token: "/id" });
    const client = clientFor(url, { login: "joe", token: undefined }, service(session));
    await session.login(client);
    const reason = new Error("enough");
    const stopping = AbortSignal.abort(reason);
    expect(await failure(session.logout(client, { signal: stopping }))).toBe(reason);
  });
});

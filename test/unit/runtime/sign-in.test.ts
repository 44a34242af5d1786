import { describe, expect, test } from "vitest";
import {
  apiKey,
  authorization,
  basic,
  bearer,
  ConfigurationError,
  fromEnv,
  headersOf,
  mutualTls,
  queryOf,
  SigningError,
  type Call,
  type ServiceDefinition,
  type SignInScheme,
} from "@clientwright/runtime";
import { clientFor, definition, failure, json, serve } from "./support.js";

const get: Call = { operation: "getThing", method: "GET", path: "/thing" };

function service(
  credentials: Record<string, SignInScheme>,
  security: ServiceDefinition["security"],
): ServiceDefinition {
  return { ...definition, credentials, security };
}

describe("schemes", () => {
  const schemes = {
    token: bearer({ option: "token", env: ["A_TOKEN", "B_TOKEN"] }),
    login: basic({
      username: "username",
      password: "password",
      env: { username: ["A_USER"], password: ["A_PASSWORD"] },
    }),
    header: apiKey({ option: "headerKey", in: "header", name: "X-Key", prefix: "Key " }),
    query: apiKey({ option: "queryKey", in: "query", name: "api key" }),
    cookie: apiKey({ option: "cookieKey", in: "cookie", name: "sid" }),
    digest: authorization({ option: "digest", scheme: "Digest" }),
    tls: mutualTls(),
  };

  test.each([
    ["token", { token: () => Promise.resolve("t") }, { authorization: "Bearer t" }],
    [
      "login",
      { username: "ü", password: "p:w" },
      { authorization: `Basic ${Buffer.from("ü:p:w").toString("base64")}` },
    ],
    ["header", { headerKey: "k" }, { "x-key": "Key k" }],
    ["cookie", { cookieKey: "a b" }, { cookie: "c=1; sid=a%20b" }],
    ["digest", { digest: "realm=x" }, { authorization: "Digest realm=x" }],
  ])("%s", async (name, options, wanted) => {
    const { url, seen } = await serve((_, response) => json(response, {}));
    await clientFor(url, { token: undefined, ...options }, service(schemes, [[name]])).send({
      ...get,
      headers: headersOf({}, { c: 1 }),
    });
    expect(seen[0]?.headers).toMatchObject(wanted);
  });

  test("query", async () => {
    const { url, seen } = await serve((_, response) => json(response, {}));
    const client = clientFor(url, { queryKey: "k&y" }, service(schemes, [["query"]]));
    await client.send({ ...get, query: queryOf({ a: 1 }) });
    await client.send(get);
    expect(seen.map((request) => request.url)).toEqual(["/thing?a=1&api%20key=k%26y", "/thing?api%20key=k%26y"]);
  });

  test("alternatives and sets", async () => {
    const { url, seen } = await serve((_, response) => json(response, {}));
    const call = async (
      options: object,
      security: ServiceDefinition["security"],
      own?: Call["security"],
    ): Promise<string> => {
      await clientFor(url, { token: undefined, ...options }, service(schemes, security)).send({
        ...get,
        security: own,
      });
      const { authorization: auth, "x-key": key } = seen.at(-1)?.headers ?? {};
      return [auth, key].filter(Boolean).join(" + ");
    };
    const both = { token: "t", headerKey: "k" };
    expect(await call(both, [["token"], ["header"]])).toBe("Bearer t");
    expect(await call({ headerKey: "k" }, [["token"], ["header"]])).toBe("Key k");
    expect(await call(both, [["token", "header"]])).toBe("Bearer t + Key k");
    expect(await call({ token: "t" }, [["token", "header"], []])).toBe("");
    expect(await call(both, [[], ["token"]])).toBe("Bearer t");
    expect(await call(both, [])).toBe("");
    expect(await call(both, undefined)).toBe("");
    expect(await call(both, [["token"]], [])).toBe("");
    expect(await call(both, [["token"]], [["header"]])).toBe("Key k");
    expect(await call({}, [["tls"]])).toBe("");
    const error = await failure(call({ token: "t" }, [["token", "header"], ["login"]]));
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(String(error)).toMatch(/headerKey.*username.*password/);
  });

  test("a provider that gives nothing", async () => {
    const client = clientFor("http://127.0.0.1:1", { token: () => "" });
    expect(await failure(client.send(get))).toBeInstanceOf(SigningError);
  });

  test("a password that is asked for before every attempt", async () => {
    const { url, seen } = await serve((_, response) => json(response, {}));
    let asked = 0;
    const client = clientFor(url, { username: "joe", password: () => `p${++asked}` }, service(schemes, [["login"]]));
    await client.send(get);
    await client.send(get);
    const wanted = ["joe:p1", "joe:p2"].map((pair) => `Basic ${Buffer.from(pair).toString("base64")}`);
    expect(seen.map(({ headers }) => headers.authorization)).toEqual(wanted);
    const none = { username: "joe", password: () => Promise.resolve(undefined) };
    const error = await failure(clientFor(url, none, service(schemes, [["login"]])).send(get));
    expect(error).toBeInstanceOf(SigningError);
    expect(String(error)).toContain("getThing: the option password gave no text");
    expect(seen).toHaveLength(2);
  });

  test("a user name with a colon is refused when the client is made", () => {
    const make = (): unknown => clientFor("http://x", { username: "a:b", password: "p" }, service(schemes, []));
    expect(make).toThrow(ConfigurationError);
  });

  test("fromEnv reads what the description names", () => {
    const described = service(schemes, []);
    expect(fromEnv(described, { B_TOKEN: "b", A_USER: "u", A_PASSWORD: "", OTHER: "x" })).toEqual({
      token: "b",
      username: "u",
    });
    expect(fromEnv(described, { A_TOKEN: "a", B_TOKEN: "b" })).toEqual({ token: "a" });
    process.env["A_TOKEN"] = "from process";
    expect(fromEnv(described)).toEqual({ token: "from process" });
    delete process.env["A_TOKEN"];
  });
});

import { describe, expect, test } from "vitest";
import {
  ApiError,
  ConfigurationError,
  deepObject,
  formJoined,
  InputError,
  NotFoundError,
  path,
  RateLimitError,
  readBytes,
  readNothing,
  readText,
  ServerError,
  Service,
  withReply,
  type Call,
  type ClientOptions,
  queryOf,
  headersOf,
  linked,
  serverVariables,
  jsonBody,
} from "@clientwright/runtime";
import { clientFor, definition, failure, json, serve } from "./support.js";

const get: Call = { operation: "getThing", method: "GET", path: "/thing" };

describe("a request", () => {
  test("carries sign-in, User-Agent, query, headers, cookies and body", async () => {
    const { url, seen } = await serve((_, response) => json(response, { id: 7 }));
    const client = clientFor(`${url}/v1/`, { headers: { "X-All": "1", "X-Both": "client" }, userAgent: "tool/1" });
    const reply = await client.send(
      {
        operation: "updateThing",
        method: "PUT",
        path: path`/things/${"a/b"}`,
        query: queryOf({
          q: ["x", "y"],
          skip: undefined,
          none: null,
          at: new Date(0),
          deep: deepObject({ a: 1 }),
          n: 12n,
          o: { k: "v" },
        }),
        headers: headersOf({ "X-List": ["a", "b"], "X-Both": "call" }, { sid: "ä" }),
        body: jsonBody({ name: "é" }),
      },
      { headers: { "x-both": "options" } },
    );
    expect(reply).toEqual({ id: 7 });
    expect(seen[0]).toMatchObject({
      method: "PUT",
      url: "/v1/things/a%2Fb?q=x&q=y&none=&at=1970-01-01T00%3A00%3A00.000Z&deep%5Ba%5D=1&n=12&k=v",
      headers: {
        authorization: "Bearer secret-token",
        accept: "application/json",
        "content-type": "application/json",
        "user-agent": expect.stringMatching(/^tool\/1 acme\/1\.2\.3 clientwright\/\d+\.\d+\.\d+$/) as string,
        "x-all": "1",
        "x-both": "options",
        "x-list": "a,b",
        cookie: "sid=%C3%A4",
      },
    });
    expect(Buffer.from(seen[0]?.body ?? "", "latin1").toString()).toBe('{"name":"é"}');
  });

  test("adds its query to one that is in the path already", async () => {
    const { url, seen } = await serve((_, response) => json(response, {}));
    await clientFor(url).send({ ...get, path: "/m?action=stop", query: queryOf({ a: formJoined(["1", "2"]) }) });
    expect(seen[0]?.url).toBe("/m?action=stop&a=1,2");
  });

  test.each(["a\r\nx-evil: 1", "a\nb", "a\0b", "snow ☃"])("refuses the header value %j", async (value) => {
    const error = await failure(clientFor("http://127.0.0.1:1").send({ ...get, headers: { "X-A": value } }));
    expect(error).toBeInstanceOf(InputError);
    expect(String(error)).toContain("x-a");
    expect(String(error)).not.toContain(value);
  });

  test("refuses a token that would forge a header, without showing it", async () => {
    const error = await failure(clientFor("http://127.0.0.1:1", { token: "tok\r\nx: y" }).send(get));
    expect(error).toBeInstanceOf(InputError);
    expect(String(error)).not.toContain("tok");
  });

  test("goes to an absolute URL of the same origin only", async () => {
    const { url, seen } = await serve((_, response) => json(response, "ok"));
    expect(await clientFor(`${url}/v1`).send({ ...get, path: linked(`${url}/elsewhere?x=1`) })).toBe("ok");
    expect(seen[0]?.url).toBe("/elsewhere?x=1");
    expect(await failure(clientFor(url).send({ ...get, path: linked("https://evil.example/") }))).toBeInstanceOf(
      InputError,
    );
  });
});

describe("a reply", () => {
  test("is undefined when it is empty", async () => {
    const { url } = await serve((_, response) => response.writeHead(204).end());
    expect(await clientFor(url).send(get)).toBeUndefined();
  });

  test("can be text, bytes or nothing", async () => {
    const { url } = await serve((_, response) => response.end("hé"));
    const client = clientFor(url);
    expect(await client.send({ ...get, reply: readText })).toBe("hé");
    expect(await client.send({ ...get, reply: readBytes })).toEqual(new Uint8Array(Buffer.from("hé")));
    expect(await client.send({ ...get, reply: readNothing })).toBeUndefined();
  });

  test("comes with its status and headers when asked", async () => {
    const { url } = await serve((_, response) => json(response, [1], 202, { location: "/requests/1" }));
    const client = clientFor(url);
    const { data, reply } = await withReply((options) => client.send<number[]>({ ...get, method: "POST" }, options));
    expect(data).toEqual([1]);
    expect([reply.status, reply.headers.get("Location"), reply.url]).toEqual([202, "/requests/1", `${url}/thing`]);
  });

  test("that is no JSON gives an error that does not quote it", async () => {
    const { url } = await serve((_, response) => response.setHeader("content-type", "text/html").end("<p>s3cret"));
    const error = await failure(clientFor(url).send(get));
    expect(error).toMatchObject({ name: "DecodeError", message: expect.stringContaining("text/html") as string });
    expect(JSON.stringify(error) + String(error)).not.toContain("s3cret");
  });
});

describe("an error status", () => {
  test("gives the class of the status, with what the body says", async () => {
    const body = { errors: [{ field: "label", reason: "too short", code: 7 }, { reason: "bad" }] };
    const { url } = await serve((_, response) => json(response, body, 404, { "x-request-id": "r1" }));
    const error = await failure(clientFor(url).send({ ...get, query: queryOf({ secret: "s" }) }));
    expect(error).toBeInstanceOf(NotFoundError);
    expect(error).toMatchObject({
      name: "NotFoundError",
      message: "getThing: 404 label: too short; bad (request r1)",
      operation: "getThing",
      method: "GET",
      url: `${url}/thing`,
      status: 404,
      requestId: "r1",
      problems: [{ field: "label", message: "too short", code: "7" }, { message: "bad" }],
      body,
    });
  });

  test.each([
    [400, "BadRequestError"],
    [401, "UnauthorizedError"],
    [403, "ForbiddenError"],
    [409, "ConflictError"],
    [418, "ApiError"],
    [422, "UnprocessableError"],
    [429, "RateLimitError"],
    [501, "ServerError"],
    [304, "ApiError"],
  ])("%i is a %s", async (status, name) => {
    const { url } = await serve((_, response) => response.writeHead(status).end());
    expect(await failure(clientFor(url, { retry: { retries: 0 } }).send(get))).toMatchObject({ name, status });
  });

  test("of 429 says how long to wait", async () => {
    const { url } = await serve((_, response) => response.writeHead(429, { "retry-after": "7" }).end());
    const error = await failure(clientFor(url, { retry: { retries: 0 } }).send(get));
    expect(error instanceof RateLimitError && error.retryAfterMs).toBe(7000);
  });

  test("keeps a body that is no JSON, and does not print it", async () => {
    const { url } = await serve((_, response) => response.writeHead(500).end("<h1>oops"));
    const error = await failure(clientFor(url, { retry: { retries: 0 } }).send(get));
    expect(error instanceof ServerError && error.body).toBe("<h1>oops");
    expect(JSON.stringify(error)).not.toContain("oops");
  });

  test("without x-errors still says which operation and status", async () => {
    const { url } = await serve((_, response) => json(response, { a: 1 }, 400));
    const { errors: _, ...plain } = definition;
    const error = await failure(clientFor(url, {}, plain).send(get));
    expect(error instanceof ApiError && error.message).toBe("getThing: 400");
  });
});

describe("configuration", () => {
  test("takes the base URL from the description, its variables and the options", async () => {
    const urls: string[] = [];
    const transport = (url: string): Promise<Response> => (urls.push(url), Promise.resolve(new Response("{}")));
    const servers = [
      {
        url: "https://{region}.acme.example:{port}/v1/",
        variables: serverVariables({ region: { default: "us", enum: ["us", "eu"] }, port: { default: "443" } }),
      },
      { url: "https://beta.acme.example" },
    ];
    const service = { ...definition, servers };
    const call = async (options: object): Promise<void> =>
      new Service(service, { token: "t", transport, ...options } as ClientOptions).send(get);
    await call({});
    await call({ serverVariables: { region: "eu", port: "8443" } });
    await call({ server: 1 });
    await call({ server: "https://beta.acme.example" });
    await call({ baseUrl: "http://localhost:1/x/" });
    expect(urls).toEqual([
      "https://us.acme.example/v1/thing",
      "https://eu.acme.example:8443/v1/thing",
      "https://beta.acme.example/thing",
      "https://beta.acme.example/thing",
      "http://localhost:1/x/thing",
    ]);
    const bad = [
      { serverVariables: { region: "mars" } },
      { serverVariables: { port: "1@evil.example" } },
      { serverVariables: { regoin: "eu" } },
      { server: 1, serverVariables: { region: "eu" } },
      { server: 2 },
      { server: "https://other.example" },
      { baseUrl: "/v1" },
      { baseUrl: "ftp://x" },
      { baseUrl: "https://user:pw@x.example" },
      { baseUrl: "https://x.example/?a=1" },
    ];
    for (const options of bad)
      expect(() => new Service(service, options), JSON.stringify(options)).toThrow(ConfigurationError);
    expect(() => new Service({ ...definition, servers: [{ url: "/v1" }] })).toThrow(/baseUrl/);
  });

  test("names the missing credential", async () => {
    const client = new Service(definition);
    const error = await failure(client.send(get));
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(String(error)).toMatch(/getThing.*token.*ACME_TOKEN/);
  });
});

import { createServer as createTcpServer, type Socket } from "node:net";
import { gzipSync } from "node:zlib";
import type { AddressInfo } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import {
  apiKey,
  ApiError,
  binaryBody,
  path,
  readStream,
  readText,
  type Call,
  type ClientOptions,
  type Service,
  type ServiceDefinition,
  headersOf,
  jsonBody,
} from "@clientwright/runtime";
import { nodeTransport } from "../../runtime/src/node/index.js";
import { clientFor as makeClient, definition, failure, json, serve } from "../unit/runtime/support.js";

const get: Call = { operation: "getThing", method: "GET", path: "/thing" };
const post: Call = { ...get, operation: "createThing", method: "POST", body: jsonBody({ a: 1 }) };

/** A server that does with each connection what it is told, once it has received a request. */
async function raw(answer: (socket: Socket, count: number) => void): Promise<{ url: string; count: () => number }> {
  let count = 0;
  const server = createTcpServer((socket) => {
    socket.on("error", () => undefined);
    socket.on("data", () => answer(socket, ++count));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, count: () => count };
}

const node = nodeTransport();

describe.each([
  ["fetch", undefined],
  ["the Node transport", node],
] as const)("over %s", (_name, transport) => {
  const clientFor = (
    url: string,
    options: ClientOptions & Record<string, unknown> = {},
    service?: ServiceDefinition,
  ): Service => makeClient(url, { transport, ...options }, service);

  describe("connections", () => {
    test("refused: tried again, also a POST, since nothing was sent", async () => {
      const { url, server } = await serve(() => undefined);
      await new Promise((resolve) => server.close(resolve));
      const error = await failure(clientFor(url).send(post));
      expect(error).toMatchObject({
        name: "ConnectionError",
        sent: false,
        message: expect.stringContaining("ECONNREFUSED") as string,
      });
      expect((error as Error).cause).toBeDefined();
    });

    test("cut before the headers: tried again when that is safe", async () => {
      const { url, count } = await raw((socket, number) => {
        if (number < 3) socket.destroy();
        else socket.end("HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}");
      });
      expect(await clientFor(url).send(get)).toEqual({});
      expect(count()).toBe(3);
    });

    test("cut before the headers: not tried again for a POST", async () => {
      const { url, count } = await raw((socket) => socket.destroy());
      expect(await failure(clientFor(url).send(post))).toMatchObject({ name: "ConnectionError", sent: true });
      expect(count()).toBe(1);
      await failure(clientFor(url).send({ ...post, idempotent: true }));
      expect(count()).toBe(4);
      await failure(clientFor(url).send(post, { idempotent: true, retry: { retries: 1, baseDelayMs: 1 } }));
      expect(count()).toBe(6);
    });

    test.each([
      ["within the headers", "HTTP/1.1 200 OK\r\ncontent-le"],
      ["within the body", 'HTTP/1.1 200 OK\r\ncontent-length: 20\r\n\r\n{"a":'],
      ["within a chunked body", 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\n{"a":\r\n'],
    ])("cut %s: a ConnectionError", async (_, text) => {
      const { url, count } = await raw((socket) => socket.write(text, () => socket.destroy()));
      expect(await failure(clientFor(url).send(get))).toMatchObject({ name: "ConnectionError" });
      expect(count()).toBe(3);
    });

    test("a stream that is cut says so", async () => {
      const { url } = await raw((socket) =>
        socket.write("HTTP/1.1 200 OK\r\ncontent-length: 20\r\n\r\nabc", () => setTimeout(() => socket.destroy(), 20)),
      );
      const reader = (await clientFor(url).send<ReadableStream<Uint8Array>>({ ...get, reply: readStream })).getReader();
      expect(new TextDecoder().decode((await reader.read()).value)).toBe("abc");
      expect(await failure(reader.read())).toMatchObject({ name: "ConnectionError" });
    });
  });

  describe("time", () => {
    test("a silent server: a TimeoutError for each attempt", async () => {
      const { url, seen } = await serve(() => undefined);
      const error = await failure(clientFor(url, { timeoutMs: 250, retry: { retries: 1, baseDelayMs: 1 } }).send(get));
      expect(error).toMatchObject({ name: "TimeoutError", message: expect.stringContaining("250 ms") as string });
      expect(seen).toHaveLength(2);
    });

    test("a body that drips counts as well", async () => {
      const { url } = await serve((_, response) => {
        const timer = setInterval(() => response.write(" "), 5);
        response.on("close", () => clearInterval(timer));
      });
      expect(await failure(clientFor(url, { timeoutMs: 60, retry: { retries: 0 } }).send(get))).toMatchObject({
        name: "TimeoutError",
      });
    });

    test("a stream may take longer than the limit", async () => {
      const { url } = await serve((_, response) => {
        response.write("a");
        setTimeout(() => response.end("b"), 1_000);
      });
      const stream = await clientFor(url, { timeoutMs: 500 }).send<ReadableStream<Uint8Array>>({
        ...get,
        reply: readStream,
      });
      expect(await new Response(stream).text()).toBe("ab");
    });

    test("the deadline ends a call with all its attempts", async () => {
      const { url } = await serve((_, response) => json(response, {}, 503, { "retry-after": "30" }));
      const begun = performance.now();
      expect(await failure(clientFor(url, { deadlineMs: 5_000 }).send(get))).toMatchObject({ status: 503 });
      expect(performance.now() - begun).toBeLessThan(5_000);
      const silent = await serve(() => undefined);
      expect(await failure(clientFor(silent.url, { deadlineMs: 50 }).send(get))).toMatchObject({
        name: "TimeoutError",
      });
    });

    test("an abort surfaces as the caller's own reason, and ends the retries", async () => {
      const controller = new AbortController();
      const reason = { own: "reason" };
      const { url, seen } = await serve(() => controller.abort(reason));
      expect(await failure(clientFor(url).send(get, { signal: controller.signal }))).toBe(reason);
      expect(await failure(clientFor(url).send(get, { signal: controller.signal }))).toBe(reason);
      expect(seen).toHaveLength(1);
    });

    test("an abort during a pause ends it", async () => {
      const controller = new AbortController();
      const { url } = await serve((_, response) => {
        json(response, {}, 429, { "retry-after": "20" });
        setTimeout(() => controller.abort("enough"), 250);
      });
      expect(await failure(clientFor(url).send(get, { signal: controller.signal }))).toBe("enough");
    });

    test("an abort ends a stream", async () => {
      const { url } = await serve((_, response) => response.write("abc"));
      const controller = new AbortController();
      const options = { signal: controller.signal };
      const reader = (
        await clientFor(url).send<ReadableStream<Uint8Array>>({ ...get, reply: readStream }, options)
      ).getReader();
      await reader.read();
      setTimeout(() => controller.abort("enough"), 10);
      expect(await failure(reader.read())).toBe("enough");
    });

    test("a token provider that hangs is under the clock too", async () => {
      const token = (): Promise<string> => new Promise(() => undefined);
      const client = clientFor("http://127.0.0.1:1", { token, timeoutMs: 30, retry: { retries: 0 } });
      expect(await failure(client.send(get))).toMatchObject({ name: "TimeoutError" });
    });
  });

  describe("retries", () => {
    test("500, then fine", async () => {
      const { url, seen } = await serve((_, response, __, count) => json(response, { count }, count < 3 ? 500 : 200));
      expect(await clientFor(url).send(get)).toEqual({ count: 3 });
      expect(seen).toHaveLength(3);
    });

    test.each([408, 429, 500, 502, 503, 504])("of %i", async (status) => {
      const { url, seen } = await serve((_, response) => json(response, {}, status));
      await failure(clientFor(url).send({ ...get, method: "DELETE" }));
      expect(seen).toHaveLength(3);
    });

    test.each([400, 401, 404, 409, 501, 505])("none of %i", async (status) => {
      const { url, seen } = await serve((_, response) => json(response, {}, status));
      await failure(clientFor(url).send(get));
      expect(seen).toHaveLength(1);
    });

    test("none of a POST that was answered", async () => {
      const { url, seen } = await serve((_, response) => json(response, {}, 503));
      await failure(clientFor(url).send(post));
      expect(seen).toHaveLength(1);
    });

    test.each([
      ["seconds", () => "1"],
      ["a date", () => new Date(Date.now() + 2000).toUTCString()],
    ])("wait for Retry-After in %s", async (_, value) => {
      const { url } = await serve((__, response, ___, count) =>
        count === 1 ? json(response, {}, 429, { "retry-after": value() }) : json(response, "ok"),
      );
      const begun = performance.now();
      expect(await clientFor(url).send(get)).toBe("ok");
      expect(performance.now() - begun).toBeGreaterThan(900);
    });

    test("none when Retry-After is longer than the cap", async () => {
      const { url, seen } = await serve((_, response) => json(response, {}, 429, { "retry-after": "3600" }));
      expect(await failure(clientFor(url).send(get))).toMatchObject({
        name: "RateLimitError",
        retryAfterMs: 3_600_000,
      });
      expect(seen).toHaveLength(1);
    });

    test("the token is looked up for each attempt", async () => {
      const { url, seen } = await serve((_, response, __, count) => json(response, {}, count < 3 ? 503 : 200));
      let number = 0;
      await clientFor(url, { token: () => `t${++number}` }).send(get);
      expect(seen.map(({ headers }) => headers.authorization)).toEqual(["Bearer t1", "Bearer t2", "Bearer t3"]);
    });

    test("a stream is sent once", async () => {
      const { url, seen } = await serve((_, response) => json(response, {}, 503));
      const body = new Blob(["abc"]).stream();
      await failure(clientFor(url).send({ ...get, method: "PUT", body: binaryBody(body) }));
      expect(seen.map((request) => request.body)).toEqual(["abc"]);
    });
  });

  describe("redirects", () => {
    test("within the origin keep credentials, and follow the rules for methods", async () => {
      const { url, seen } = await serve((_, response, request) => {
        const status = /^\/(\d+)$/.exec(request.url)?.[1];
        if (status) response.writeHead(Number(status), { location: "/end?x=1" }).end("moved");
        else json(response, request.method);
      });
      const client = clientFor(url);
      const results = [];
      for (const [method, status] of [
        ["GET", 301],
        ["POST", 302],
        ["POST", 303],
        ["PUT", 303],
        ["POST", 307],
        ["PUT", 308],
        ["DELETE", 301],
      ] as const) {
        const body = method === "GET" || method === "DELETE" ? undefined : jsonBody({ a: 1 });
        results.push([method, status, await client.send({ ...get, method, body, path: path`/${status}` })]);
      }
      expect(results).toEqual([
        ["GET", 301, "GET"],
        ["POST", 302, "GET"],
        ["POST", 303, "GET"],
        ["PUT", 303, "GET"],
        ["POST", 307, "POST"],
        ["PUT", 308, "PUT"],
        ["DELETE", 301, "DELETE"],
      ]);
      const ends = seen.filter((request) => request.url === "/end?x=1");
      expect(ends.every(({ headers }) => headers.authorization === "Bearer secret-token")).toBe(true);
      expect(ends.map(({ body, headers }) => [body, headers["content-type"]])).toEqual([
        ["", undefined],
        ["", undefined],
        ["", undefined],
        ["", undefined],
        ['{"a":1}', "application/json"],
        ['{"a":1}', "application/json"],
        ["", undefined],
      ]);
    });

    test("to another origin carry no credentials of any kind", async () => {
      const other = await serve((_, response) => json(response, "elsewhere"));
      const { url, seen } = await serve((_, response, request) =>
        response.writeHead(307, { location: other.url + (request.url.startsWith("/back") ? "/back" : "/x") }).end(),
      );
      const service: ServiceDefinition = {
        ...definition,
        credentials: {
          ...definition.credentials,
          key: apiKey({ option: "key", in: "header", name: "X-Key" }),
          cookie: apiKey({ option: "cookie", in: "cookie", name: "sid" }),
        },
        security: [["token", "key", "cookie"]],
      };
      const client = clientFor(
        url,
        { key: "k3y", cookie: "c00kie", headers: { "X-Auth": "mine" }, userAgent: "tool/1" },
        service,
      );
      const call = { ...get, headers: headersOf({ "X-Signature": "s1g" }, { c: "ck" }) };
      expect(await client.send(call, { headers: { "X-Token": "t0k" } })).toBe("elsewhere");
      expect(seen[0]?.headers).toMatchObject({
        authorization: "Bearer secret-token",
        "x-key": "k3y",
        cookie: "c=ck; sid=c00kie",
      });
      const arrived = other.seen[0];
      expect(arrived?.headers["user-agent"]).toMatch(/^tool\/1/);
      const { host: _, connection: __, ...headers } = arrived?.headers ?? {};
      const harmless = ["accept", "user-agent", "accept-encoding", "accept-language", "sec-fetch-mode"];
      expect(Object.keys(headers).filter((name) => !harmless.includes(name))).toEqual([]);
    });

    test("to another origin are not followed when the key is in the query", async () => {
      const other = await serve((_, response) => json(response, "elsewhere"));
      const { url } = await serve((_, response, request) =>
        response.writeHead(302, { location: other.url + request.url }).end(),
      );
      const service: ServiceDefinition = {
        ...definition,
        credentials: { key: apiKey({ option: "key", in: "query", name: "key" }) },
        security: [["key"]],
      };
      const error = await failure(clientFor(url, { key: "k3y" }, service).send(get));
      expect(error).toBeInstanceOf(ApiError);
      expect(error).toMatchObject({ status: 302 });
      expect(JSON.stringify(error) + String(error)).not.toContain("k3y");
      expect(other.seen).toEqual([]);
    });

    test("that lead in a circle end, and are not tried again", async () => {
      const { url, seen } = await serve((_, response) => response.writeHead(302, { location: "/thing" }).end());
      expect(await failure(clientFor(url).send(get))).toMatchObject({ name: "ApiError", status: 302 });
      expect(seen).toHaveLength(6);
      expect(await failure(clientFor(url, { limits: { redirects: 0 } }).send(get))).toMatchObject({ status: 302 });
      expect(seen).toHaveLength(7);
    });

    test.each(["ftp://example.com/", "http://[", "javascript:alert(1)"])("to %s are not followed", async (location) => {
      const { url } = await serve((_, response) => response.writeHead(302, { location }).end());
      expect(await failure(clientFor(url).send(get))).toMatchObject({ name: "ApiError", status: 302 });
    });
  });

  describe("sizes", () => {
    const limits = { replyBytes: 1000 };
    test.each([
      ["a declared length", {}],
      ["chunks", { "transfer-encoding": "chunked" }],
    ])("a reply with %s that is too large", async (_, headers: Record<string, string>) => {
      const { url } = await serve((__, response) => response.writeHead(200, headers).end("x".repeat(1001)));
      expect(await failure(clientFor(url, { limits }).send({ ...get, reply: readText }))).toMatchObject({
        name: "DecodeError",
      });
    });

    test("a reply that grows too large when it is unpacked", async () => {
      const { url } = await serve((_, response) =>
        response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync("x".repeat(100_000))),
      );
      expect(await failure(clientFor(url, { limits }).send({ ...get, reply: readText }))).toMatchObject({
        name: "DecodeError",
      });
    });

    test("a compressed reply within the limit", async () => {
      const { url } = await serve((_, response) =>
        response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync('{"a":1}')),
      );
      expect(await clientFor(url, { limits }).send(get)).toEqual({ a: 1 });
    });

    test("an error reply that is too large keeps its status", async () => {
      const { url } = await serve((_, response) => response.writeHead(400).end("x".repeat(2000)));
      expect(await failure(clientFor(url, { limits }).send(get))).toMatchObject({ status: 400 });
    });
  });

  test("hooks see the call once, above its retries", async () => {
    const { url, seen } = await serve((_, response, __, count) => json(response, {}, count === 1 ? 503 : 200));
    const log: unknown[] = [];
    const client = clientFor(url, {
      onRequest: (request) => {
        log.push(request.operation);
        request.headers["x-trace"] = "7";
        request.url += "?trace=on";
      },
      onReply: ({ status }) => void log.push(status),
    });
    await client.send(get);
    expect(log).toEqual(["getThing", 200]);
    expect(seen.map(({ headers }) => headers["x-trace"])).toEqual(["7", "7"]);
    expect(seen.map((request) => request.url)).toEqual(["/thing?trace=on", "/thing?trace=on"]);
  });
});

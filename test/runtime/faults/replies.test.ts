import { deflateSync, gzipSync, brotliCompressSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { readBytes, readNothing, readStream, readText, type Call } from "@clientwright/runtime";
import { faultServer, reply } from "../../support/fault-server.js";
import { clientOf, get, rejection, transports } from "./clients.js";

describe.each(transports)("replies over $name", ({ transport }) => {
  async function answer(text: string | Buffer, call: Call = get, options = {}): Promise<unknown> {
    const { url: baseUrl } = await faultServer((socket) => socket.end(text));
    return clientOf({ baseUrl, transport, retry: { retries: 0 }, ...options }).send(call);
  }

  function packed(coding: string, body: Buffer): Buffer {
    const head = `HTTP/1.1 200 OK\r\ncontent-encoding: ${coding}\r\ncontent-length: ${body.length}\r\n\r\n`;
    return Buffer.concat([Buffer.from(head), body]);
  }

  it.each([
    ["a 204", reply(204)],
    ["an empty 200", reply(200)],
    ["an empty chunked 200", "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n"],
    ["an empty body that ends with the connection", "HTTP/1.1 200 OK\r\n\r\n"],
  ])("give nothing for %s", async (_, text) => {
    expect(await answer(text)).toBeUndefined();
    expect(await answer(text, { ...get, reply: readNothing })).toBeUndefined();
    expect(await answer(text, { ...get, reply: readText })).toBe("");
    expect(await answer(text, { ...get, reply: readBytes })).toEqual(new Uint8Array());
  });

  it.each(["null", "0", "false", '""', "[]", "{}"])("give the JSON value %s as it is", async (text) => {
    expect(await answer(reply(200, text))).toEqual(JSON.parse(text));
  });

  it("that end with the connection are read to their end", async () => {
    expect(await answer('HTTP/1.1 200 OK\r\n\r\n{"a":1}')).toEqual({ a: 1 });
  });

  it("take informational ones for what they are", async () => {
    const hints = "HTTP/1.1 103 Early Hints\r\nlink: </a>; rel=preload\r\n\r\n";
    expect(await answer(hints + reply(200, '"fine"'))).toBe("fine");
  });

  it.each(["{bad", "<html>", '{"a":1}{', '{"token":"s3cr3t"', "undefined"])(
    "that are not JSON but %s are a DecodeError which does not quote them",
    async (text) => {
      const error = await rejection(answer(reply(200, text, { "content-type": "text/html" })));
      expect(error).toMatchObject({ name: "DecodeError", message: "getThing: the reply is not JSON (200, text/html)" });
      expect(String(error)).not.toContain(text);
    },
  );

  it("that are errors without JSON keep their status and text", async () => {
    expect(await rejection(answer(reply(400, "<html>no")))).toMatchObject({ status: 400, body: "<html>no" });
    expect(await rejection(answer(reply(400)))).toMatchObject({ status: 400, body: "" });
    expect(await rejection(answer(reply(400, "null")))).toMatchObject({ status: 400, body: null });
  });

  it("shorter than they claim are a ConnectionError", async () => {
    const text = reply(200, '{"a":1}', { "content-length": 100 });
    expect(await rejection(answer(text))).toMatchObject({ name: "ConnectionError" });
  });

  it("longer than they claim are cut where they claim to end", async () => {
    const text = reply(200, '{"a":1}{"evil":1}', { "content-length": 7 });
    expect(await answer(text)).toEqual({ a: 1 });
  });

  it.each([
    ["a length that is none", reply(200, "{}", { "content-length": "x" })],
    ["two lengths", "HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\n{} "],
    ["a size of a chunk that is none", "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n"],
    ["another protocol", "SSH-2.0-OpenSSH_9.2\r\n"],
    ["a header without a colon", "HTTP/1.1 200 OK\r\nno colon here\r\n\r\n{}"],
  ])("with %s are a ConnectionError", async (_, text) => {
    expect(await rejection(answer(text))).toMatchObject({ name: "ConnectionError" });
  });

  it("to HEAD have headers and no body, whatever they claim", async () => {
    const head = { ...get, method: "HEAD" };
    expect(await answer(reply(200, "", { "content-length": 1000 }), head)).toBeUndefined();
    const zipped = "HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 30\r\n\r\n";
    expect(await answer(zipped, head)).toBeUndefined();
  });

  describe("that are long", () => {
    const items = Array.from({ length: 20_000 }, (_, index) => `item ${index} €`);
    const body = Buffer.from(JSON.stringify(items));
    const chunk = Buffer.concat([Buffer.from(`${body.length.toString(16)}\r\n`), body, Buffer.from("\r\n0\r\n\r\n")]);
    const lengthy = Buffer.from(`HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\n\r\n`);
    it.each([
      ["a length", Buffer.concat([lengthy, body])],
      ["chunks", Buffer.concat([Buffer.from("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n"), chunk])],
      ["a coding", packed("gzip", gzipSync(body))],
    ])("and have %s are complete, and leave their connection to the next", async (_, text) => {
      const sockets = new Set<unknown>();
      const { url: baseUrl } = await faultServer((socket) => {
        sockets.add(socket);
        socket.write(text);
      });
      const client = clientOf({ baseUrl, transport });
      for (let index = 0; index < 8; index++) expect(await client.send(get)).toEqual(items);
      // Undici takes a second one, for a bare fetch too, when a call follows before the end of another is dealt with.
      expect(sockets.size).toBeLessThanOrEqual(2);
    });
  });

  describe("that are packed", () => {
    const body = Buffer.from('{"packed":"yes"}');
    it.each([
      ["gzip", gzipSync(body)],
      ["x-gzip", gzipSync(body)],
      ["GZIP", gzipSync(body)],
      ["deflate", deflateSync(body)],
      ["br", brotliCompressSync(body)],
      ["gzip, br", brotliCompressSync(gzipSync(body))],
    ])("by %s are unpacked", async (coding, data) => {
      expect(await answer(packed(coding, data))).toEqual({ packed: "yes" });
    });

    it("are only asked for in forms that are unpacked", async () => {
      const { url: baseUrl, requests } = await faultServer((socket) => socket.end(reply(200, "{}")));
      await clientOf({ baseUrl, transport }).send(get);
      const asked = /accept-encoding: *(.*)\r/i.exec(requests[0]?.head ?? "")?.[1]?.split(/, */) ?? [];
      expect(asked).toContain("gzip");
      expect(["gzip", "deflate", "br"]).toEqual(expect.arrayContaining(asked));
    });

    it("but empty are nothing", async () => {
      expect(await answer(packed("gzip", Buffer.alloc(0)))).toBeUndefined();
      expect(await answer("HTTP/1.1 204 No Content\r\ncontent-encoding: gzip\r\n\r\n")).toBeUndefined();
    });

    it("but are not what they claim are a ConnectionError", async () => {
      expect(await rejection(answer(packed("gzip", body)))).toMatchObject({ name: "ConnectionError" });
    });

    it("and cut are an error", async () => {
      const data = gzipSync(Buffer.from(JSON.stringify(Array.from({ length: 500 }, (_, index) => index * 7919))));
      const error = await rejection(answer(packed("gzip", data.subarray(0, data.length / 2))));
      expect(["ConnectionError", "DecodeError"]).toContain(error instanceof Error && error.name);
    });
  });

  describe("beyond limits.replyBytes", () => {
    const limits = { replyBytes: 1_000 };
    const text = "x".repeat(1_001);
    it.each([
      ["with a length", reply(200, text)],
      ["in chunks", `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3e9\r\n${text}\r\n0\r\n\r\n`],
      ["that end with the connection", `HTTP/1.1 200 OK\r\n\r\n${text}`],
      ["once unpacked", packed("gzip", gzipSync(text))],
    ])("%s are refused by each reader that holds them", async (_, sent) => {
      for (const reader of [readText, readBytes, readNothing]) {
        const error = await rejection(answer(sent, { ...get, reply: reader }, { limits }));
        expect(error).toMatchObject({ name: "DecodeError" });
        expect(String(error)).toContain("limits.replyBytes (1000)");
      }
    });

    it("by nothing are taken", async () => {
      expect(await answer(reply(200, text.slice(1)), { ...get, reply: readText }, { limits })).toHaveLength(1_000);
    });

    it("are fine as a stream", async () => {
      const call = { ...get, reply: readStream };
      const stream = await answer(reply(200, text), call, { limits });
      expect(stream).toBeInstanceOf(ReadableStream);
      if (stream instanceof ReadableStream) expect(await new Response(stream).text()).toBe(text);
    });

    it("are given up, even when they have no end", async () => {
      const closed = new Promise<void>((resolve, reject) => {
        const fill = "y".repeat(10_000);
        faultServer((socket) => {
          socket.write("HTTP/1.1 200 OK\r\n\r\n");
          const timer = setInterval(() => socket.write(fill), 1);
          socket.on("close", () => {
            clearInterval(timer);
            resolve();
          });
        })
          .then(({ url }) => rejection(clientOf({ baseUrl: url, transport, limits: { replyBytes: 50_000 } }).send(get)))
          .then((error) => expect(error).toMatchObject({ name: "DecodeError" }))
          .catch(reject);
      });
      await closed;
    });
  });
});

import { describe, expect, it } from "vitest";
import { binaryBody, readEvents, readLines, readStream } from "@clientwright/runtime";
import { faultServer, refusingUrl, reply, reset } from "../../support/fault-server.js";
import { clientOf, get, post, rejection, transports } from "./clients.js";

describe.each(transports)("connections over $name", ({ transport }) => {
  describe("that are refused", () => {
    it("are an error that says so, and that nothing was sent", async () => {
      const baseUrl = await refusingUrl();
      const error = await rejection(clientOf({ baseUrl, transport }).send(get));
      expect(error).toMatchObject({ name: "ConnectionError", sent: false });
      expect(String(error)).toContain(`getThing: cannot reach ${baseUrl} (ECONNREFUSED)`);
      expect(error).toHaveProperty("cause");
    });

    it("say so as well when a name has several addresses", async () => {
      const { port } = new URL(await refusingUrl());
      const client = clientOf({ baseUrl: `http://localhost:${port}`, transport });
      expect(await rejection(client.send(post))).toMatchObject({ name: "ConnectionError", sent: false });
    });

    it("are tried again, a POST too", async () => {
      const looked: string[] = [];
      const token = (): string => `t${looked.push("again")}`;
      await rejection(clientOf({ baseUrl: await refusingUrl(), transport, token }).send(post));
      expect(looked).toHaveLength(3);
    });
  });

  describe("that are cut", () => {
    it.each([
      ["before the headers", ""],
      ["within the status line", "HTTP/1.1 20"],
      ["within the headers", "HTTP/1.1 200 OK\r\ncontent-ty"],
      ["after the headers", "HTTP/1.1 200 OK\r\ncontent-length: 12\r\n\r\n"],
      ["within the body", 'HTTP/1.1 200 OK\r\ncontent-length: 12\r\n\r\n{"half":'],
      ["within the size of a chunk", 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n8\r\n{"half":\r\n1'],
      ["before the last chunk", "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n"],
    ])("by a reset %s: an error, once a GET was tried three times", async (_, text) => {
      const { url: baseUrl, requests } = await faultServer((socket) => {
        socket.write(text);
        reset(socket);
      });
      expect(await rejection(clientOf({ baseUrl, transport }).send(get))).toMatchObject({
        name: "ConnectionError",
        sent: true,
      });
      expect(requests).toHaveLength(3);
    });

    it.each([
      ["before the headers", ""],
      ["within the body", 'HTTP/1.1 200 OK\r\ncontent-length: 12\r\n\r\n{"half":'],
    ])("in an orderly way %s are no better", async (_, text) => {
      const { url: baseUrl, requests } = await faultServer((socket) => socket.end(text));
      expect(await rejection(clientOf({ baseUrl, transport }).send(get))).toMatchObject({ name: "ConnectionError" });
      expect(requests).toHaveLength(3);
    });

    it("leave a POST alone, since the server may have done it", async () => {
      const { url: baseUrl, requests } = await faultServer(reset);
      const client = clientOf({ baseUrl, transport });
      expect(await rejection(client.send(post))).toMatchObject({ name: "ConnectionError", sent: true });
      expect(requests).toHaveLength(1);
      await rejection(client.send(post, { idempotent: true }));
      expect(requests).toHaveLength(4);
      await rejection(client.send(get, { idempotent: false }));
      expect(requests).toHaveLength(5);
    });

    it("do no harm when the next attempt goes well", async () => {
      const { url: baseUrl, requests } = await faultServer((socket, _, count) => {
        if (count === 1) reset(socket);
        else if (count === 2) socket.end("HTTP/1.1 200 OK\r\ncontent-length: 12\r\n\r\n{");
        else socket.end(reply(200, '{"fine":true}'));
      });
      expect(await clientOf({ baseUrl, transport }).send(get)).toEqual({ fine: true });
      expect(requests.map(({ head }) => head.split("\r\n")[0])).toEqual(Array(3).fill("GET /thing HTTP/1.1"));
    });

    it.each([
      ["bytes", readStream, "abc", ["abc"]],
      ["lines", readLines, '{"a":1}\n{"a":', [{ a: 1 }]],
      ["events", readEvents, "data: 1\n\ndata: 2", [{ event: "message", data: 1, id: "", retryMs: undefined }]],
    ] as const)("end a stream of %s with an error, after what had come", async (_, reader, text, expected) => {
      const { url: baseUrl } = await faultServer((socket) => {
        socket.write(`HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n${text}`);
        reset(socket);
      });
      const stream = await clientOf({ baseUrl, transport }).send<AsyncIterable<unknown>>({ ...get, reply: reader });
      const got: unknown[] = [];
      const read = async (): Promise<void> => {
        for await (const item of stream) got.push(item instanceof Uint8Array ? new TextDecoder().decode(item) : item);
      };
      expect(await rejection(read())).toMatchObject({ name: "ConnectionError" });
      expect(got).toEqual(expected);
    });

    it("do not hide the status that came before", async () => {
      const { url: baseUrl } = await faultServer((socket) => {
        socket.write('HTTP/1.1 404 Not Found\r\ncontent-length: 100\r\n\r\n{"errors":');
        reset(socket);
      });
      expect(await rejection(clientOf({ baseUrl, transport }).send(get))).toMatchObject({ name: "NotFoundError" });
    });

    it.each([
      ["breaks the rules at once", "transfer-encoding: chunked\r\n\r\nzz\r\n"],
      ["is no gzip", "content-encoding: gzip\r\ncontent-length: 5\r\n\r\nmoved"],
    ])("do not matter after a redirect whose body %s", async (_, rest) => {
      const { url: baseUrl } = await faultServer((socket, __, count) => {
        socket.end(count > 1 ? reply(200, '"arrived"') : `HTTP/1.1 302 Found\r\nlocation: /next\r\n${rest}`);
      });
      expect(await clientOf({ baseUrl, transport }).send(get)).toBe("arrived");
      await new Promise((resolve) => setTimeout(resolve, 40));
    });

    it("after a redirect whose body never comes do not matter", async () => {
      const { url: baseUrl } = await faultServer((socket, _, count) => {
        if (count > 1) return void socket.end(reply(200, '"arrived"'));
        socket.write("HTTP/1.1 302 Found\r\nlocation: /next\r\ncontent-length: 100\r\n\r\nmoved");
        return reset(socket);
      });
      expect(await clientOf({ baseUrl, transport }).send(get)).toBe("arrived");
      // An error that nobody waits for would show up only now, and would end a program.
      await new Promise((resolve) => setTimeout(resolve, 40));
    });
  });

  // Over the Node transport only: the fetch of Node 20 never cancels the source of a body.
  it.skipIf(transport === undefined)("tells the source of a stream that nobody wants the rest", async () => {
    const { url: baseUrl } = await faultServer(() => undefined);
    const reason = new Error("enough");
    const controller = new AbortController();
    let told: unknown = "nothing";
    const body = new ReadableStream<Uint8Array>({
      pull(stream) {
        stream.enqueue(new Uint8Array(1000));
        setTimeout(() => controller.abort(reason), 20);
        return new Promise((resolve) => setTimeout(resolve, 5));
      },
      cancel(cause) {
        told = cause;
      },
    });
    const call = { ...get, method: "PUT", body: binaryBody(body) };
    expect(await rejection(clientOf({ baseUrl, transport }).send(call, { signal: controller.signal }))).toBe(reason);
    await expect.poll(() => told, { timeout: 10_000 }).not.toBe("nothing");
  });

  it("gives the error of a stream that breaks while it is sent as the cause", async () => {
    const { url: baseUrl } = await faultServer(() => undefined);
    const reason = new Error("the disk is gone");
    const body = new ReadableStream<Uint8Array>({
      pull(stream) {
        stream.error(reason);
      },
    });
    const call = { ...get, method: "PUT", body: binaryBody(body) };
    const error = await rejection(clientOf({ baseUrl, transport }).send(call));
    const chain = [error];
    for (let at = error; at instanceof Error; at = at.cause) chain.push(at.cause);
    expect(chain).toContain(reason);
  });
});

import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { describe, expect, it, onTestFinished } from "vitest";
import { readBytes, readEvents, readStream, type Call, type EventStream, type Reply } from "@clientwright/runtime";
import { nodeTransport } from "../../runtime/src/node/index.js";
import { faultServer, reply } from "../support/fault-server.js";
import { failure } from "../unit/runtime/support.js";
import { clientOf, get, transports } from "./faults/clients.js";

/* Where the Node transport once read replies otherwise than `fetch` does: what holds for one holds for both. */

type Controller = ReadableStreamDefaultController<Uint8Array<ArrayBuffer>>;

const body = Buffer.from('{"a":1}');

/** A reply whose body has been packed. */
function packed(coding: string, bytes: Buffer): Buffer {
  return Buffer.concat([
    Buffer.from(`HTTP/1.1 200 OK\r\ncontent-encoding: ${coding}\r\ncontent-length: ${bytes.length}\r\n\r\n`),
    bytes,
  ]);
}

describe.each(transports)("over $name", ({ transport }) => {
  async function answer(bytes: string | Buffer, call: Call = get, onReply?: (reply: Reply) => void): Promise<unknown> {
    const { url: baseUrl } = await faultServer((socket) => socket.end(bytes));
    return clientOf({ baseUrl, transport, retry: { retries: 0 } }).send(call, { onReply });
  }

  it.each([
    ["deflate", deflateSync(body)],
    ["deflate", deflateRawSync(body)],
    ["x-gzip", gzipSync(body)],
    ["GZIP , br", brotliCompressSync(gzipSync(body))],
    ["br,deflate", deflateRawSync(brotliCompressSync(body))],
  ])("undoes %s", async (coding, bytes) => {
    expect(await answer(packed(coding, bytes))).toEqual({ a: 1 });
  });

  it.each(["foo, gzip", "gzip, foo", "identity"])("leaves %s as it is", async (coding) => {
    const bytes = gzipSync(body);
    const got = await answer(packed(coding, bytes), { ...get, reply: readBytes });
    expect(Buffer.from(got as Uint8Array)).toEqual(bytes);
  });

  it("refuses a tower of codings", async () => {
    let bytes = body;
    for (let level = 0; level < 6; level++) bytes = gzipSync(bytes);
    const codings = Array<string>(6).fill("gzip").join(", ");
    expect(await failure(answer(packed(codings, bytes)))).toMatchObject({ name: "ConnectionError" });
  });

  it("fails when a packed body is no such thing", async () => {
    expect(await failure(answer(packed("gzip", body)))).toMatchObject({ name: "ConnectionError" });
  });

  it("gives an empty packed body, as a reply to HEAD has it", async () => {
    const head = { ...get, method: "HEAD" };
    expect(await answer("HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 99\r\n\r\n", head)).toBe(
      undefined,
    );
    expect(await answer(packed("br", Buffer.alloc(0)))).toBe(undefined);
  });

  it("knows no headers but those of the reply", async () => {
    let seen: Reply | undefined;
    await answer(reply(200, "{}"), get, (found) => (seen = found));
    for (const name of ["constructor", "toString", "__proto__", "hasOwnProperty"]) {
      expect([name, seen?.headers.get(name), seen?.headers.has(name)]).toEqual([name, null, false]);
    }
    const headers = "HTTP/1.1 200 OK\r\nconstructor: a\r\nX-Two: 1\r\nx-two: 2\r\ncontent-length: 2\r\n\r\n{}";
    await answer(headers, get, (found) => (seen = found));
    const all: string[] = [];
    seen?.headers.forEach((value, name) => all.push(`${name}: ${value}`));
    expect(all.sort()).toEqual(["constructor: a", "content-length: 2", "x-two: 1, 2"]);
    expect([seen?.headers.get("X-TWO"), seen?.headers.has("Constructor")]).toEqual(["1, 2", true]);
  });

  it("lets a server wait whose reply nobody reads, and then reads it all", async () => {
    const size = 64 * 2 ** 20;
    let sent = 0;
    const { url: baseUrl } = await faultServer((socket) => {
      socket.write(`HTTP/1.1 200 OK\r\ncontent-length: ${size}\r\n\r\n`);
      const piece = Buffer.alloc(2 ** 20, "x");
      const more = (): void => {
        while (sent < size) {
          sent += piece.length;
          if (!socket.write(piece)) return;
        }
      };
      socket.on("drain", more);
      more();
    });
    const stream = await clientOf({ baseUrl, transport }).send<ReadableStream<Uint8Array>>({
      ...get,
      reply: readStream,
    });
    // All of it would be there long before that if nothing held it back.
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(sent).toBeLessThan(size / 2);
    let read = 0;
    const reader = stream.getReader();
    for (let next = await reader.read(); !next.done; next = await reader.read()) read += next.value.length;
    expect([read, sent]).toEqual([size, size]);
  });

  it.each([false, true])("hangs up when a stream is left, packed: %s", async (isPacked) => {
    let closed: () => void;
    const isClosed = new Promise<void>((resolve) => (closed = resolve));
    const { url: baseUrl } = await faultServer((socket) => {
      socket.on("close", () => closed());
      // The end of the packed event is held back, as servers do it that flush after each one.
      const event = Buffer.from("data: 1\n\n");
      const head = isPacked ? "content-encoding: deflate\r\n" : "";
      socket.write(`HTTP/1.1 200 OK\r\n${head}content-type: text/event-stream\r\n\r\n`);
      socket.write(isPacked ? deflateSync(event, { finishFlush: 2 }) : event);
    });
    const events = await clientOf({ baseUrl, transport }).send<EventStream<unknown>>({ ...get, reply: readEvents });
    for await (const { data } of events) {
      expect(data).toBe(1);
      break;
    }
    await isClosed;
  });
});

describe("the Node transport", () => {
  it("ends a request, its reply and its upload with the signal", async () => {
    const transport = nodeTransport();
    onTestFinished(() => transport.close());
    const { url } = await faultServer((socket, request) => {
      if (request.head.startsWith("GET")) socket.write("HTTP/1.1 200 OK\r\n\r\nbegun");
    });
    const options = { headers: {}, redirect: "manual", duplex: "half", body: null } as const;
    const first = new AbortController();
    const begun = await transport(url, { ...options, method: "GET", signal: first.signal });
    const reader = begun.body?.getReader();
    expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe("begun");
    const next = failure(Promise.resolve(reader?.read()));
    first.abort("enough");
    expect(await next).toBe("enough");

    const second = new AbortController();
    const silent = failure(transport(url, { ...options, method: "DELETE", signal: second.signal }));
    second.abort("too late");
    expect(await silent).toBe("too late");
    expect(await failure(transport(url, { ...options, method: "GET", signal: AbortSignal.abort("before") }))).toBe(
      "before",
    );
  });

  it.each([
    ["that is ready", (controller: Controller) => controller.enqueue(new Uint8Array(10))],
    ["that is slow", () => new Promise<void>(() => undefined)],
  ])("lets go of a stream %s but cannot be sent", async (_, pull) => {
    const transport = nodeTransport();
    onTestFinished(() => transport.close());
    let isCancelled = false;
    const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
      pull,
      cancel: () => void (isCancelled = true),
    });
    const signal = new AbortController().signal;
    const request = { method: "PUT", headers: {}, body, signal, redirect: "manual", duplex: "half" } as const;
    expect(await failure(transport("http://127.0.0.1:1/", request))).toMatchObject({ code: "ECONNREFUSED" });
    await expect.poll(() => isCancelled, { timeout: 10_000 }).toBe(true);
  });

  it("lets go of a stream that is being waited for when the request ends", async () => {
    const transport = nodeTransport();
    onTestFinished(() => transport.close());
    const abort = new AbortController();
    let isCancelled = false;
    const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
      // Asked a second time, the request is on its way.
      pull: (controller) => (isBegun ? (abort.abort("enough"), new Promise<void>(() => undefined)) : begin(controller)),
      cancel: () => void (isCancelled = true),
    });
    let isBegun = false;
    const begin = (controller: Controller): void => {
      isBegun = true;
      controller.enqueue(new Uint8Array(10));
    };
    const { url } = await faultServer(() => undefined);
    const request = { method: "PUT", headers: {}, body, redirect: "manual", duplex: "half" } as const;
    expect(await failure(transport(url, { ...request, signal: abort.signal }))).toBe("enough");
    await expect.poll(() => isCancelled, { timeout: 10_000 }).toBe(true);
  });
});

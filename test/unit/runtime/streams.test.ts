import fc from "fast-check";
import { describe, expect, onTestFinished, test } from "vitest";
import {
  parseLosslessJson,
  readEvents,
  readLines,
  readStream,
  readTextEvents,
  reconnecting,
  type EventStream,
  type LineStream,
  type ReplyReader,
  type ServerSentEvent,
  type UnreadReply,
} from "@clientwright/runtime";
import { clientFor, failure, serve } from "./support.js";

/** Reads a body that arrives in these chunks. */
async function read<T>(
  reader: ReplyReader<AsyncIterable<unknown>>,
  chunks: readonly Uint8Array[],
  limit = 1000,
): Promise<T[]> {
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(new Uint8Array(chunk));
      controller.close();
    },
  });
  const transport = (): Promise<Response> => Promise.resolve(new Response(body));
  const client = clientFor("http://x.example", { transport, limits: { replyBytes: limit } });
  const found: T[] = [];
  for await (const item of await client.send<AsyncIterable<T>>({
    operation: "watch",
    method: "GET",
    path: "/",
    reply: reader,
  }))
    found.push(item);
  return found;
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Cuts bytes at every border in turn. */
function cuts(whole: Uint8Array): Uint8Array[][] {
  return Array.from({ length: whole.length + 1 }, (_, at) => [whole.subarray(0, at), whole.subarray(at)]);
}

const stream =
  '\ufeff: hello\r\nevent: add\r\nid: 1\r\ndata: {"a":"é☃"}\r\n\r\ndata\n\ndata: x\rdata:y\r\rretry: 50\nid\ndata:  two\n\nevent: lost\n\nid: a\0b\ndata: 1\n\ndata: unfinished';
const events: ServerSentEvent<string>[] = [
  { event: "add", data: '{"a":"é☃"}', id: "1", retryMs: undefined },
  { event: "message", data: "", id: "1", retryMs: undefined },
  { event: "message", data: "x\ny", id: "1", retryMs: undefined },
  { event: "message", data: " two", id: "", retryMs: 50 },
  { event: "message", data: "1", id: "", retryMs: 50 },
];

describe("server-sent events", () => {
  test("are the same wherever the chunks break", async () => {
    for (const chunks of cuts(bytes(stream))) expect(await read(readTextEvents, chunks)).toEqual(events);
    expect(
      await read(
        readTextEvents,
        [...bytes(stream)].map((byte) => Uint8Array.of(byte)),
      ),
    ).toEqual(events);
  });

  test("hold JSON, or text where it is none", async () => {
    const found = await read<ServerSentEvent>(readEvents, [bytes('data: {"a":[1]}\n\ndata: [DONE]\n\n')]);
    expect(found.map(({ data }) => data)).toEqual([{ a: [1] }, "[DONE]"]);
  });

  test("agree with a simple reading of the whole text", async () => {
    const line = fc.constantFrom(
      "data: a",
      "data:b",
      "data",
      "event: e",
      "id: 7",
      ":c",
      "",
      "",
      "retry: 9",
      "other: x",
    );
    const ends = fc.constantFrom("\n", "\r\n", "\r");
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(line, ends)),
        fc.array(fc.nat(60), { maxLength: 5 }),
        async (lines, places) => {
          const text = lines.flat().join("");
          const whole = bytes(text);
          const borders = [
            0,
            ...places.map((place) => Math.min(place, whole.length)).sort((a, b) => a - b),
            whole.length,
          ];
          const chunks = borders.slice(1).map((end, index) => whole.subarray(borders[index], end));
          expect(await read(readTextEvents, chunks)).toEqual(simpleReading(text));
        },
      ),
    );
  });

  test("are bounded", async () => {
    await expect(
      read(readTextEvents, [bytes("data: "), bytes("x".repeat(60)), bytes("x".repeat(60))], 100),
    ).rejects.toThrow(/watch/);
    const many = Array.from({ length: 30 }, () => bytes("data: 12345\n"));
    await expect(read(readTextEvents, many, 100)).rejects.toThrow(/exceeds limits\.replyBytes \(100\)/);
    expect(
      await read(
        readTextEvents,
        Array.from({ length: 300 }, () => bytes("data: 12345\n\n")),
        100,
      ),
    ).toHaveLength(300);
  });

  test("are bounded in bytes, as they travel, line by line and together", async () => {
    const one = `data:${"\u20ac".repeat(30)}\n\n`;
    expect(await read(readTextEvents, [bytes(one)], 95)).toHaveLength(1);
    await expect(read(readTextEvents, [bytes(one)], 94)).rejects.toMatchObject({ name: "DecodeError" });
    const many = `${"data:\u20ac\u20ac\n".repeat(10)}\n`;
    expect(await read(readTextEvents, [bytes(many)], 70)).toHaveLength(1);
    await expect(read(readTextEvents, [bytes(many)], 69)).rejects.toMatchObject({ name: "DecodeError" });
  });

  test("keep the digits of large integers when they are parsed so", async () => {
    const exact = (reply: UnreadReply): EventStream<unknown> =>
      readEvents(reply, (text) => parseLosslessJson(text, { id: true }));
    const source = 'data: {"id":9007199254740993,"n":1}\n\ndata: {"id":7}\n\ndata: [DONE]\n\n';
    const found = await read<ServerSentEvent>(exact, [bytes(source)]);
    expect(found.map(({ data }) => data)).toEqual([{ id: 9007199254740993n, n: 1 }, { id: 7n }, "[DONE]"]);
  });

  test.each([
    ["text/html", readEvents],
    ["application/json; charset=utf-8", readTextEvents],
    ["text/event-streams", readEvents],
  ])("are not looked for in %s, whose connection ends", async (type, reply) => {
    let closed: () => void = () => undefined;
    const isClosed = new Promise<void>((resolve) => (closed = resolve));
    const { url } = await serve((_, response) => {
      response.on("close", closed);
      response.writeHead(200, { "content-type": type }).write("<p>data: x</p>\n\n");
    });
    const error = await failure(clientFor(url).send({ operation: "watch", method: "GET", path: "/", reply }));
    expect(error).toMatchObject({ name: "DecodeError" });
    expect(String(error)).toContain(type);
    await isClosed;
  });

  test.each(["text/event-stream", "Text/Event-Stream;charset=utf-8"])("come as %s", async (type) => {
    const { url } = await serve((_, response) => response.writeHead(200, { "content-type": type }).end("data: 1\n\n"));
    const call = { operation: "watch", method: "GET", path: "/", reply: readEvents };
    const found: unknown[] = [];
    for await (const { data } of await clientFor(url).send<EventStream<number>>(call)) found.push(data);
    expect(found).toEqual([1]);
  });

  test("end their connection when the loop is left", async () => {
    let closed: () => void = () => undefined;
    const isClosed = new Promise<void>((resolve) => (closed = resolve));
    const { url } = await serve((_, response) => {
      response.on("close", closed);
      response.write("data: 1\n\n");
    });
    const found = await clientFor(url).send<EventStream<number>>({
      operation: "watch",
      method: "GET",
      path: "/",
      reply: readEvents,
    });
    for await (const { data } of found) {
      expect(data).toBe(1);
      break;
    }
    await isClosed;
  });
});

/** Splits a whole text by the rules, with none of the machinery for chunks. */
function simpleReading(text: string): ServerSentEvent<string>[] {
  const found: ServerSentEvent<string>[] = [];
  let [event, id] = ["", ""];
  let data: string[] = [];
  let retryMs: number | undefined;
  const lines = text.split(/\r\n|\r|\n/).slice(0, -1);
  for (const line of lines) {
    const [, field = "", value = ""] = /^([^:]*)(?:: ?(.*))?$/.exec(line) ?? [];
    if (line === "") {
      if (data.length > 0) found.push({ event: event || "message", data: data.join("\n"), id, retryMs });
      [event, data] = ["", []];
    } else if (field === "event") event = value;
    else if (field === "data") data.push(value);
    else if (field === "id") id = value;
    else if (field === "retry") retryMs = Number(value);
  }
  return found;
}

describe("lines of JSON", () => {
  test("are the same wherever the chunks break", async () => {
    const source = bytes('{"a":"é"}\r\n\n[1]\n  \n"☃"\n\x1e{"seq":1}\n7');
    for (const chunks of cuts(source))
      expect(await read(readLines, chunks)).toEqual([{ a: "é" }, [1], "☃", { seq: 1 }, 7]);
  });

  test("fail at a line that is no JSON, without quoting it", async () => {
    const error = await failure(read(readLines, [bytes("1\ns3cret\n")]));
    expect(error).toMatchObject({ name: "DecodeError" });
    expect(String(error)).not.toContain("s3cret");
  });

  test("are bounded", async () => {
    const chunks = Array.from({ length: 20 }, () => bytes('"12345678'));
    await expect(read(readLines, chunks, 100)).rejects.toThrow(/exceeds limits\.replyBytes \(100\)/);
  });

  test("are bounded in bytes, as they travel", async () => {
    const line = JSON.stringify("\u20ac".repeat(32));
    expect(await read(readLines, [bytes(line)], 98)).toEqual(["\u20ac".repeat(32)]);
    await expect(read(readLines, [bytes(line)], 97)).rejects.toMatchObject({ name: "DecodeError" });
  });

  test("keep the digits of large integers when they are parsed so", async () => {
    const source = '{"id":9007199254740993,"n":1}\n{"id":7,"n":2}\n';
    const exact = (reply: UnreadReply): LineStream<unknown> =>
      readLines(reply, (text) => parseLosslessJson(text, { id: true }));
    expect(await read(exact, [bytes(source)])).toEqual([
      { id: 9007199254740993n, n: 1 },
      { id: 7n, n: 2 },
    ]);
    const error = await failure(read(exact, [bytes("s3cret\n")]));
    expect(error).toMatchObject({ name: "DecodeError" });
    expect(String(error)).not.toContain("s3cret");
  });

  test("are not taken from a page", async () => {
    const page = await failure(read(readLines, [bytes("<html>\n<p>Sign in</p>\n")]));
    expect(page).toMatchObject({ name: "DecodeError" });
  });

  test("of great length cost no more than their length", async () => {
    const chunk = bytes("1".repeat(100));
    const begun = performance.now();
    await read(readLines, [bytes('"'), ...Array.from({ length: 20_000 }, () => chunk), bytes('"')], 10_000_000);
    expect(performance.now() - begun).toBeLessThan(3000);
  });

  test("come from a server as they are written", async () => {
    const { url } = await serve((_, response) => {
      response.write("1\n");
      setTimeout(() => response.end("2\n"), 20);
    });
    const lines = await clientFor(url).send<LineStream<number>>({
      operation: "watch",
      method: "GET",
      path: "/",
      reply: readLines,
    });
    const found = [];
    for await (const line of lines) found.push(line);
    expect(found).toEqual([1, 2]);
  });
});

describe("a stream that falls silent", () => {
  /** A reply that may be silent for so long only, and the place where its body is fed. */
  function silentReply(idleMs: number | undefined) {
    let feed: ReadableStreamDefaultController<Uint8Array> | undefined;
    let isCancelled = false;
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => void (feed = controller),
      cancel: () => void (isCancelled = true),
    });
    const reply = { operation: "watch", status: 200, url: "https://x/", headers: new Headers(), signal: undefined };
    return {
      reply: { ...reply, limit: 1000, body, idleMs },
      send: (text: string) => feed?.enqueue(bytes(text)),
      isCancelled: () => isCancelled,
    };
  }

  test("is an error that says so after its longest silence, and lets the connection go", async () => {
    const { reply, send, isCancelled } = silentReply(50);
    send("data: 1\n\n");
    const found: unknown[] = [];
    const reading = (async () => {
      for await (const { data } of readEvents(reply)) found.push(data);
    })();
    expect(await failure(reading)).toMatchObject({
      name: "ConnectionError",
      cause: expect.objectContaining({ message: "nothing came for 50 ms" }),
    });
    expect(found).toEqual([1]);
    expect(isCancelled()).toBe(true);
  });

  test("is none while anything comes, if only comments", async () => {
    const { reply, send } = silentReply(2_000);
    const beats = setInterval(() => send(": beat\n"), 100);
    onTestFinished(() => clearInterval(beats));
    setTimeout(() => send("data: 2\n\n"), 2_500);
    for await (const { data } of readEvents(reply)) {
      expect(data).toBe(2);
      break;
    }
  });

  test.each([0, undefined])("waits for ever with the limit %s", async (idleMs) => {
    const { reply, send } = silentReply(idleMs);
    setTimeout(() => send("late"), 100);
    const reader = (await readStream(reply)).getReader();
    expect((await reader.read()).value).toEqual(bytes("late"));
    await reader.cancel();
  });

  test.each(["client", "call"])("is bounded by an option of the %s", async (owner) => {
    const { url } = await serve((_, response) => void response.write("data: 1\n\n"));
    const limits = { idleMs: 200 };
    const client = clientFor(url, owner === "client" ? { limits } : {});
    const call = { operation: "watch", method: "GET", path: "/", reply: readEvents };
    const stream = await client.send<EventStream<number>>(call, owner === "call" ? { limits } : {});
    const found: unknown[] = [];
    const reading = (async () => {
      for await (const { data } of stream) found.push(data);
    })();
    expect(await failure(reading)).toMatchObject({ name: "ConnectionError" });
    expect(found).toEqual([1]);
  });

  test("is taken up again", async () => {
    let calls = 0;
    const stream = reconnecting<unknown>(
      () => {
        const { reply, send } = silentReply(50);
        send(`data: ${(calls += 1)}\n\n`);
        return Promise.resolve(readEvents(reply));
      },
      { delayMs: 1 },
    );
    const found: unknown[] = [];
    for await (const { data } of stream) {
      found.push(data);
      if (found.length === 3) break;
    }
    expect(found).toEqual([1, 2, 3]);
  });
});

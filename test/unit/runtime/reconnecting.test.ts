import { describe, expect, test } from "vitest";
import { readEvents, reconnecting, type EventStream, type ReconnectOptions } from "@clientwright/runtime";
import { clientFor, failure, serve } from "./support.js";

type Handler = Parameters<typeof serve>[0];

/** The events of a server that says of each request what it is to stream, with hardly a pause in between. */
async function events(handler: Handler, options: ReconnectOptions = {}) {
  const { url, seen } = await serve(handler);
  const client = clientFor(url, { retry: { retries: 0 } });
  const stream = reconnecting<number>(
    (request) =>
      client.send<EventStream<number>>({ operation: "watch", method: "GET", path: "/", reply: readEvents }, request),
    { delayMs: 1, ...options },
  );
  return { stream, seen };
}

async function all(stream: AsyncIterable<{ data: unknown }>): Promise<unknown[]> {
  const found = [];
  for await (const { data } of stream) found.push(data);
  return found;
}

describe("a stream of events that reconnects", () => {
  test("carries on after the last id, until the server has no more", async () => {
    const { stream, seen } = await events((_, response, _seen, count) => {
      if (count === 1) response.end("id: a\ndata: 1\n\nid: b\ndata: 2\n\n");
      else if (count === 2) response.end("data: 3\n\nid: c\n\n");
      else response.writeHead(204).end();
    });
    expect(await all(stream)).toEqual([1, 2, 3]);
    expect(seen.map(({ headers }) => headers["last-event-id"])).toEqual([undefined, "b", "c"]);
  });

  test("survives a connection that breaks, and one that cannot be made", async () => {
    const { stream } = await events((_, response, _seen, count) => {
      if (count === 1) response.write("id: 7\ndata: 1\n\n", () => response.destroy());
      else if (count === 2) response.destroy();
      else if (count === 3) response.end("data: 2\n\n");
      else response.writeHead(204).end();
    });
    expect(await all(stream)).toEqual([1, 2]);
  });

  test("begins after an id that is known from before, and keeps the caller's headers", async () => {
    const { stream, seen } = await events((_, response) => void response.writeHead(204).end(), {
      lastEventId: "41",
      headers: { "x-more": "1" },
    });
    expect(await all(stream)).toEqual([]);
    expect(seen[0]?.headers).toMatchObject({ "last-event-id": "41", "x-more": "1" });
  });

  test("gives up when nothing comes, quietly after ends and with the error after a break", async () => {
    const ended = await events((_, response) => void response.end(": nothing\n\n"), { reconnects: 2 });
    expect(await all(ended.stream)).toEqual([]);
    expect(ended.seen).toHaveLength(3);
    const broken = await events((_, response) => void response.destroy(), { reconnects: 2 });
    expect(await failure(all(broken.stream))).toMatchObject({ name: "ConnectionError" });
    expect(broken.seen).toHaveLength(3);
  });

  test("counts anew after each event", async () => {
    const { stream, seen } = await events(
      (_, response, _seen, count) => void response.end(count % 2 === 1 && count < 10 ? `data: ${count}\n\n` : ""),
      { reconnects: 2 },
    );
    expect(await all(stream)).toEqual([1, 3, 5, 7, 9]);
    expect(seen).toHaveLength(11);
  });

  test("waits as long as the server asks for, up to a bound", async () => {
    const times: number[] = [];
    const handler: Handler = (_, response, _seen, count) => {
      times.push(performance.now());
      if (count === 1) response.end("retry: 150\n\n");
      else if (count === 2) response.end("retry: 3600000\n\n");
      else response.writeHead(204).end();
    };
    const { stream } = await events(handler, { maxDelayMs: 200 });
    expect(await all(stream)).toEqual([]);
    const [first = 0, second = 0, third = 0] = times;
    // Timers may be early by less than a millisecond.
    expect(second - first).toBeGreaterThan(145);
    expect(third - second).toBeGreaterThan(195);
  });

  test("does not come back after an error of the server", async () => {
    const { stream, seen } = await events((_, response) => void response.writeHead(403).end());
    expect(await failure(all(stream))).toMatchObject({ name: "ForbiddenError" });
    expect(seen).toHaveLength(1);
  });

  test("ends with the caller's reason, in a pause as well as in a stream", async () => {
    for (const text of [": then a pause\n\n", undefined]) {
      const controller = new AbortController();
      const reason = new Error("enough");
      const { stream } = await events(
        (_, response) => {
          response.write("data: 1\n\n");
          if (text !== undefined) response.end(text);
        },
        { signal: controller.signal, delayMs: 600_000, maxDelayMs: 600_000 },
      );
      const found = all(stream);
      setTimeout(() => controller.abort(reason), 50);
      expect(await failure(found)).toBe(reason);
    }
  });

  test("ends its connection when the loop is left", async () => {
    let closed: () => void = () => undefined;
    const isClosed = new Promise<void>((resolve) => (closed = resolve));
    const { stream, seen } = await events((_, response) => {
      response.on("close", closed);
      response.write("data: 1\n\n");
    });
    for await (const { data } of stream) {
      expect(data).toBe(1);
      break;
    }
    await isClosed;
    expect(seen).toHaveLength(1);
  });
});

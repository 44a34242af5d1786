import { describe, expect, it } from "vitest";
import { rateLimit, readStream, type Call } from "@clientwright/runtime";
import type { Socket } from "node:net";
import { faultServer, reply } from "../../support/fault-server.js";
import { clientOf, get, post, rejection, transports } from "./clients.js";

/** Sends a text letter by letter, which takes longer than any test waits. */
function drip(socket: Socket, start: string, letters: string): void {
  socket.write(start);
  let at = 0;
  const timer = setInterval(() => socket.write(letters[at++ % letters.length] ?? " "), 5);
  socket.on("close", () => clearInterval(timer));
}

async function timed<T>(work: Promise<T>): Promise<[result: T, ms: number]> {
  const begun = performance.now();
  return [await work, performance.now() - begun];
}

const drips: readonly [string, (socket: Socket) => void][] = [
  ["that says nothing", () => undefined],
  ["that drips its headers", (socket) => drip(socket, "HTTP/1.1 200 OK\r\nx-long: ", "a")],
  ["that drips its body", (socket) => drip(socket, "HTTP/1.1 200 OK\r\n\r\n", " ")],
  ["that drips an error", (socket) => drip(socket, "HTTP/1.1 400 Bad Request\r\n\r\n", " ")],
];

describe.each(transports)("time over $name", ({ transport }) => {
  describe.each(drips)("with a server %s", (_, fault) => {
    it("has a limit for each attempt", async () => {
      const { url: baseUrl, requests } = await faultServer(fault);
      const client = clientOf({ baseUrl, transport, timeoutMs: 250, retry: { retries: 1, baseDelayMs: 1 } });
      const [error, ms] = await timed(rejection(client.send(get)));
      expect(error).toMatchObject({ name: "TimeoutError" });
      expect(requests).toHaveLength(2);
      expect(ms).toBeGreaterThan(490);
      expect(ms).toBeLessThan(10_000);
    });

    it("has a limit for the whole call", async () => {
      const { url: baseUrl } = await faultServer(fault);
      const client = clientOf({ baseUrl, transport, deadlineMs: 120, timeoutMs: 50, retry: { baseDelayMs: 1 } });
      const [error, ms] = await timed(rejection(client.send(get)));
      expect(error).toMatchObject({ name: "TimeoutError" });
      expect(ms).toBeGreaterThan(45);
      expect(ms).toBeLessThan(10_000);
    });
  });

  it("ends the connection of an attempt that is over", async () => {
    let closed = 0;
    const { url: baseUrl } = await faultServer((socket) => socket.on("close", () => closed++));
    const client = clientOf({ baseUrl, transport, timeoutMs: 250, retry: { retries: 1, baseDelayMs: 1 } });
    await rejection(client.send(get));
    await expect.poll(() => closed, { timeout: 10_000 }).toBe(2);
  });

  it("does not try a POST again that nobody answered", async () => {
    const { url: baseUrl, requests } = await faultServer(() => undefined);
    expect(await rejection(clientOf({ baseUrl, transport, timeoutMs: 250 }).send(post))).toMatchObject({
      name: "TimeoutError",
    });
    expect(requests).toHaveLength(1);
  });

  it("of the call counts pauses, and does not begin one that it would not outlive", async () => {
    const { url: baseUrl } = await faultServer((socket) => socket.end(reply(503, "", { "retry-after": "5" })));
    const [error, ms] = await timed(rejection(clientOf({ baseUrl, transport, deadlineMs: 4_000 }).send(get)));
    expect(error).toMatchObject({ status: 503 });
    expect(ms).toBeLessThan(4_000);
  });

  it("of the call counts the wait for a rate limit", async () => {
    const { url: baseUrl } = await faultServer((socket) => socket.end(reply(200, "{}")));
    const client = clientOf({ baseUrl, transport, deadlineMs: 1_000, rateLimit: rateLimit({ perSecond: 0.2 }) });
    await client.send(get);
    const [error, ms] = await timed(rejection(client.send(get)));
    expect(error).toMatchObject({ name: "TimeoutError" });
    expect(ms).toBeLessThan(4_500);
  });

  it("of an option beats that of the client, and 0 is no limit", async () => {
    const { url: baseUrl } = await faultServer((socket) => setTimeout(() => socket.end(reply(200, "{}")), 80));
    const client = clientOf({ baseUrl, transport, timeoutMs: 20, deadlineMs: 20, retry: { retries: 0 } });
    expect(await client.send(get, { timeoutMs: 0, deadlineMs: 0 })).toEqual({});
    expect(await rejection(client.send(get, { deadlineMs: 0 }))).toMatchObject({ name: "TimeoutError" });
    expect(await rejection(client.send(get, { timeoutMs: 0 }))).toMatchObject({ name: "TimeoutError" });
  });

  describe("that a caller ends", () => {
    const reason = { mine: true };
    const stream: Call = { ...get, reply: readStream };

    it("before the call sends nothing", async () => {
      const { url: baseUrl, requests } = await faultServer((socket) => socket.end(reply(200, "{}")));
      const signal = AbortSignal.abort(reason);
      expect(await rejection(clientOf({ baseUrl, transport }).send(get, { signal }))).toBe(reason);
      expect(requests).toEqual([]);
    });

    it.each(drips)("during a call to a server %s ends the call and its connection", async (_, fault) => {
      let closed = 0;
      const controller = new AbortController();
      const { url: baseUrl, requests } = await faultServer((socket) => {
        socket.on("close", () => closed++);
        fault(socket);
        setTimeout(() => controller.abort(reason), 40);
      });
      const call = clientOf({ baseUrl, transport }).send(get, { signal: controller.signal });
      const [error, ms] = await timed(rejection(call));
      expect(error).toBe(reason);
      expect(ms).toBeLessThan(10_000);
      expect(requests).toHaveLength(1);
      await expect.poll(() => closed, { timeout: 10_000 }).toBe(1);
    });

    it("during a pause ends the pause", async () => {
      const controller = new AbortController();
      const { url: baseUrl, requests } = await faultServer((socket) => {
        socket.end(reply(503, "", { "retry-after": 30 }));
        setTimeout(() => controller.abort(reason), 250);
      });
      expect(await rejection(clientOf({ baseUrl, transport }).send(get, { signal: controller.signal }))).toBe(reason);
      expect(requests).toHaveLength(1);
    });

    it("while a token is looked up ends the call", async () => {
      const token = (): Promise<string> => new Promise(() => undefined);
      const controller = new AbortController();
      setTimeout(() => controller.abort(reason), 20);
      const client = clientOf({ baseUrl: "http://127.0.0.1:9", transport, token });
      expect(await rejection(client.send(get, { signal: controller.signal }))).toBe(reason);
    });

    it("within a stream ends the stream and its connection", async () => {
      let closed = 0;
      const { url: baseUrl } = await faultServer((socket) => {
        socket.on("close", () => closed++);
        drip(socket, "HTTP/1.1 200 OK\r\n\r\n", "a");
      });
      const controller = new AbortController();
      const options = { signal: controller.signal };
      const body = await clientOf({ baseUrl, transport }).send<ReadableStream<Uint8Array>>(stream, options);
      const reader = body.getReader();
      expect((await reader.read()).done).toBe(false);
      setTimeout(() => controller.abort(reason), 20);
      const readAll = async (): Promise<void> => {
        while (!(await reader.read()).done);
      };
      expect(await rejection(readAll())).toBe(reason);
      await expect.poll(() => closed, { timeout: 10_000 }).toBe(1);
    });

    it("after the call changes nothing", async () => {
      const { url: baseUrl } = await faultServer((socket) => socket.end(reply(200, '"abc"')));
      const controller = new AbortController();
      const options = { signal: controller.signal };
      const client = clientOf({ baseUrl, transport });
      expect(await client.send(get, options)).toBe("abc");
      const body = await client.send<ReadableStream<Uint8Array>>(stream, options);
      expect(await new Response(body).text()).toBe('"abc"');
      controller.abort(reason);
      await new Promise((resolve) => setTimeout(resolve, 20));
    });

    it("surfaces falsy reasons and the platform's own as they are", async () => {
      const { url: baseUrl } = await faultServer(() => undefined);
      const client = clientOf({ baseUrl, transport });
      for (const own of [null, 0, "", false]) {
        const controller = new AbortController();
        setTimeout(() => controller.abort(own), 10);
        expect(await rejection(client.send(get, { signal: controller.signal }))).toBe(own);
      }
      const late = await rejection(client.send(get, { signal: AbortSignal.timeout(10) }));
      expect(late).toMatchObject({ name: "TimeoutError" });
      expect(late).toBeInstanceOf(DOMException);
    });

    it("leaves no listener behind, however the calls end", async () => {
      const { url: baseUrl } = await faultServer((socket, { head }) => {
        if (head.startsWith("GET /fine")) return void socket.end(reply(200, "[]"));
        if (head.startsWith("GET /bad")) return void socket.end(reply(400));
        socket.write("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc");
        return void setTimeout(() => socket.resetAndDestroy(), 10);
      });
      const { signal } = new AbortController();
      const heard = new Set<unknown>();
      const { addEventListener, removeEventListener } = signal;
      signal.addEventListener = (...args: Parameters<AbortSignal["addEventListener"]>) => {
        heard.add(args[1]);
        addEventListener.apply(signal, args);
      };
      signal.removeEventListener = (...args: Parameters<AbortSignal["removeEventListener"]>) => {
        heard.delete(args[1]);
        removeEventListener.apply(signal, args);
      };
      const client = clientOf({ baseUrl, transport, retry: { retries: 1, baseDelayMs: 1 } });
      await client.send({ ...get, path: "/fine" }, { signal });
      await rejection(client.send({ ...get, path: "/bad" }, { signal }));
      await rejection(client.send({ ...get, path: "/cut" }, { signal }));
      const whole = await client.send<ReadableStream<Uint8Array>>({ ...stream, path: "/fine" }, { signal });
      await new Response(whole).text();
      const left = await client.send<ReadableStream<Uint8Array>>({ ...stream, path: "/fine" }, { signal });
      await left.cancel();
      const cut = await client.send<ReadableStream<Uint8Array>>({ ...stream, path: "/cut" }, { signal });
      await rejection(new Response(cut).text());
      expect(heard.size).toBe(0);
    });
  });
});

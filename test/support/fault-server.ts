import { createServer as createHttpServer } from "node:http";
import { createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { onTestFinished } from "vitest";

/** A request as it came off the wire. */
export interface RawRequest {
  /** The request line and the headers, as they were written. */
  readonly head: string;
  readonly body: string;
}

export interface FaultServer {
  readonly url: string;
  /** All requests that arrived in full, in their order. */
  readonly requests: readonly RawRequest[];
}

/** Does its worst with a connection on which a request has arrived in full. `count` is the number of the request, from 1. */
export type Fault = (socket: Socket, request: RawRequest, count: number) => void;

/**
 * A server on the loopback that knows nothing of HTTP but where a request ends, so that it can answer with whatever
 * bytes a test wants. It lives as long as the test.
 */
export async function faultServer(fault: Fault): Promise<FaultServer> {
  const requests: RawRequest[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    // A test that cuts connections is not interested in how the other side takes it.
    socket.on("error", () => undefined);
    let received = "";
    socket.on("data", (chunk: Buffer) => {
      received += chunk.toString("latin1");
      for (let end = endOfRequest(received); end !== undefined; end = endOfRequest(received)) {
        const bodyAt = received.indexOf("\r\n\r\n") + 4;
        const request = { head: received.slice(0, bodyAt), body: received.slice(bodyAt, end) };
        received = received.slice(end);
        requests.push(request);
        fault(socket, request, requests.length);
      }
    });
  });
  const url = await listen(server);
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { url, requests };
}

/** Where the first request in the text ends; undefined when it is not complete yet. */
function endOfRequest(text: string): number | undefined {
  const head = text.indexOf("\r\n\r\n");
  if (head < 0) return undefined;
  const headers = text.slice(0, head).toLowerCase();
  if (/\r\ntransfer-encoding: *chunked/.test(headers)) {
    const end = text.indexOf("\r\n0\r\n\r\n", head);
    return end < 0 ? undefined : end + 7;
  }
  const end = head + 4 + Number(/\r\ncontent-length: *(\d+)/.exec(headers)?.[1] ?? 0);
  return text.length < end ? undefined : end;
}

/** A whole reply. Its content length is the true one unless the headers say otherwise. */
export function reply(status: number, body = "", headers: Readonly<Record<string, string | number>> = {}): string {
  const all = { "content-length": Buffer.byteLength(body), connection: "close", ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status} Some Reason\r\n${lines.join("")}\r\n${body}`;
}

/** The URL of a port on which nobody listens. */
export async function refusingUrl(): Promise<string> {
  const server = createHttpServer();
  const url = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  return url;
}

/** Cuts a connection with a reset, after what was written before has been sent. */
export function reset(socket: Socket): void {
  // Given no time, the reset would overtake the bytes before it.
  setTimeout(() => socket.resetAndDestroy(), 15);
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${addressOf(server).port}`;
}

function addressOf(server: Server): AddressInfo {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server does not listen on a port");
  return address;
}

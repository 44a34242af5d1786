import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Asked } from "../check/asked.js";
import type { Reply } from "./reply.js";

/** How many bytes a request may have. A client that sends more is refused before the twin's memory is full. */
const mostBytes = 64 * 1024 * 1024;

export interface Listening {
  readonly origin: string;
  readonly close: () => Promise<void>;
}

/** Serves over sockets. */
export async function listen(answer: (asked: Asked) => Promise<Reply>, host: string, port: number): Promise<Listening> {
  const server = createServer((request, response) => {
    serve(answer, request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => resolve());
  });
  const { port: taken } = server.address() as AddressInfo;
  return { origin: `http://${host.includes(":") ? `[${host}]` : host}:${taken}`, close: () => close(server) };
}

function close(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()));
    server.closeAllConnections();
  });
}

async function serve(
  answer: (asked: Asked) => Promise<Reply>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > mostBytes) {
      response.writeHead(413, { connection: "close" }).end();
      return;
    }
    chunks.push(chunk);
  }
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(", ") : (value ?? ""),
    ]),
  );
  const reply = await answer({
    method: request.method ?? "GET",
    target: request.url ?? "/",
    headers,
    bytes: Buffer.concat(chunks),
  });
  await send(reply, request, response);
}

async function send(
  { status, headers, bytes, weather }: Reply,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (weather?.delayMs !== undefined) await pause(weather.delayMs, response);
  if (weather?.cut === "before") {
    response.destroy();
    return;
  }
  const isBodyless = status === 204 || status === 304 || request.method === "HEAD";
  response.writeHead(status, { ...headers, ...(!isBodyless && { "content-length": String(bytes.length) }) });
  if (weather?.cut === "body") {
    response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => response.destroy());
    return;
  }
  if (weather?.slowBodyMs !== undefined && bytes.length > 1) {
    const pieces = Math.min(10, bytes.length);
    for (let piece = 0; piece < pieces && !response.destroyed; piece++) {
      response.write(
        bytes.subarray(Math.floor((piece * bytes.length) / pieces), Math.floor(((piece + 1) * bytes.length) / pieces)),
      );
      await pause(weather.slowBodyMs / pieces, response);
    }
    response.end();
    return;
  }
  response.end(isBodyless ? undefined : bytes);
}

/** Waits, but not for a client that has gone. */
function pause(ms: number, response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    function done(): void {
      clearTimeout(timer);
      response.off("close", done);
      resolve();
    }
    response.on("close", done);
  });
}

import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { bearer, idInHeader, Service, type ClientOptions, type ServiceDefinition } from "@clientwright/runtime";
import { onTestFinished } from "vitest";

/** A request as the server saw it. */
export interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

export interface Loopback {
  readonly url: string;
  readonly seen: Seen[];
  readonly server: Server;
}

type Handler = (request: IncomingMessage, response: ServerResponse, seen: Seen, count: number) => void;

/** A server on the loopback that lives as long as the test. `count` is the number of the request, from 1. */
export async function serve(handler: Handler): Promise<Loopback> {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("error", () => undefined);
    request.on("end", () => {
      const entry = {
        method: request.method ?? "",
        url: request.url ?? "",
        headers: request.headers,
        body: Buffer.concat(chunks).toString("latin1"),
      };
      seen.push(entry);
      handler(request, response, entry, seen.length);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen, server };
}

/** Answers with JSON. */
export function json(
  response: ServerResponse,
  body: unknown,
  status = 200,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
}

export const definition: ServiceDefinition = {
  name: "acme",
  version: "1.2.3",
  servers: [{ url: "https://api.acme.example/v1" }],
  credentials: { token: bearer({ option: "token", env: ["ACME_TOKEN"] }) },
  security: [["token"]],
  errors: {
    list: ["errors"],
    message: ["reason"],
    field: ["field"],
    code: ["code"],
    requestId: idInHeader("x-request-id"),
  },
};

/** A client whose pauses between attempts are short. */
export function clientFor(
  baseUrl: string,
  options: ClientOptions & Record<string, unknown> = {},
  service: ServiceDefinition = definition,
): Service {
  const all = { baseUrl, token: "secret-token", retry: { baseDelayMs: 2 }, ...options };
  return new Service(service, all);
}

/** What a promise was rejected with. */
export async function failure(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error("should have been rejected");
}

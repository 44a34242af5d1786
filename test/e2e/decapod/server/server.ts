import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from "node:http";
import { createServer as createTlsServer, type ServerOptions } from "node:https";
import type { AddressInfo } from "node:net";
import type { TLSSocket } from "node:tls";
import { Refusal } from "./refusal.js";
import { admit, Plain, routesOf } from "./routes.js";
import { World } from "./world.js";

/** A request as it came over the wire. */
export interface Seen {
  readonly method: string;
  readonly path: string;
  /** The query as it was written, without its question mark. */
  readonly query: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The text of the body; empty when there was none. */
  readonly body: string;
  /** The client's end of the connection. */
  readonly port: number;
  /** The common name of the client's certificate. */
  readonly certificate: string | undefined;
}

/** A Decapod server that runs nothing, with one user: `root`, whose password is `s3cret`. */
export interface DecapodServer {
  readonly url: string;
  readonly world: World;
  /** All requests so far. */
  readonly seen: Seen[];
  /** Requests as `METHOD /path/?query`, those to log in left out. */
  lines(): readonly string[];
  /** How often somebody has tried to log in. */
  logins(): number;
  /** Answers the next request to a path by itself, instead of the server's own way. */
  answerNext(path: string, answer: (response: ServerResponse) => void): void;
  close(): Promise<void>;
}

/** Starts a server on a free port of this machine; with `tls` it speaks HTTPS. */
export async function startDecapod(tls?: ServerOptions): Promise<DecapodServer> {
  const world = new World();
  const routes = routesOf(world).map((route) => ({
    ...route,
    pattern: new RegExp(`^${route.path.replaceAll("*", "([^/]+)")}$`),
  }));
  const seen: Seen[] = [];
  const next = new Map<string, (response: ServerResponse) => void>();

  const answer = (request: Seen, response: ServerResponse): void => {
    const found = routes.flatMap((route) => {
      const match = request.method === route.method ? route.pattern.exec(request.path) : null;
      return match ? [{ route, parts: match.slice(1).map(decodeURIComponent) }] : [];
    })[0];
    const send = (status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): void => {
      const isPlain = value instanceof Plain;
      response.writeHead(status, {
        "content-type": isPlain ? "text/plain; charset=utf-8" : "application/json",
        // The server's own clock, which may be ahead of this machine's.
        date: new Date(world.now() * 1000).toUTCString(),
        ...headers,
      });
      response.end(isPlain ? value.text : JSON.stringify(value));
    };
    try {
      // Paths without the slash at their end are none of the routes.
      if (found === undefined) throw new Refusal(404, "Not Found", "The requested URL was not found.");
      const session = admit(world, found.route, request.headers["authorization"] ?? "");
      const query = new URLSearchParams(request.query);
      const { headers } = request;
      const body = request.body === "" ? undefined : readJson(request.body);
      const value = found.route.answer({ query, headers, body, parts: found.parts, user: session?.user });
      send(200, value, session && { "x-token-expires": String(session.endsAt) });
    } catch (error) {
      const refusal = error instanceof Refusal ? error : new Refusal(500, "InternalServerError", String(error));
      const { code, message } = refusal;
      const headers: Record<string, string> = code === 401 ? { "www-authenticate": 'Token realm="Application"' } : {};
      send(code, { code, error: refusal.error, message }, headers);
    }
  };

  const listener: RequestListener = (message, response) => {
    void record(message).then((request) => {
      seen.push(request);
      const own = next.get(request.path);
      next.delete(request.path);
      if (own) own(response);
      else answer(request, response);
    });
  };
  const server: Server = tls ? createTlsServer(tls, listener) : createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const isLogin = ({ method, path }: Seen): boolean => method === "POST" && path === "/v1/auth/";
  return {
    url: `${tls ? "https" : "http"}://127.0.0.1:${port}`,
    world,
    seen,
    lines: () =>
      seen
        .filter((request) => !isLogin(request))
        .map(({ method, path, query }) => `${method} ${path}${query === "" ? "" : `?${decodeURIComponent(query)}`}`),
    logins: () => seen.filter(isLogin).length,
    answerNext: (path, own) => void next.set(path, own),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal(406, "NotAcceptable", "The body is not JSON");
  }
}

async function record(message: IncomingMessage): Promise<Seen> {
  const [path = "", query = ""] = (message.url ?? "").split("?", 2);
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  const socket = message.socket as Partial<TLSSocket> & IncomingMessage["socket"];
  const headers = Object.entries(message.headers).map(([name, value]) => [name, [value].flat().join(", ")] as const);
  return {
    method: message.method ?? "",
    path,
    query,
    headers: Object.fromEntries(headers),
    body: Buffer.concat(chunks).toString(),
    port: socket.remotePort ?? 0,
    certificate: socket.getPeerCertificate?.().subject?.CN?.toString(),
  };
}

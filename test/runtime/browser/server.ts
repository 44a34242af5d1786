import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from "node:http";

/** A server on the loopback. */
export interface Started {
  readonly url: string;
  readonly close: () => void;
}

/** Starts a server on a free port of the loopback. */
export async function start(listener: RequestListener): Promise<Started> {
  const server: Server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server does not listen on a port");
  const close = (): void => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://127.0.0.1:${address.port}`, close };
}

/** The body of a request, one character per byte. */
export async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks).toString("latin1");
}

/** What pages of other origins may send. A header that is not named makes a browser refuse the whole request. */
const allowed = ["authorization", "content-type", "x-list", "x-key", "x-date", "x-session"];

/** The server that the suite talks to. */
export function startApi(): Promise<Started> {
  const counts = new Map<string, number>();
  const sessions = new Map<string, string>();
  let endless = 0;

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = request.url ?? "/";
    const { pathname, searchParams } = new URL(url, "http://localhost");
    const json = (value: unknown, status = 200): void => {
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
    };
    const inPieces = async (bytes: Buffer, size: number): Promise<void> => {
      for (let at = 0; at < bytes.length; at += size) {
        response.write(bytes.subarray(at, at + size));
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
      response.end();
    };
    const repeat = (text: string, ms: number): void => {
      response.write(text);
      const timer = setInterval(() => response.write(text), ms);
      response.on("close", () => clearInterval(timer));
    };

    const [, first = "", second = ""] = pathname.split("/");
    const session = String(request.headers["x-session"]);
    switch (first) {
      case "echo":
        return json({ method: request.method, url, headers: request.headers, body: await bodyOf(request) });
      case "empty":
        return void response.writeHead(204).end();
      case "status":
        return json({ errors: [{ reason: `said ${second}` }] }, Number(second));
      case "flaky": {
        const count = (counts.get(pathname) ?? 0) + 1;
        counts.set(pathname, count);
        if (count > 1 && !pathname.endsWith("/aborted")) return json("fine");
        if (second === "429") response.setHeader("retry-after", "1");
        return json({}, Number(second));
      }
      case "cut":
        if (second === "headers") return void request.socket.destroy();
        response.writeHead(200, { "content-length": 100 }).write('{"half":');
        return void setTimeout(() => request.socket.destroy(), 20);
      case "bad-json":
        return void response.end("{bad");
      case "large":
        return json("x".repeat(1_000));
      case "silent":
        return;
      case "drip":
        return repeat(" ", 5);
      case "endless":
        if (second === "open") return json(endless);
        endless++;
        response.on("close", () => endless--);
        return repeat("1\n", 5);
      case "bytes":
        return void response.end(Buffer.of(0, 128, 255));
      case "events":
        return inPieces(Buffer.from('data: {"n":1}\r\n\r\nevent: end\r\nid: 7\r\ndata: €\r\ndata: bye\r\n\r\n'), 3);
      case "lines":
        return inPieces(Buffer.from('{"a":1}\r\nnull\n\n"€"'), 2);
      case "int64":
        return void response.end('{"id": 9223372036854775807, "__proto__": {"polluted": true}}');
      case "login": {
        const token = randomUUID();
        sessions.set(token, "open");
        return json({ token });
      }
      case "session":
        if (!sessions.has(session)) return json({}, 401);
        if (second === "end") sessions.delete(session);
        return json(session);
      case "pages": {
        const page = Number(searchParams.get("page"));
        return json({ items: [[1, 2], [3, 4], [5]][page - 1] ?? [], pages: 3 });
      }
      case "redirect":
        return void response.writeHead(302, { location: "/arrived" }).end();
      case "arrived":
        return json("arrived");
      default:
        return json({}, 404);
    }
  };

  return start((request, response) => {
    response.on("error", () => undefined);
    response.setHeader("access-control-allow-origin", "*");
    // A browser's cache would let two readers of one URL share a connection, and keep it when one of them leaves.
    response.setHeader("cache-control", "no-store");
    response.setHeader("access-control-expose-headers", "x-request-id, retry-after");
    response.setHeader("x-request-id", "r-1");
    if (request.method === "OPTIONS") {
      const grants = {
        "access-control-allow-methods": "GET, POST, PUT, DELETE",
        "access-control-allow-headers": allowed.join(),
        "access-control-max-age": "600",
      };
      response.writeHead(204, grants).end();
    } else {
      // A request that breaks off is part of the game.
      answer(request, response).catch(() => response.destroy());
    }
  });
}

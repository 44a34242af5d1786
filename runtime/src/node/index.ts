import { readFileSync } from "node:fs";
import { Readable } from "node:stream";
import type { ReadableStream as WebStream } from "node:stream/web";
import { Agent, ProxyAgent, type Dispatcher } from "undici";
import type { Transport, TransportBody, TransportReply } from "../transport.js";
import { Reception } from "./reception.js";

/** How a client connects. */
export interface NodeTransportOptions {
  /** Most connections to one origin. Default: 64. */
  readonly connections?: number | undefined;
  /** How long an idle connection is kept, in milliseconds. Default: 4,000. */
  readonly keepAliveMs?: number | undefined;
  /**
   * Certificates, as PEM text, of the authorities to trust instead of the usual ones; an `https` proxy is judged by them
   * as well.
   */
  readonly ca?: string | readonly string[] | undefined;
  /** A client certificate, as PEM text. It is shown to servers, not to the proxy. */
  readonly cert?: string | undefined;
  /** The private key of `cert`, as PEM text. */
  readonly key?: string | undefined;
  /** What `key` is encrypted with, where it is. */
  readonly passphrase?: string | undefined;
  /**
   * False accepts any certificate, also that of a proxy, with a warning: whoever is on the line can then read and change
   * everything. Default: true.
   */
  readonly verify?: boolean | undefined;
  /** URL of a proxy (`http` or `https`), which may hold a user name and password. Default: none. */
  readonly proxy?: string | undefined;
}

/** A transport that holds connections. */
export interface NodeTransport extends Transport {
  /** Closes the connections, once the requests under way are done. */
  close(): Promise<void>;
}

/** A transport on undici: about twice as fast as `fetch`, and with options for connections. */
export function nodeTransport(options: NodeTransportOptions = {}): NodeTransport {
  const dispatcher = connect(options);
  const transport: Transport = async (url, { method, headers, body, signal }) => {
    const { origin, pathname, search } = new URL(url);
    const content = body === null || typeof body === "string" ? body : await sendable(body);
    const request = {
      origin,
      path: pathname + search,
      method,
      headers: { "accept-encoding": "gzip, deflate, br", ...headers },
      body: content,
    };
    const reply = new Promise<TransportReply>((resolve, reject) => {
      dispatcher.dispatch(request, new Reception({ resolve, reject }, signal));
    });
    // A request that never began leaves its body alone, which may hold a file open.
    if (content instanceof Readable) reply.catch(() => content.on("error", () => undefined).destroy());
    return reply;
  };
  return Object.assign(transport, { close: () => dispatcher.close() });
}

/** What undici sends of what is no text. */
async function sendable(body: Exclude<TransportBody, string>): Promise<Uint8Array | Readable> {
  if (body instanceof Blob) return Buffer.from(await body.arrayBuffer());
  // `Readable.from` would not cancel a stream of which nothing has been read yet, nor one that is being waited for.
  return body instanceof ReadableStream ? Readable.fromWeb(body as WebStream) : body;
}

/** Reads a file of certificates or a key: of use for `ca`, `cert` and `key`. */
export const pem = (path: string): string => readFileSync(path, "utf8");

function connect(options: NodeTransportOptions): Dispatcher {
  const { connections = 64, keepAliveMs = 4_000, ca, cert, key, passphrase, verify = true, proxy } = options;
  if (!verify) process.emitWarning("TLS certificates are not verified (verify: false)", "SecurityWarning");
  const proxyTls = { rejectUnauthorized: verify, ca: ca === undefined ? ca : [ca].flat() };
  const tls = { ...proxyTls, cert, key, passphrase };
  // The time limits of the client hold instead of those of undici.
  const limits = { connections, keepAliveTimeout: keepAliveMs, pipelining: 1, headersTimeout: 0, bodyTimeout: 0 };
  if (proxy === undefined) return new Agent({ ...limits, connect: tls });
  const { username, password } = new URL(proxy);
  const login = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString("base64");
  const token = username && { token: `Basic ${login}` };
  return new ProxyAgent({ ...limits, uri: proxy, requestTls: tls, proxyTls, ...token });
}

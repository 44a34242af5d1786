import { readFileSync } from "node:fs";
import { pipeline, Readable } from "node:stream";
import { constants, createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import { Agent, ProxyAgent, request as send, type Dispatcher } from "undici";
import type { ReplyBody, ReplyHeaders, Transport } from "../transport.js";

/** How a client connects. */
export interface NodeTransportOptions {
  /** Most connections to one origin. Default: 64. */
  readonly connections?: number | undefined;
  /** How long an idle connection is kept, in milliseconds. Default: 4,000. */
  readonly keepAliveMs?: number | undefined;
  /** Certificates, as PEM text, of the authorities to trust instead of the usual ones. */
  readonly ca?: string | readonly string[] | undefined;
  /** A client certificate and its key, as PEM text. */
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
  readonly passphrase?: string | undefined;
  /** False accepts any certificate, with a warning: whoever is on the line can then read and change everything. */
  readonly verify?: boolean | undefined;
  /** URL of an HTTP proxy, which may hold a user name and password. */
  readonly proxy?: string | undefined;
}

/** A transport that holds connections. */
export interface NodeTransport extends Transport {
  /** Closes the connections, once the requests under way are done. */
  close(): Promise<void>;
}

/** A transport on undici's `request`: about twice as fast as `fetch`, and with options for connections. */
export function nodeTransport(options: NodeTransportOptions = {}): NodeTransport {
  const dispatcher = connect(options);
  const transport: Transport = async (url, { method, headers, body, signal }) => {
    const reply = await send(url, {
      method,
      headers: { "accept-encoding": "gzip, deflate, br", ...headers },
      body:
        body instanceof ReadableStream
          ? Readable.from(chunksOf(body))
          : body instanceof Blob
            ? Buffer.from(await body.arrayBuffer())
            : body,
      signal,
      dispatcher,
      // The time limits of the client hold instead.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    const received = replyHeaders(reply.headers);
    return { status: reply.statusCode, headers: received, body: replyBody(decoded(reply.body, received)) };
  };
  return Object.assign(transport, { close: () => dispatcher.close() });
}

async function* chunksOf(body: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<Uint8Array, void, undefined> {
  const reader = body.getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
  } finally {
    await reader.cancel();
  }
}

/** Reads a file of certificates or a key: of use for `ca`, `cert` and `key`. */
export function pem(path: string): string {
  return readFileSync(path, "utf8");
}

function connect(options: NodeTransportOptions): Dispatcher {
  const { connections = 64, keepAliveMs = 4_000, ca, cert, key, passphrase, verify = true, proxy } = options;
  if (!verify) process.emitWarning("TLS certificates are not verified (verify: false)", "SecurityWarning");
  const tls = {
    rejectUnauthorized: verify,
    ...(ca !== undefined && { ca: [ca].flat() }),
    ...(cert !== undefined && { cert }),
    ...(key !== undefined && { key }),
    ...(passphrase !== undefined && { passphrase }),
  };
  const common = { connections, keepAliveTimeout: keepAliveMs, pipelining: 1 };
  if (proxy === undefined) return new Agent({ ...common, connect: tls });
  const { username, password, href } = new URL(proxy);
  const login = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString("base64");
  return new ProxyAgent({ ...common, uri: href, requestTls: tls, ...(username && { token: `Basic ${login}` }) });
}

function replyHeaders(headers: Readonly<Record<string, string | string[] | undefined>>): ReplyHeaders {
  const get = (name: string): string | null => {
    const value = headers[name.toLowerCase()];
    return value === undefined ? null : [value].flat().join(", ");
  };
  return {
    get,
    has: (name) => get(name) !== null,
    forEach: (callback) => Object.keys(headers).forEach((name) => callback(get(name) ?? "", name)),
  };
}

/** Undoes the content codings, as `fetch` does. */
function decoded(body: Readable, headers: ReplyHeaders): Readable {
  const codings = headers.get("content-encoding")?.toLowerCase().split(",") ?? [];
  return codings.reverse().reduce((stream: Readable, coding) => {
    const decoder = decoders.get(coding.trim())?.();
    return decoder ? pipeline(stream, decoder, () => undefined) : stream;
  }, body);
}

// As lenient as `fetch`: an empty body, as replies to HEAD have it, is no broken one.
const zlib = { flush: constants.Z_SYNC_FLUSH, finishFlush: constants.Z_SYNC_FLUSH };
const brotli = { flush: constants.BROTLI_OPERATION_FLUSH, finishFlush: constants.BROTLI_OPERATION_FLUSH };
const decoders = new Map([
  ["gzip", () => createGunzip(zlib)],
  ["x-gzip", () => createGunzip(zlib)],
  ["deflate", () => createInflate(zlib)],
  ["br", () => createBrotliDecompress(brotli)],
]);

function replyBody(body: Readable): ReplyBody {
  return {
    getReader() {
      const chunks = body.iterator();
      return {
        async read() {
          const { done = false, value } = await chunks.next();
          return { done, value: value instanceof Uint8Array ? value : undefined };
        },
        async cancel() {
          // What is left of the body is of no interest, and neither is that it broke off.
          body.on("error", () => undefined).destroy();
        },
      };
    },
  };
}

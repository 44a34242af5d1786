import type { Dispatcher } from "undici";
import type { ReplyBody, ReplyHeaders, TransportReply } from "../transport.js";
import { decoded } from "./decode.js";

/** How much of a body is held for its reader before the server has to wait, in bytes. */
const ahead = 2 ** 16;

type Chunk = Awaited<ReturnType<ReturnType<ReplyBody["getReader"]>["read"]>>;
type Promised<T> = { readonly resolve: (value: T) => void; readonly reject: (reason: unknown) => void };

/**
 * Takes in one reply, and is its body. A stream of Node would do as well, but is dear to make and to read when all that
 * comes is one small piece.
 */
export class Reception implements Dispatcher.DispatchHandler, ReplyBody {
  readonly #reply: Promised<TransportReply>;
  readonly #signal: AbortSignal;
  #controller: Dispatcher.DispatchController | undefined;
  #chunks: Uint8Array[] = [];
  #held = 0;
  #reader: Promised<Chunk> | undefined;
  #isOver = false;
  #failure: Error | undefined;

  constructor(reply: Promised<TransportReply>, signal: AbortSignal) {
    this.#reply = reply;
    this.#signal = signal;
    signal.addEventListener("abort", this);
  }

  /** The signal aborts. */
  handleEvent(): void {
    this.#reply.reject(this.#signal.reason);
    this.#controller?.abort(this.#signal.reason);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#signal.aborted) this.handleEvent();
  }

  onResponseStart(_: unknown, status: number, fields: Fields): void {
    if (status < 200) return;
    const headers = new ReplyFields(fields);
    const codings = fields["content-encoding"];
    this.#reply.resolve({ status, headers, body: codings === undefined ? this : decoded(this, String(codings)) });
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Uint8Array): void {
    if (this.#reader) {
      this.#reader.resolve({ done: false, value: chunk });
      this.#reader = undefined;
      return;
    }
    this.#held += chunk.length;
    this.#chunks.push(chunk);
    if (this.#held > ahead) controller.pause();
  }

  onResponseEnd(): void {
    this.#end();
    this.#reader?.resolve({ done: true });
  }

  onResponseError(_: unknown, error: Error & { code?: unknown }): void {
    if (this.#isOver) return;
    this.#end();
    // Before a request begins undici aborts for one reason only: the proxy refuses. The code says that nothing was sent.
    if (!this.#controller && error.code === "UND_ERR_ABORTED") error.code = "UND_ERR_CONNECT_PROXY";
    this.#failure = error;
    this.#reply.reject(error);
    this.#reader?.reject(error);
  }

  getReader(): this {
    return this;
  }

  /** Gives all that is there, or else the next that comes. */
  read(): Promise<Chunk> {
    const [first] = this.#chunks;
    if (first) {
      const value = this.#chunks.length > 1 ? Buffer.concat(this.#chunks) : first;
      this.#chunks = [];
      this.#held = 0;
      if (!this.#isOver) this.#controller?.resume();
      return Promise.resolve({ done: false, value });
    }
    if (this.#failure) return Promise.reject(this.#failure);
    if (this.#isOver) return Promise.resolve({ done: true });
    return new Promise((resolve, reject) => {
      this.#reader = { resolve, reject };
    });
  }

  /** Ends the connection, unless all has come. */
  cancel(): Promise<void> {
    this.#chunks = [];
    if (!this.#isOver) {
      this.onResponseEnd();
      this.#controller?.abort(new Error("the reply is not wanted any more"));
    }
    return Promise.resolve();
  }

  #end(): void {
    this.#isOver = true;
    this.#signal.removeEventListener("abort", this);
  }
}

type Fields = Readonly<Record<string, string | string[] | undefined>>;

/** The headers of a reply as undici gives them. */
class ReplyFields implements ReplyHeaders {
  readonly #fields: Fields;

  constructor(fields: Fields) {
    this.#fields = fields;
  }

  get(name: string): string | null {
    const key = name.toLowerCase();
    const value = Object.hasOwn(this.#fields, key) ? this.#fields[key] : undefined;
    return Array.isArray(value) ? value.join(", ") : (value ?? null);
  }

  has(name: string): boolean {
    return this.get(name) !== null;
  }

  forEach(callback: (value: string, name: string) => void): void {
    for (const name of Object.keys(this.#fields)) callback(this.get(name) ?? "", name);
  }
}

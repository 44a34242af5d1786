import { ConnectionError, DecodeError } from "./errors.js";
import { parseJson } from "./json.js";
import type { ReplyBody } from "./transport.js";
import type { Reply } from "./types.js";

/** A reply whose body has not been read yet. */
export interface UnreadReply extends Reply {
  /** Name of the operation, for messages. */
  readonly operation: string;
  /** Its body; null when there is none. */
  readonly body: ReplyBody | null;
  /** The largest body, event or line that may be held in memory, in bytes. */
  readonly limit: number;
  /** The longest silence of a stream, in milliseconds; 0 or none sets no limit. */
  readonly idleMs?: number | undefined;
  /** The caller's signal. */
  readonly signal: AbortSignal | undefined;
}

/** Reads what an operation answers with. */
export type ReplyReader<T> = (reply: UnreadReply) => Promise<T> | T;

/** The error for a body that breaks off. */
export const brokenOff = (operation: string, cause: unknown): ConnectionError =>
  new ConnectionError(`${operation}: the reply broke off`, true, { cause });

/**
 * The whole body, in the pieces in which it came.
 *
 * @throws ConnectionError when it breaks off, DecodeError when it is too large
 */
export const readChunks = async (reply: UnreadReply): Promise<readonly Uint8Array[]> => {
  const reader = reply.body?.getReader();
  const chunks: Uint8Array[] = [];
  let left = reply.limit;
  for (;;) {
    let chunk: Uint8Array | undefined;
    try {
      chunk = (await reader?.read())?.value;
    } catch (cause) {
      throw brokenOff(reply.operation, cause);
    }
    if (!chunk) return chunks;
    left -= chunk.length;
    if (left < 0) {
      reader?.cancel().catch(() => undefined);
      throw new DecodeError(`${reply.operation}: the reply exceeds limits.replyBytes (${reply.limit})`);
    }
    chunks.push(chunk);
  }
};

/** The whole body as text. */
export const readText = (reply: UnreadReply): Promise<string> =>
  readChunks(reply).then((chunks) => {
    const decoder = new TextDecoder();
    // To decode what is all there, as most replies are, is much faster than to decode a stream.
    return chunks.map((chunk, index) => decoder.decode(chunk, { stream: !!chunks[index + 1] })).join("");
  });

/** JSON; undefined for an empty body. */
export const readJson: ReplyReader<unknown> = (reply) => readText(reply).then((text) => decodeJson(text, reply));

/** Parses text as JSON. The error of the parser is not passed on, since it quotes the text. */
export const decodeJson = (text: string, reply: UnreadReply, parse: typeof parseJson = parseJson): unknown => {
  const value = parse(text);
  if (value !== undefined || !text) return value;
  const type = reply.headers.get("content-type");
  throw new DecodeError(`${reply.operation}: the reply is not JSON (${reply.status}, ${type})`);
};

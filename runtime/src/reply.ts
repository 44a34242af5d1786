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
  /** What the platform says of its kind: of one that is `cors` not all headers are shown. */
  readonly type?: string | undefined;
  /** The largest body, event or line that may be held in memory, in bytes. */
  readonly limit: number;
  /** The longest silence of a stream, in milliseconds; 0 or none sets no limit. */
  readonly idleMs?: number | undefined;
  /** The caller's signal. */
  readonly signal: AbortSignal | undefined;
}

/** Reads what an operation answers with. */
export type ReplyReader<T> = (reply: UnreadReply) => Promise<T> | T;

/**
 * The whole body as bytes; undefined when it has none.
 *
 * @throws ConnectionError when it breaks off, DecodeError when it is too large
 */
export const readAll = async (reply: UnreadReply): Promise<Uint8Array | undefined> => {
  const { operation, headers, type, limit } = reply;
  const reader = reply.body?.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for (let chunk; (chunk = (await reader?.read())?.value);) {
      chunks.push(chunk);
      size += chunk.length;
      // To wait for the end when all is there takes as long as the rest of the reading. How long a coded body is, nobody says,
      // and of other origins browsers do not show that it is coded.
      const isWhole =
        headers.get("content-length") === `${size}` && type !== "cors" && !headers.get("content-encoding");
      if (isWhole || size > limit) break;
    }
  } catch (cause) {
    throw new ConnectionError(`${operation}: the reply broke off`, true, { cause });
  }
  if (size > limit) {
    reader?.cancel().catch(() => undefined);
    throw new DecodeError(`${operation}: the reply exceeds limits.replyBytes (${limit})`);
  }
  if (!chunks[1]) return chunks[0];
  const all = new Uint8Array(size);
  for (const chunk of chunks.reverse()) all.set(chunk, (size -= chunk.length));
  return all;
};

/** The whole body as text. */
export const readText = (reply: UnreadReply): Promise<string> =>
  readAll(reply).then((bytes) => new TextDecoder().decode(bytes));

/** JSON; undefined for an empty body. */
export const readJson: ReplyReader<unknown> = (reply) => readText(reply).then((text) => decodeJson(text, reply));

/** Parses text as JSON. The error of the parser is not passed on, since it quotes the text. */
export const decodeJson = (text: string, reply: UnreadReply, parse: typeof parseJson = parseJson): unknown => {
  const value = parse(text);
  if (value !== undefined || !text) return value;
  const type = reply.headers.get("content-type");
  throw new DecodeError(`${reply.operation}: the reply is not JSON (${reply.status}, ${type})`);
};

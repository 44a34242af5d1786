import { ConnectionError, DecodeError } from "./errors.js";
import { parseJson } from "./json.js";
import type { ReplyBody } from "./transport.js";
import type { Reply } from "./types.js";

/** A reply whose body has not been read yet. */
export interface UnreadReply extends Reply {
  readonly operation: string;
  readonly body: ReplyBody | null;
  /** The largest body, event or line that may be held in memory, in bytes. */
  readonly limit: number;
  /** The caller's signal. */
  readonly signal: AbortSignal | undefined;
}

/** Reads what an operation answers with. */
export type ReplyReader<T> = (reply: UnreadReply) => Promise<T> | T;

/** The error for a body that breaks off. */
export const brokenOff = (operation: string, cause: unknown): ConnectionError =>
  new ConnectionError(`${operation}: the reply broke off`, true, { cause });

/**
 * Hands on a body chunk by chunk.
 *
 * @throws ConnectionError when it breaks off, DecodeError when it is too large
 */
export const eachChunk = async (reply: UnreadReply, take: (chunk: Uint8Array) => void): Promise<void> => {
  const reader = reply.body?.getReader();
  let left = reply.limit;
  for (;;) {
    const next = await reader?.read().catch((cause: unknown) => {
      throw brokenOff(reply.operation, cause);
    });
    if (!next?.value) return;
    left -= next.value.length;
    if (left < 0) {
      reader?.cancel().catch(() => undefined);
      throw new DecodeError(`${reply.operation}: the reply exceeds limits.replyBytes (${reply.limit})`);
    }
    take(next.value);
  }
};

/** The whole body as text. */
export const readText = async (reply: UnreadReply): Promise<string> => {
  const chunks: Uint8Array[] = [];
  await eachChunk(reply, (chunk) => chunks.push(chunk));
  const decoder = new TextDecoder();
  // To decode what is all there, as most replies are, is much faster than to decode a stream.
  return chunks.map((chunk, index) => decoder.decode(chunk, { stream: index < chunks.length - 1 })).join("");
};

/** JSON; undefined for an empty body. */
export const readJson: ReplyReader<unknown> = async (reply) => decodeJson(await readText(reply), reply);

/** Parses text as JSON. The error of the parser is not passed on, since it quotes the text. */
export const decodeJson = (text: string, reply: UnreadReply, parse: typeof parseJson = parseJson): unknown => {
  const value = parse(text);
  if (value !== undefined || !text) return value;
  const type = reply.headers.get("content-type");
  throw new DecodeError(`${reply.operation}: the reply is not JSON (${reply.status}, ${type})`);
};
